import { ACCOUNT, REGION } from './cdk.ts';
import type { AwsRequest } from './request.ts';

/** A statement of a role's policy as IAM keeps it, its references resolved. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What a request wants, as IAM sees it. */
export interface Wanted {
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** Every one of them has to be allowed. */
  readonly resources: readonly string[];
  /** What conditions ask about; a key may have several values. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export type Verdict = { readonly allowed: boolean; readonly because: string };

/**
 * Judges as IAM does: allowed where a statement says so and none refuses. Knows the operators that the stack uses;
 * another one throws, so that nothing is ever allowed by a condition that was not understood.
 */
export function judged(
  statements: readonly PolicyStatement[],
  { action, resources, context }: Wanted,
): Verdict {
  for (const resource of resources) {
    const about = statements.filter(one => speaksOf(one, action, resource, context));
    const refused = about.some(({ Effect }) => Effect === 'Deny');
    if (!refused && about.length > 0) continue;
    const keys = Object.entries(context).map(([key, values]) => `, ${key} ${values.join(' and ')}`);
    const because = `${action} on ${resource}${keys.join('')} is ${refused ? 'refused' : 'allowed'} by ${refused ? 'a' : 'no'} statement`;
    return { allowed: false, because };
  }
  return { allowed: true, because: '' };
}

function speaksOf(
  statement: PolicyStatement,
  action: string,
  resource: string,
  context: Wanted['context'],
): boolean {
  return (
    list(statement.Action).some(pattern => like(pattern.toLowerCase(), action.toLowerCase())) &&
    list(statement.Resource).some(pattern => like(pattern, resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, list(wanted), context[key] ?? [])),
    )
  );
}

function holds(operator: string, wanted: readonly string[], given: readonly string[]): boolean {
  switch (operator) {
    // Of all values that the request names; true of a request that names none.
    case 'ForAllValues:StringEquals':
      return given.every(value => wanted.includes(value));
    case 'StringEquals':
      return given.some(value => wanted.includes(value));
    case 'StringLike':
    case 'ArnLike':
      return given.some(value => wanted.some(pattern => like(pattern, value)));
    default:
      throw new Error(`the condition ${operator} is not understood here`);
  }
}

const list = (value: string | readonly string[]): readonly string[] => [value].flat();

const like = (pattern: string, value: string): boolean =>
  new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 's').test(value);

const escaped = (text: string) => text.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);

/** What a request wants. Throws for a service or an action that the desk is not known to use. */
export function wantedBy({ service, action, path, body }: AwsRequest): Wanted {
  const name = `${service}:${action}`;
  switch (service) {
    case 'dynamodb':
      return { action: name, ...inTable(JSON.parse(body) as TableRequest) };
    case 'ssm':
      return { action: name, resources: parameters(JSON.parse(body) as ParameterRequest), context: {} };
    case 's3':
      return { action: name, ...inBucket(path) };
    case 'sns': {
      const topic = new URLSearchParams(body).get('TopicArn');
      return { action: name, resources: [topic ?? '?'], context: {} };
    }
    default:
      throw new Error(`nobody has said what ${name} wants`);
  }
}

interface TableRequest {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Value>>;
  readonly RequestItems?: Readonly<
    Record<
      string,
      readonly {
        readonly PutRequest?: { readonly Item: Item };
        readonly DeleteRequest?: { readonly Key: Item };
      }[]
    >
  >;
}
type Value = { readonly S?: string };
type Item = Readonly<Record<string, Value>>;

/** The table and the partitions of a request. */
function inTable(asked: TableRequest): Pick<Wanted, 'resources' | 'context'> {
  const batch = Object.entries(asked.RequestItems ?? {});
  const tables = asked.TableName === undefined ? batch.map(([table]) => table) : [asked.TableName];
  const items = batch.flatMap(([, puts]) => puts.map(one => one.PutRequest?.Item ?? one.DeleteRequest?.Key));
  const keys = [asked.Key, asked.Item, ...items].flatMap(item => item?.pk?.S ?? []);
  return {
    resources: tables.map(table => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${table}`),
    context: { 'dynamodb:LeadingKeys': [...new Set([...keys, ...queried(asked)])] },
  };
}

/** The partition that a query names: `pk = :pk`, in whatever names it uses for them. */
function queried(asked: TableRequest): readonly string[] {
  const said = asked.KeyConditionExpression;
  if (said === undefined) return [];
  const names = asked.ExpressionAttributeNames ?? {};
  const plain = said.replaceAll(/#\w+/g, name => names[name] ?? name);
  const value = /\bpk\s*=\s*(?<value>:\w+)/.exec(plain)?.groups?.value;
  const partition = asked.ExpressionAttributeValues?.[value ?? '']?.S;
  if (partition === undefined) throw new Error(`no partition is named in ${said}`);
  return [partition];
}

interface ParameterRequest {
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly Path?: string;
}

/** A request that names no parameter is about all of them. */
function parameters({ Name, Names, Path }: ParameterRequest): readonly string[] {
  const named = [...(Names ?? []), ...[Name, Path].filter(one => one !== undefined)];
  if (named.length === 0) return [`arn:aws:ssm:${REGION}:${ACCOUNT}:*`];
  // A version is asked for by its number after the name.
  return named.map(one => `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${one.replace(/:\d+$/, '')}`);
}

function inBucket(path: string): Pick<Wanted, 'resources' | 'context'> {
  const { pathname, searchParams } = new URL(path, 'http://s3');
  const [bucket = '', ...key] = decodeURIComponent(pathname).split('/').filter(Boolean);
  const prefix = searchParams.get('prefix');
  return {
    resources: [`arn:aws:s3:::${[bucket, ...key].join('/')}`],
    context: prefix === null ? {} : { 's3:prefix': [prefix] },
  };
}
