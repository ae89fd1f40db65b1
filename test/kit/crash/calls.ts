import type { IncomingMessage } from 'node:http';
import { operationOf } from '../../../lib/local/aws/http.ts';

/** A server that the desk calls. */
export const SERVERS = ['exchange', 'dynamodb', 'parameters'] as const;
export type ServerName = (typeof SERVERS)[number];

/** The functions in the order in which a minute of the embedded desk runs them. */
const FUNCTIONS = ['guardian', 'monitor', 'entry', 'scan', 'close', 'retrain'];

/** One call of a minute, named alike in each run of it: by its function, by what is asked, by how often before. */
export interface Call {
  readonly role: string;
  readonly name: string;
  /** 1 for the first call of this name by this function. */
  readonly nth: number;
  /** Whether it changes anything at the other end. */
  readonly writes: boolean;
}

export const keyOf = ({ role, name, nth }: Call): string => `${role}: ${name} (${nth})`;

/** Names the calls of one minute as they come. Functions follow each other: each ends by giving its lease back. */
export function caller(): (server: ServerName, request: IncomingMessage, body: string) => Call {
  const counts = new Map<string, number>();
  let at = 0;
  return (server, request, body) => {
    const { name, writes } = nameOf(server, request, body);
    const lease = /lease (\w+), (taken|given back)/.exec(name);
    if (lease?.[2] === 'taken') at = Math.max(at, FUNCTIONS.indexOf(lease[1] ?? ''));
    const role = FUNCTIONS[at] ?? 'over';
    if (lease?.[2] === 'given back') at += 1;
    const key = `${role} ${name}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return { role, name, nth, writes };
  };
}

type Name = Pick<Call, 'name' | 'writes'>;

function nameOf(server: ServerName, request: IncomingMessage, body: string): Name {
  if (server === 'exchange') return venueName(request, body);
  const operation = operationOf(request);
  const item = JSON.parse(body) as Item;
  if (server === 'parameters') return { name: `${operation} ${parameterOf(item)}`, writes: false };
  const writes = !/^(Get|Query|Scan)/.test(operation);
  return { name: `${operation} ${thingOf(item)}`, writes };
}

/** What the bodies of the two stores have that says what they are about. */
interface Item {
  readonly Name?: string;
  readonly Path?: string;
  readonly Key?: { readonly pk: Text; readonly sk: Text };
  readonly Item?: { readonly sk: Text };
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Text>>;
  readonly RequestItems?: Readonly<
    Record<string, readonly [{ readonly PutRequest: { readonly Item: { readonly sk: Text } } }]>
  >;
}
interface Text {
  readonly S?: string;
}

const parameterOf = ({ Name, Path }: Item): string => (Name ?? Path ?? '').split('/').slice(3).join('/');

function thingOf({ Key, Item, UpdateExpression, ExpressionAttributeValues, RequestItems }: Item): string {
  const [batch] = Object.values(RequestItems ?? {});
  // A query names its partition too, which begins like no key.
  const asked = Object.values(ExpressionAttributeValues ?? {}).find(
    ({ S }) => S?.includes('#') && !S.startsWith('DESK#'),
  );
  const sk = Key?.sk.S ?? Item?.sk.S ?? batch?.[0].PutRequest.Item.sk.S ?? asked?.S ?? '?';
  const [kind = '', thing = ''] = sk.split('#');
  if (kind === 'lease')
    return `lease ${thing}, ${UpdateExpression?.includes('#fence') === true ? 'taken' : 'given back'}`;
  if (kind === 'live') return thing === '' ? 'all that is live' : thing;
  return kind;
}

function venueName(request: IncomingMessage, body: string): Name {
  const { method = 'GET', url = '' } = request;
  const [path = '', query = ''] = url.split('?');
  const params = new URLSearchParams(`${query}&${body}`);
  const what = orderWords(path, method, params);
  return { name: `${method} ${path}${what === '' ? '' : ` ${what}`}`, writes: method !== 'GET' };
}

/** Which of the orders it is, for the calls that place one. */
function orderWords(path: string, method: string, params: URLSearchParams): string {
  if (method !== 'POST') return '';
  const type = params.get('type') ?? '';
  if (path.endsWith('/order')) return type === 'LIMIT' ? '(entry)' : '(exit)';
  if (!path.endsWith('/algoOrder')) return '';
  if (type === 'TAKE_PROFIT_MARKET') return '(target)';
  return params.get('closePosition') === 'true' ? '(backstop)' : '(stop)';
}
