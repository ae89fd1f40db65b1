import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateDescribeStacks,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Caller, DeployedDesk, DeployedStack } from '../../desk/preflight/cloud.ts';
import type { Subscription } from '../../desk/preflight/mail.ts';
import { Refusal } from '../../local/refusal.ts';
import { type AwsAccess, accessSettings } from '../aws-access.ts';
import { DEFAULT_STACK } from './plan.ts';

/** Where the toolkit of CDK says its version, under the qualifier that everybody has who has not chosen another. */
const BOOTSTRAP_VERSION = '/cdk-bootstrap/hnb659fds/version';

/** As the context may name them: `perpdesk`, `perpdesk-2`. */
const OUR_STACK = /^perpdesk(-[a-z0-9]+)*$/;

const ANSWER_MS = 2_500;

/** What the deployed stack tells of itself. */
export interface SeenStack extends DeployedStack {
  readonly table: string | undefined;
  readonly bucket: string | undefined;
  /** Undefined where it has no live desk. */
  readonly egress: string | undefined;
  /** ARNs of what people subscribe to, by what they are told there. */
  readonly topics: Readonly<Record<string, string>>;
}

/** The calls that only a preflight makes. Each throws what the SDK throws; a Refusal names what is not there. */
export interface CloudCalls {
  caller(): Promise<Caller>;
  bootstrap(): Promise<number>;
  stack(): Promise<SeenStack>;
  /** The names of all stacks of this account and region that could be the desk's. */
  readonly stackNames: () => Promise<readonly string[]>;
  subscriptions(topics: SeenStack['topics']): Promise<readonly Subscription[]>;
  close(): void;
}

/** The region that the environment or the profile says; undefined where nobody does. */
export async function regionInForce(access: AwsAccess): Promise<string | undefined> {
  const client = new STSClient(accessSettings(access));
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}

/** `stackName`: of the stack that is asked about, where one is. */
export function cloudCalls(access: AwsAccess, stackName = DEFAULT_STACK): CloudCalls {
  // Once again and no more: an operator waits for this.
  const settings = { ...accessSettings(access, ANSWER_MS), maxAttempts: 2 };
  const [sts, ssm] = [new STSClient(settings), new SSMClient(settings)];
  const [stacks, sns] = [new CloudFormationClient(settings), new SNSClient(settings)];
  return {
    caller: async () => {
      const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
      return { account: Account, arn: Arn };
    },
    bootstrap: async () => {
      try {
        const { Parameter } = await ssm.send(new GetParameterCommand({ Name: BOOTSTRAP_VERSION }));
        return Number(Parameter?.Value);
      } catch (error) {
        if (!(error instanceof ParameterNotFound)) throw error;
        throw new Refusal(`CDK has no toolkit in ${access.region ?? 'this region'} yet`);
      }
    },
    stack: async () => {
      const found = await describe(stacks, stackName, access.region);
      const template = await stacks.send(new GetTemplateCommand({ StackName: stackName }));
      return seenStack(found, desksIn(template.TemplateBody ?? '{}'));
    },
    stackNames: async () => {
      const found: string[] = [];
      for await (const { Stacks = [] } of paginateDescribeStacks({ client: stacks }, {}))
        for (const { StackName = '' } of Stacks) if (OUR_STACK.test(StackName)) found.push(StackName);
      return found;
    },
    subscriptions: async topics => {
      const found: Subscription[] = [];
      for (const [topic, TopicArn] of Object.entries(topics))
        for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn }))
          for (const { Protocol, Endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? [])
            if (Protocol === 'email')
              found.push({ topic, endpoint: Endpoint, confirmed: SubscriptionArn.startsWith('arn:') });
      return found;
    },
    close: () => {
      for (const client of [sts, ssm, stacks, sns]) client.destroy();
    },
  };
}

async function describe(
  client: CloudFormationClient,
  StackName: string,
  region: string | undefined,
): Promise<Stack> {
  const none = new Refusal(`there is no stack ${StackName} in ${region ?? 'this region'}`);
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    if (Stacks?.[0] === undefined) throw none;
    return Stacks[0];
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) throw none;
    throw error;
  }
}

function seenStack(
  { StackStatus, EnableTerminationProtection = false, Outputs = [] }: Stack,
  desks: readonly DeployedDesk[],
): SeenStack {
  const outputs = new Map(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  const topics = [
    ['alarms', outputs.get('AlarmTopicArn')],
    ['pages', outputs.get('PageTopicArn')],
    ['reports', outputs.get('ReportTopicArn')],
  ] as const;
  return {
    status: StackStatus ?? 'UNKNOWN',
    terminationProtection: EnableTerminationProtection,
    desks,
    table: outputs.get('TableName'),
    bucket: outputs.get('ModelBucketName'),
    // CDK puts the construct's own name before it, and a digest behind.
    egress: [...outputs].find(([key]) => key.includes('EgressAddress'))?.[1],
    topics: Object.fromEntries(topics.flatMap(([told, arn]) => (arn === undefined ? [] : [[told, arn]]))),
  };
}

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Properties?: { readonly Environment?: { readonly Variables?: object } } }>
  >;
}

/** The desks of a template, by what their functions are told: what is deployed, whatever the context says by now. */
export function desksIn(template: string): readonly DeployedDesk[] {
  const { Resources = {} } = JSON.parse(template) as Template;
  const found = new Map<string, DeployedDesk>();
  for (const { Properties } of Object.values(Resources)) {
    const variables: Readonly<Record<string, unknown>> = { ...Properties?.Environment?.Variables };
    const { PERPDESK_DESK: name, PERPDESK_MODE: mode, PERPDESK_LIVE_ACCOUNT: account } = variables;
    if (typeof name !== 'string' || typeof mode !== 'string') continue;
    found.set(name, { name, mode, ...(typeof account === 'string' ? { liveAccount: account } : {}) });
  }
  return [...found.values()];
}
