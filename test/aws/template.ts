import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, REGION } from './cdk.ts';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/** The template of an assembly, as it was deployed. */
export const templateIn = (assembly: string): Template =>
  JSON.parse(readFileSync(join(assembly, 'perpdesk.template.json'), 'utf8')) as Template;

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** How AWS writes the ARN of a resource, from the name it gave. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'AWS::CloudWatch::Alarm': name => arn('cloudwatch', `alarm:${name}`),
  'AWS::CloudWatch::CompositeAlarm': name => arn('cloudwatch', `alarm:${name}`),
  'AWS::DynamoDB::Table': name => arn('dynamodb', `table/${name}`),
  'AWS::Events::Rule': name => arn('events', `rule/${name}`),
  'AWS::IAM::Role': name => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  'AWS::Lambda::Function': name => arn('lambda', `function:${name}`),
  // AWS adds `:*`, the streams of the group; the emulator does not.
  'AWS::Logs::LogGroup': name => arn('logs', `log-group:${name}`),
  'AWS::S3::Bucket': name => `arn:aws:s3:::${name}`,
  'AWS::SQS::Queue': url => arn('sqs', url.split('/').at(-1) ?? ''),
  'AWS::Scheduler::ScheduleGroup': name => arn('scheduler', `schedule-group/${name}`),
};

/**
 * Writes a template's value as the account has it: references become the names that were given. Throws on a reference
 * or a function that it does not know.
 */
export function resolver({ Resources }: Template, names: ReadonlyMap<string, string>) {
  const nameOf = (id: string): string => {
    if (id === 'AWS::AccountId') return ACCOUNT;
    if (id === 'AWS::Region') return REGION;
    if (id === 'AWS::Partition') return 'aws';
    const name = names.get(id);
    if (name === undefined) throw new Error(`the stack has no ${id}`);
    return name;
  };
  const attribute = ([id = '', which = '']: readonly string[]): string => {
    if (which === 'QueueName') return nameOf(id).split('/').at(-1) ?? '';
    if (which === 'Version') return nameOf(id).split(':').at(-1) ?? '';
    const write = ARNS[Resources[id]?.Type ?? ''];
    if (which !== 'Arn' || write === undefined) throw new Error(`nobody has said what ${id}.${which} is`);
    return write(nameOf(id));
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    if ('Ref' in value) return nameOf(String(value.Ref));
    if ('Fn::GetAtt' in value) return attribute(value['Fn::GetAtt'] as readonly string[]);
    if ('Fn::Join' in value) {
      const [between, parts] = value['Fn::Join'] as [string, readonly unknown[]];
      return parts.map(resolve).join(between);
    }
    if ('Fn::Sub' in value)
      return String(value['Fn::Sub']).replaceAll(/\$\{(?<id>[^}]+)\}/g, (_, id: string) => nameOf(id));
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]));
  };
  return resolve;
}
