import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type AccountStore, PortError } from '../../ports.ts';
import { plain } from '../plain.ts';
import { type Body, FIRST_VERSION, type ItemKind, migrated } from './item-kind.ts';
import { accountKey, paperPartitionOf } from './keys.ts';
import { type DeskTable, getItem, ifHeld } from './table.ts';

/** What its content is made of is known where it is used: here it is some members. */
export const paperAccountKind: ItemKind = {
  name: 'paper account',
  version: 1,
  steps: {},
  shape: z.looseObject({}),
};

const stored = z.object({
  v: z._default(z.int().check(z.gte(FIRST_VERSION)), FIRST_VERSION),
  rev: z.int().check(z.gte(1)),
  state: z.instanceof(Uint8Array),
});

/** The paper account of a desk, in a partition of its own: a role may be let at it and at nothing else. */
export function dynamoAccountStore<State extends object>(table: DeskTable): AccountStore<State> {
  const own = { ...table, pk: paperPartitionOf(table.pk) };
  return {
    load: async () => {
      const item = await getItem(own, accountKey);
      if (item === undefined) return undefined;
      const read = stored.safeParse(item);
      if (!read.success) throw unreadable(read.error.issues[0]?.message ?? 'unknown content');
      return { rev: read.data.rev, state: await unpacked<State>(read.data) };
    },
    save: async (rev, state) => {
      const command = new PutCommand({
        TableName: own.table,
        Item: {
          pk: own.pk,
          sk: accountKey,
          v: paperAccountKind.version,
          rev: rev + 1,
          state: await packed(state),
        },
        ...(rev === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'rev = :rev', ExpressionAttributeValues: { ':rev': rev } }),
      });
      const answer = await ifHeld('saving the paper account', own.documents.send(command));
      return answer === undefined ? 'conflict' : 'saved';
    },
  };
}

/** As it lies in the table: zipped, because an item holds 400 KB and a busy week of JSON is more. */
export const packed = async (state: object): Promise<Uint8Array> =>
  await promisify(gzip)(JSON.stringify(plain(state, 'account')));

async function unpacked<State>({ v, state }: z.infer<typeof stored>): Promise<State> {
  const now = migrated(paperAccountKind, v, await contentOf(state));
  if (now !== undefined) return now as State;
  throw unreadable(
    `version ${v} of it is of a later release; this one knows version ${paperAccountKind.version}`,
  );
}

/** What a zipped item holds. Throws a `malformed` PortError for bytes that are no account. */
export async function contentOf(bytes: Uint8Array): Promise<Body> {
  try {
    return JSON.parse((await promisify(gunzip)(bytes)).toString('utf8')) as Body;
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : 'unknown content');
  }
}

const unreadable = (because: string) =>
  new PortError('malformed', `the table's paper account cannot be read: ${because}`);
