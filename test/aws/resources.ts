import { DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetRoleCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { GetScheduleCommand, GetScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import { GetSubscriptionAttributesCommand, GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Services } from './places.ts';

/** A resource as the template asks for it, its references resolved, and the name it was given. */
export interface Asked {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties have no type of their own
  readonly properties: Readonly<Record<string, any>>;
}

/** Asks the account, through the SDK, whether a resource is what the template says. */
export type Check = (services: Services, asked: Asked) => Promise<void>;

const table: Check = async ({ dynamodb }, { name: TableName, properties }) => {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    BillingModeSummary: { BillingMode: properties.BillingMode },
    DeletionProtectionEnabled: true,
  });
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(TimeToLiveDescription).toEqual({ AttributeName: 'ttl', TimeToLiveStatus: 'ENABLED' });
  const backups = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
  expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
    PointInTimeRecoveryStatus: 'ENABLED',
  });
};

const lambdaFunction: Check = async ({ lambda }, { name: FunctionName, properties }) => {
  const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  expect(found).toMatchObject({
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    MemorySize: properties.MemorySize,
    Timeout: properties.Timeout,
    Role: properties.Role,
    Description: properties.Description,
    ...(properties.Environment === undefined ? {} : { Environment: properties.Environment }),
  });
  expect(found.CodeSize).toBeGreaterThan(10_000);
};

/** The emulator keeps one for each function, whatever the qualifier. */
const invokeConfig: Check = async ({ lambda }, { properties }) => {
  const found = await lambda.send(
    new GetFunctionEventInvokeConfigCommand({ FunctionName: properties.FunctionName }),
  );
  expect(found).toMatchObject({
    MaximumEventAgeInSeconds: properties.MaximumEventAgeInSeconds,
    MaximumRetryAttempts: properties.MaximumRetryAttempts,
  });
};

const alias: Check = async ({ lambda }, { properties }) => {
  const { FunctionName, Name } = properties;
  const found = await lambda.send(new GetAliasCommand({ FunctionName, Name }));
  expect(found).toMatchObject({ Name, FunctionVersion: properties.FunctionVersion });
};

const version: Check = async ({ lambda }, { name, properties }) => {
  const { Versions = [] } = await lambda.send(
    new ListVersionsByFunctionCommand({ FunctionName: properties.FunctionName }),
  );
  expect(Versions.map(one => one.Version)).toContain(name.split(':').at(-1));
};

const permission: Check = async ({ lambda }, { properties }) => {
  const { Policy = '{}' } = await lambda.send(
    new GetPolicyCommand({ FunctionName: properties.FunctionName }),
  );
  const { Statement } = JSON.parse(Policy) as { readonly Statement: readonly object[] };
  expect(Statement).toContainEqual(
    expect.objectContaining({
      Action: properties.Action,
      Effect: 'Allow',
      Principal: { Service: properties.Principal },
      Condition: { ArnLike: { 'AWS:SourceArn': properties.SourceArn } },
    }),
  );
};

const scheduleGroup: Check = async ({ scheduler }, { name: Name }) => {
  expect(await scheduler.send(new GetScheduleGroupCommand({ Name }))).toMatchObject({
    Name,
    State: 'ACTIVE',
  });
};

const schedule: Check = async ({ scheduler }, { name: Name, properties }) => {
  const { GroupName } = properties;
  const found = await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
  expect(found).toMatchObject({ ...properties, State: 'ENABLED', FlexibleTimeWindow: { Mode: 'OFF' } });
  expect(found.Target?.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 });
};

const rule: Check = async ({ events }, { name: Name, properties }) => {
  const found = await events.send(new DescribeRuleCommand({ Name }));
  expect(found).toMatchObject({ State: 'ENABLED', ScheduleExpression: properties.ScheduleExpression });
  expect(JSON.parse(found.EventPattern ?? '{}')).toEqual(properties.EventPattern);
  const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
  expect(Targets).toMatchObject(properties.Targets);
};

const queue: Check = async ({ sqs }, { name: QueueUrl, properties }) => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    MessageRetentionPeriod: String(properties.MessageRetentionPeriod),
    SqsManagedSseEnabled: 'true',
  });
};

const queuePolicy: Check = async ({ sqs }, { properties }) => {
  for (const QueueUrl of properties.Queues) {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }),
    );
    expect(JSON.parse(Attributes?.Policy ?? '{}')).toEqual(properties.PolicyDocument);
  }
};

const topic: Check = async ({ sns }, { name: TopicArn, properties }) => {
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({ TopicArn, DisplayName: properties.DisplayName });
};

const topicPolicy: Check = async ({ sns }, { properties }) => {
  for (const TopicArn of properties.Topics) {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(JSON.parse(Attributes?.Policy ?? '{}')).toEqual(properties.PolicyDocument);
  }
};

const subscription: Check = async ({ sns }, { name: SubscriptionArn, properties }) => {
  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  const { TopicArn, Protocol, Endpoint, FilterPolicy, FilterPolicyScope } = properties;
  expect(Attributes).toMatchObject({ TopicArn, Protocol, Endpoint });
  if (FilterPolicy === undefined) return;
  expect(JSON.parse(Attributes?.FilterPolicy ?? '{}')).toEqual(FilterPolicy);
  expect(Attributes).toMatchObject({ FilterPolicyScope });
};

const alarm: Check = async ({ cloudwatch }, { name, properties }) => {
  const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  expect(MetricAlarms).toMatchObject([properties]);
};

const dashboard: Check = async ({ cloudwatch }, { name: DashboardName, properties }) => {
  const { DashboardBody = '' } = await cloudwatch.send(new GetDashboardCommand({ DashboardName }));
  expect(JSON.parse(DashboardBody)).toEqual(JSON.parse(properties.DashboardBody));
};

const logGroup: Check = async ({ logs }, { name, properties }) => {
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  expect(logGroups).toMatchObject([{ logGroupName: name, retentionInDays: properties.RetentionInDays }]);
};

const bucket: Check = async ({ s3 }, { name: Bucket, properties }) => {
  expect(await s3.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: 'Enabled' });
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(ServerSideEncryptionConfiguration?.Rules?.[0]).toMatchObject({
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
  });
  const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(PublicAccessBlockConfiguration).toEqual(properties.PublicAccessBlockConfiguration);
};

const role: Check = async ({ iam }, { name: RoleName, properties }) => {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '{}')) as unknown;
  expect(trust).toEqual(properties.AssumeRolePolicyDocument);
};

const policy: Check = async ({ iam }, { properties }) => {
  const { PolicyName } = properties;
  for (const RoleName of properties.Roles) {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    expect(JSON.parse(decodeURIComponent(PolicyDocument))).toEqual(properties.PolicyDocument);
  }
};

/** What is asked of each type of the stack. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::Dashboard': dashboard,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::Rule': rule,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::Role': role,
  'AWS::Lambda::Alias': alias,
  'AWS::Lambda::EventInvokeConfig': invokeConfig,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::Version': version,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::S3::Bucket': bucket,
  'AWS::SNS::Subscription': subscription,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': topicPolicy,
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::Scheduler::Schedule': schedule,
  'AWS::Scheduler::ScheduleGroup': scheduleGroup,
};

/** Properties that the emulator does not keep of what it makes, and the tests that ask the template instead. */
export const IN_PART: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'its dead-letter queue, which moto does not keep: test/stack/schedules.test.ts',
};

/** What the emulator cannot hold, why, and the tests that ask the template instead. */
export const IN_THE_TEMPLATE: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::CompositeAlarm': 'moto has no composite alarms: test/stack/alarms.test.ts',
  'AWS::Logs::QueryDefinition': 'moto has no saved queries: test/stack/dashboard.test.ts',
  'AWS::S3::BucketPolicy':
    'moto refuses without looking at conditions, and the policy refuses what is not encrypted: test/stack/perpdesk-stack.test.ts',
  'Custom::PerpdeskLimits':
    'moto would run its function in Docker: its handler is run by test/aws/limits.aws.ts',
};
