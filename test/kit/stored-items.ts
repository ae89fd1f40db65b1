import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { contentOf } from '../../lib/adapters/dynamo/account-store.ts';
import { decode } from '../../lib/adapters/dynamo/item.ts';
import { migrated } from '../../lib/adapters/dynamo/item-kind.ts';
import { decodeRecord } from '../../lib/adapters/dynamo/journal-shapes.ts';
import { leaseOf } from '../../lib/adapters/dynamo/lease.ts';
import { TABLE } from '../adapters/aws.ts';
import { KINDS } from '../adapters/dynamo/kinds.ts';

/** An item of the table as text can hold it: bytes are `{ base64 }`. */
export type Item = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

type KindName = keyof typeof KINDS;

/** By the beginning of the sort key, the longer before the shorter. */
const KIND_OF_KEY: readonly (readonly [string, KindName])[] = [
  ['live#position#', 'positionKind'],
  ['live#intent#', 'intentKind'],
  ['live#book', 'bookKind'],
  ['live#universe', 'universeKind'],
  ['live#limits', 'limitsKind'],
  ['live#policy', 'policyKind'],
  ['universe-reasons', 'universeReasonsKind'],
  ['intent-done#', 'intentKind'],
  ['closed#', 'positionKind'],
  ['closed-at#', 'positionKind'],
  ['truth#', 'dayTruthKind'],
  ['journal#', 'recordKind'],
  ['lease#', 'leaseKind'],
  ['limits-seen', 'seenKind'],
  ['model-roster', 'rosterKind'],
  ['confirmed-account', 'knownAccountKind'],
  ['guardian', 'guardianKind'],
  ['account', 'paperAccountKind'],
];

/** What an item is, by its key. Throws for a key that no kind has. */
export function kindOf({ sk }: Pick<Item, 'sk'>): KindName {
  const found = KIND_OF_KEY.find(([prefix]) => sk.startsWith(prefix));
  if (found === undefined) throw new Error(`no kind of item has the key ${sk}`);
  return found[1];
}

/** What this release reads an item as. Throws a PortError for one that it cannot read. */
export async function readingOf(item: Item): Promise<unknown> {
  const name = kindOf(item);
  const kind = KINDS[name];
  if (kind === undefined) throw new Error(`no kind ${name}`);
  switch (name) {
    case 'recordKind':
      return decodeRecord(item);
    case 'leaseKind':
      return leaseOf('monitor', item);
    case 'paperAccountKind': {
      const { base64 } = item.state as { readonly base64: string };
      return migrated(kind, Number(item.v ?? 1), await contentOf(Buffer.from(base64, 'base64')));
    }
    default:
      return decode(item, kind);
  }
}

/** Every item of the table, by key, bytes as text. */
export async function itemsIn(client: DynamoDBClient): Promise<readonly Item[]> {
  const documents = DynamoDBDocumentClient.from(client);
  const found: Item[] = [];
  for await (const page of paginateScan({ client: documents }, { TableName: TABLE, ConsistentRead: true }))
    found.push(...(page.Items ?? []).map(item => asText(item) as Item));
  return found.toSorted((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
}

/** Lays items into a table as they once lay in another. */
export async function layItems(client: DynamoDBClient, items: readonly Item[]): Promise<void> {
  const documents = DynamoDBDocumentClient.from(client);
  for (const item of items)
    await documents.send(
      new PutCommand({ TableName: TABLE, Item: asStored(item) as Record<string, unknown> }),
    );
}

const mapped = (value: object, each: (member: unknown) => unknown): unknown =>
  Array.isArray(value)
    ? value.map(each)
    : Object.fromEntries(
        Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, member]) => [name, each(member)]),
      );

function asText(value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  return typeof value === 'object' && value !== null ? mapped(value, asText) : value;
}

function asStored(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('base64' in value && typeof value.base64 === 'string') return Buffer.from(value.base64, 'base64');
  return mapped(value, asStored);
}
