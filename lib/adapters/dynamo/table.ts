import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { awsClientSettings } from '../aws-client.ts';
import { asked, portError } from '../aws-errors.ts';
import { guardianPartitionOf, partitionOf } from './keys.ts';

/** One partition of a table with the keys `pk` and `sk`. */
export interface Partition {
  readonly documents: DynamoDBDocumentClient;
  readonly table: string;
  readonly pk: string;
}

/** One desk's partition, and beside it the one that its guardian alone writes. */
export interface DeskTable extends Partition {
  readonly guardian: Partition;
}

interface TableOptions {
  readonly table: string;
  readonly desk: string;
  readonly client?: DynamoDBClient;
}

/** The partition of `desk` in `table`. Without a client, one is made from the environment. */
export const deskTable = ({ table, desk, client }: TableOptions): DeskTable => {
  const documents = DynamoDBDocumentClient.from(client ?? new DynamoDBClient(awsClientSettings()));
  return {
    documents,
    table,
    pk: partitionOf(desk),
    guardian: { documents, table, pk: guardianPartitionOf(desk) },
  };
};

export const keyOf = ({ table, pk }: Partition, sk: string) => ({ TableName: table, Key: { pk, sk } });

/** The item of a key, read consistently; undefined where there is none. */
export async function getItem(table: Partition, sk: string): Promise<Record<string, unknown> | undefined> {
  const command = new GetCommand({ ...keyOf(table, sk), ConsistentRead: true });
  return (await asked(`DynamoDB: reading ${sk}`, table.documents.send(command))).Item;
}

/** Writes an item whatever stands there. */
export async function putItem(table: Partition, item: { readonly sk: string }): Promise<void> {
  const command = new PutCommand({ TableName: table.table, Item: { pk: table.pk, ...item } });
  await asked(`DynamoDB: writing ${item.sk}`, table.documents.send(command));
}

/** Which keys, and in which order. `span` includes both its ends. */
export interface KeyRange {
  readonly keys: { readonly prefix: string } | { readonly span: readonly [string, string] };
  readonly newestFirst?: boolean;
  readonly pageSize?: number;
}

/** The items of a range of keys, page by page, read consistently. */
export async function* pagesOf(table: Partition, range: KeyRange): AsyncGenerator<readonly object[]> {
  const { keys } = range;
  const [condition, values] =
    'prefix' in keys
      ? ['begins_with(sk, :prefix)', { ':prefix': keys.prefix }]
      : ['sk BETWEEN :from AND :to', { ':from': keys.span[0], ':to': keys.span[1] }];
  const pages = paginateQuery(
    { client: table.documents, ...(range.pageSize === undefined ? {} : { pageSize: range.pageSize }) },
    {
      TableName: table.table,
      KeyConditionExpression: `pk = :pk AND ${condition}`,
      ExpressionAttributeValues: { ':pk': table.pk, ...values },
      ConsistentRead: true,
      ScanIndexForward: range.newestFirst !== true,
    },
  );
  try {
    for await (const page of pages) yield page.Items ?? [];
  } catch (error) {
    throw portError(`DynamoDB: querying ${JSON.stringify(keys)}`, error);
  }
}

/** True where anything lies in a partition. Throws a PortError. */
export async function isWritten(table: Partition): Promise<boolean> {
  const anything = { span: ['!', '~'] } as const;
  for await (const page of pagesOf(table, { keys: anything, pageSize: 1 })) if (page.length > 0) return true;
  return false;
}

/** The answer to a conditional write; undefined when its condition did not hold, a PortError when nobody knows. */
export async function ifHeld<T>(what: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw portError(`DynamoDB: ${what}`, error);
  }
}
