import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { SHAPE_NAMES, shaped } from './shapes.ts';
import { resourcesOf } from './synthesised.ts';

/** What is kept: for how long, and how it is encrypted (docs/decisions/0036-encryption.md). */
describe.each(SHAPE_NAMES)('what the stack keeps: %s', name => {
  const template = Template.fromStack(shaped(name));
  const properties = (type: string) =>
    Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);
  const logs = resourcesOf(template, 'AWS::Logs::LogGroup');
  const isOurs = (log: unknown) =>
    log !== null && typeof log === 'object' && 'Ref' in log && Object.hasOwn(logs, String(log.Ref));

  test('every log group empties itself', () => {
    for (const { Properties } of Object.values(logs)) expect(Properties.RetentionInDays).toBe(30);
  });

  test('nothing writes into a log group that AWS would make of itself, and keep for ever', () => {
    const functions = properties('AWS::Lambda::Function');
    for (const { LoggingConfig } of functions)
      expect(isOurs((LoggingConfig as { LogGroup: unknown }).LogGroup)).toBe(true);
    const containers = properties('AWS::ECS::TaskDefinition').flatMap(
      ({ ContainerDefinitions }) =>
        ContainerDefinitions as readonly {
          LogConfiguration: { LogDriver: string; Options: Record<string, unknown> };
        }[],
    );
    for (const { LogConfiguration } of containers)
      expect(isOurs(LogConfiguration.Options['awslogs-group'])).toBe(true);
    expect(functions.length + containers.length).toBe(Object.keys(logs).length);
  });

  test('no key of our own is paid for', () => {
    expect(properties('AWS::KMS::Key')).toEqual([]);
  });

  test('the table, the bucket and the queues are encrypted with keys of AWS', () => {
    for (const table of properties('AWS::DynamoDB::Table')) expect(table.SSESpecification).toBeUndefined();
    for (const bucket of properties('AWS::S3::Bucket'))
      expect(JSON.stringify(bucket.BucketEncryption)).toContain('"SSEAlgorithm":"AES256"');
    for (const queue of properties('AWS::SQS::Queue')) expect(queue.SqsManagedSseEnabled).toBe(true);
  });

  test('no topic has a key under which CloudWatch could not publish', () => {
    for (const topic of properties('AWS::SNS::Topic')) expect(topic.KmsMasterKeyId).toBeUndefined();
  });

  test.each([
    ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy'],
    ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy'],
    ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy'],
  ])('each %s is spoken to over TLS alone', (type, policy) => {
    const secured = properties(policy).filter(given =>
      JSON.stringify(given).includes('{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"'),
    );
    expect(secured).toHaveLength(properties(type).length);
  });
});
