import { Match } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { expect, test } from 'vitest';
import { PerpdeskStack } from '../../lib/stack/perpdesk-stack.ts';
import { FUNCTIONS, resource, resourcesOf, synthesised, TICKING } from './synthesised.ts';

const template = synthesised();

test('the stack is protected from termination', () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const desks = [{ name: 'main', learn: [], learnOn: 'lambda' as const, mode: 'demo' as const }];
  expect(new PerpdeskStack(app, 'one', { desks, region: 'eu-central-1' }).terminationProtection).toBe(true);
});

test('the region is fixed and the account is whoever deploys', () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const desks = [{ name: 'main', learn: [], learnOn: 'lambda' as const, mode: 'demo' as const }];
  const stack = new PerpdeskStack(app, 'one', { desks, region: 'ap-northeast-1' });
  expect(stack.environment).toBe('aws://unknown-account/ap-northeast-1');
});

test('the table is keyed, paid by request, restorable, protected and kept', () => {
  template.hasResource('AWS::DynamoDB::Table', {
    Properties: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      DeletionProtectionEnabled: true,
    },
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
});

test('the bucket of the models is private, encrypted, versioned and kept', () => {
  template.hasResource('AWS::S3::Bucket', {
    Properties: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
    },
    DeletionPolicy: 'Retain',
  });
});

test('the function that learns has the time and the memory for it', () => {
  expect(resource(template, 'AWS::Lambda::Function', 'Retrain').Properties).toMatchObject({
    MemorySize: 3008,
    Timeout: 900,
  });
});

test.each(TICKING)('%s runs on Node 24 on arm64 with its environment, and within its minute', name => {
  expect(resource(template, 'AWS::Lambda::Function', name).Properties).toMatchObject({
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    MemorySize: 512,
    Timeout: 50,
    Environment: {
      Variables: {
        PERPDESK_DESK: 'main',
        PERPDESK_MODE: 'paper',
        PERPDESK_TABLE: { Ref: expect.stringMatching(/^BooksTable/) },
        PERPDESK_PAPER_BALANCE_USD: '10000',
        PERPDESK_PAPER_ACCOUNT: 'usdt-isolated',
      },
    },
  });
});

test('no function reserves concurrency, which a new account could not give', () => {
  template.resourcePropertiesCountIs(
    'AWS::Lambda::Function',
    { ReservedConcurrentExecutions: Match.anyValue() },
    0,
  );
});

test.each(FUNCTIONS)('what %s fails at lies in an encrypted queue of its own for two weeks', name => {
  const queues = Object.keys(resourcesOf(template, 'AWS::SQS::Queue')).filter(id => id.includes(name));
  expect(queues).toHaveLength(1);
  const target = { 'Fn::GetAtt': [queues[0], 'Arn'] };
  expect(resource(template, 'AWS::Lambda::Function', name).Properties.DeadLetterConfig).toEqual({
    TargetArn: target,
  });
  expect(resource(template, 'AWS::SQS::Queue', name).Properties).toMatchObject({
    MessageRetentionPeriod: 14 * 24 * 60 * 60,
    SqsManagedSseEnabled: true,
  });
  expect(JSON.stringify(resource(template, 'AWS::SQS::QueuePolicy', name).Properties)).toContain(
    '"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"',
  );
});

test('every function logs into a group of its own, kept for a month', () => {
  const functions = Object.values(resourcesOf(template, 'AWS::Lambda::Function'));
  const groups = functions.map(({ Properties }) => JSON.stringify(Properties.LoggingConfig));
  expect(new Set(groups).size).toBe(functions.length);
  template.resourceCountIs('AWS::Logs::LogGroup', functions.length);
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
});

test('two desks share the table, the bucket, the topics, the saved queries and the seeder, and nothing else', () => {
  const desk = (name: string) => ({ name, mode: 'demo' });
  const two = synthesised({ desks: [desk('main'), desk('other')] });
  const count = (of: typeof two) => Object.keys(of.toJSON().Resources as object).length;
  const shared = 2 * count(template) - count(two);
  expect(shared).toBe(20);
  // Four desks and what they share stay within CloudFormation's 500 resources; five do not.
  expect(shared + 4 * (count(template) - shared)).toBeLessThan(475);
});
