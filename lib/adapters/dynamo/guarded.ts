import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Lease, Saved } from '../../ports.ts';
import { plain } from '../plain.ts';
import { fenceName, writeIdOf } from './item.ts';
import type { ItemKind } from './item-kind.ts';
import { getItem, ifHeld, keyOf, type Partition } from './table.ts';

interface Versioned {
  readonly rev: number;
  readonly id?: string;
}

/**
 * One conditional write: it stands only if the stored rev is the item's own (nothing stored, for 0) and no newer
 * fence of the lease's role is on the item. It is an update rather than a put, so that other roles' fences stay.
 * Throws `unavailable` when the outcome is not known: reload before going on.
 */
export async function saveGuarded<T extends Versioned>(
  table: Partition,
  { version }: ItemKind,
  sk: string,
  item: T,
  lease: Lease,
): Promise<Saved<T>> {
  const { rev, ...content } = item;
  const next = rev + 1;
  const body = plain(content, sk);
  const writeId = writeIdOf(body, lease);
  const condition = conditionOn(item);
  const command = new UpdateCommand({
    ...keyOf(table, sk),
    UpdateExpression: 'SET v = :v, rev = :next, body = :body, writeId = :writeId, #fence = :fence',
    ConditionExpression: `${condition.expression} AND (attribute_not_exists(#fence) OR #fence <= :fence)`,
    ExpressionAttributeNames: { '#fence': fenceName(lease.role) },
    ExpressionAttributeValues: {
      ':v': version,
      ':next': next,
      ':body': body,
      ':writeId': writeId,
      ':fence': lease.fence,
      ...condition.values,
    },
  });
  const answer = await ifHeld(`saving ${sk}`, table.documents.send(command));
  const saved = answer !== undefined || (await hasLanded(table, sk, next, writeId));
  return saved ? { type: 'saved', item: { ...item, rev: next } } : { type: 'conflict' };
}

/** The stored item is the one that was read. By id too: a symbol's next position may have reached the same rev. */
function conditionOn({ rev, id }: Versioned) {
  if (rev === 0) return { expression: 'attribute_not_exists(pk)', values: {} };
  if (id === undefined) return { expression: 'rev = :rev', values: { ':rev': rev } };
  return { expression: 'rev = :rev AND body.id = :id', values: { ':rev': rev, ':id': id } };
}

/**
 * Whether this very write is what stands there. The SDK sends a write again when the first answer was lost; the
 * second then fails on what the first one did.
 */
async function hasLanded(table: Partition, sk: string, rev: number, writeId: string): Promise<boolean> {
  const stored = await getItem(table, sk);
  return stored !== undefined && stored.rev === rev && stored.writeId === writeId;
}

/** Deletes an item of state if it still has this rev. True when it is gone, whoever deleted it. */
export async function deleteGuarded(table: Partition, sk: string, rev: number): Promise<boolean> {
  const command = new DeleteCommand({
    ...keyOf(table, sk),
    ConditionExpression: 'rev = :rev',
    ExpressionAttributeValues: { ':rev': rev },
  });
  const deleted = await ifHeld(`deleting ${sk}`, table.documents.send(command));
  return deleted !== undefined || (await getItem(table, sk)) === undefined;
}
