import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { CREDENTIALS, REGION } from './cdk.ts';
import type { PolicyStatement } from './policy.ts';

/** The services of an account, as the unmodified SDK reaches them. */
export type Services = ReturnType<typeof servicesAt>;

export function servicesAt(endpoint: string) {
  const here = { endpoint, region: REGION, credentials: CREDENTIALS };
  return {
    cloudformation: new CloudFormationClient(here),
    cloudwatch: new CloudWatchClient(here),
    dynamodb: new DynamoDBClient(here),
    events: new EventBridgeClient(here),
    iam: new IAMClient(here),
    lambda: new LambdaClient(here),
    logs: new CloudWatchLogsClient(here),
    s3: new S3Client({ ...here, forcePathStyle: true }),
    scheduler: new SchedulerClient(here),
    sns: new SNSClient(here),
    sqs: new SQSClient(here),
    ssm: new SSMClient(here),
  };
}

/** What the stack has made: by the template's names, the names that the account gave. */
export async function made(
  { cloudformation: client }: Services,
  stack = 'perpdesk',
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for await (const page of paginateListStackResources({ client }, { StackName: stack })) {
    for (const { LogicalResourceId, PhysicalResourceId } of page.StackResourceSummaries ?? [])
      if (LogicalResourceId !== undefined && PhysicalResourceId !== undefined)
        names.set(LogicalResourceId, PhysicalResourceId);
  }
  return names;
}

/** What a role may do, as IAM has it after the deployment: every reference resolved. */
export async function policiesOf({ iam }: Services, RoleName: string): Promise<readonly PolicyStatement[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const documents = await Promise.all(
    PolicyNames.map(PolicyName => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
  );
  return documents.flatMap(({ PolicyDocument = '' }) => {
    const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument)) as {
      readonly Statement: readonly PolicyStatement[];
    };
    return Statement;
  });
}
