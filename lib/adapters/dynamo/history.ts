import type { Intent } from '../../desk/book.ts';
import type { Position } from '../../desk/position/position.ts';
import { record } from './item.ts';
import type { ItemKind } from './item-kind.ts';
import { closedByTimeKey, closedPositionKey, doneIntentKey } from './keys.ts';
import { intentKind, positionKind } from './state.ts';
import { KEEP_DAYS, ttlOf } from './ttl.ts';

/** A closed position's two records: one found by its id or symbol, one by the time of closing. */
export function closedRecords(position: Position) {
  const { closedAt, id } = position;
  if (closedAt === undefined) throw new Error(`position ${id} is archived without having been closed`);
  const ttl = ttlOf(closedAt, KEEP_DAYS.closedPosition);
  const keys = [closedPositionKey(id), closedByTimeKey(closedAt, id)] as const;
  const to = (sk: string) => historyRecord(positionKind, position, sk, ttl);
  return [to(keys[0]), to(keys[1])] as const;
}

/** A settled or void intent's one record. */
export function doneRecords(intent: Intent) {
  const ttl = ttlOf(intent.minute, KEEP_DAYS.settledIntent);
  return [historyRecord(intentKind, intent, doneIntentKey(intent.id), ttl)] as const;
}

/** History keeps the last rev of the live item, so that it decodes as the same kind of thing. */
const historyRecord = (
  kind: ItemKind,
  { rev, ...content }: { readonly rev: number },
  sk: string,
  ttl: number,
) => ({
  ...record(kind, sk, content, ttl),
  rev,
});
