import * as z from 'zod/mini';
import type { Lease, Saved } from '../../ports.ts';
import { deleteGuarded, saveGuarded } from './guarded.ts';
import { decode } from './item.ts';
import type { ItemKind } from './item-kind.ts';
import { putAll } from './put-all.ts';
import { type DeskTable, getItem } from './table.ts';

interface Movable {
  readonly rev: number;
  readonly id: string;
}

const movable = z.looseObject({ id: z.optional(z.unknown()) });

/** What moves, and where: its live key, and its history records, the first of which proves that it has been moved. */
export interface Move<T> {
  readonly kind: ItemKind;
  readonly liveKey: string;
  readonly history: (item: T) => readonly [{ readonly sk: string }, ...{ readonly sk: string }[]];
}

/**
 * Moves an item from the live state into the history: save it, write the history, delete the live one. The guarded
 * save comes first, so that nobody without a good lease writes history; the deletion comes last, so that a crash in
 * between leaves the item alive and the move to be repeated.
 */
export async function archive<T extends Movable>(
  table: DeskTable,
  { kind, liveKey, history }: Move<T>,
  item: T,
  lease: Lease,
): Promise<Saved<T>> {
  const moved = { ...item, rev: item.rev + 1 };
  const records = history(moved);
  if (await hasMoved(table, { kind, liveKey }, records[0].sk, item.id)) return { type: 'saved', item: moved };
  const saved = await saveGuarded(table, kind, liveKey, item, lease);
  if (saved.type === 'conflict') return saved;
  await putAll(table, records);
  return (await deleteGuarded(table, liveKey, moved.rev)) ? saved : { type: 'conflict' };
}

/** In the history, and no longer alive. A symbol's next position under the same key is another one. */
async function hasMoved(
  table: DeskTable,
  { kind, liveKey }: Pick<Move<never>, 'kind' | 'liveKey'>,
  historyKey: string,
  id: string,
): Promise<boolean> {
  const live = await getItem(table, liveKey);
  const shape = { ...kind, shape: movable };
  if (live !== undefined && decode<{ readonly id?: unknown }>(live, shape).id === id) return false;
  return (await getItem(table, historyKey)) !== undefined;
}
