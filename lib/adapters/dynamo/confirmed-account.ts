import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { decode, record } from './item.ts';
import type { ItemKind } from './item-kind.ts';
import { confirmedAccountKey } from './keys.ts';
import { name, type ShapeOf } from './shape.ts';
import { getItem, type Partition, putItem } from './table.ts';

/**
 * Which account a key was found to belong to. A key belongs to one account for good, so a desk that has asked once
 * need not ask again, and a venue's host that is down keeps no monitor from its positions. Of the key only a digest is
 * kept.
 */
interface Known {
  readonly keyDigest: string;
  readonly accountId: string;
}

const knownShape = z.looseObject({ keyDigest: name, accountId: name } satisfies ShapeOf<Known>);

export const knownAccountKind: ItemKind = {
  name: 'known account',
  version: 1,
  steps: {},
  shape: knownShape,
};

const digestOf = (apiKey: string): string =>
  createHash('sha256').update(apiKey).digest('base64url').slice(0, 22);

/** The number of the key's account, as found earlier; undefined for a key that was never asked about. */
export async function knownAccount(table: Partition, apiKey: string): Promise<string | undefined> {
  const item = await getItem(table, confirmedAccountKey);
  const known = item && decode<Known>(item, knownAccountKind);
  return known?.keyDigest === digestOf(apiKey) ? known.accountId : undefined;
}

export const rememberAccount = (table: Partition, apiKey: string, accountId: string): Promise<void> =>
  putItem(
    table,
    record(knownAccountKind, confirmedAccountKey, { keyDigest: digestOf(apiKey), accountId } satisfies Known),
  );
