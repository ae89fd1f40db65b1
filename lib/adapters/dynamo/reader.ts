import type { JournalRecord } from '../../desk/journal.ts';
import type { Position } from '../../desk/position/position.ts';
import type { Minute } from '../../desk/units.ts';
import type { BookReader } from '../../ports.ts';
import { decodeRecord } from './journal-shapes.ts';
import {
  CLOSED_BY_TIME,
  closedOfSymbol,
  closedPositionKey,
  closedSpan,
  dayTruthKey,
  journalSpan,
  positionKey,
  symbolOfPositionId,
  universeReasonsKey,
} from './keys.ts';
import { loadLive } from './live-state.ts';
import { merged } from './merged.ts';
import { decodePosition, decodeReasons } from './state.ts';
import { type DeskTable, getItem, type KeyRange, type Partition, pagesOf } from './table.ts';
import { decodeDayTruth } from './truth-shapes.ts';

/** Reads what the desk has written. */
export const dynamoBookReader = (table: DeskTable): BookReader => ({
  load: () => loadLive(table),
  universeReasons: async () => {
    const item = await getItem(table, universeReasonsKey);
    return item && decodeReasons(item);
  },
  closedPositions: ({ symbol, newest }) =>
    newestClosed(table, symbol === undefined ? CLOSED_BY_TIME : closedOfSymbol(symbol), newest),
  position: id => positionById(table, id),
  closedBetween: ({ from, to }) => itemsIn(table, closedSpan(from, to), decodePosition),
  dayTruths: ({ from, to }) => itemsIn(table, [dayTruthKey(from), dayTruthKey(to)], decodeDayTruth),
  journal: span => journalOf(table, span),
});

async function newestClosed(table: DeskTable, prefix: string, newest: number): Promise<readonly Position[]> {
  const found: Position[] = [];
  if (newest <= 0) return found;
  for await (const page of pagesOf(table, { keys: { prefix }, newestFirst: true, pageSize: newest })) {
    found.push(...page.map(decodePosition));
    if (found.length >= newest) break;
  }
  return found.slice(0, newest);
}

/** Items of state between two keys, both included, in the order of their keys. */
async function itemsIn<T>(
  table: DeskTable,
  span: readonly [string, string],
  read: (item: unknown) => T,
): Promise<readonly T[]> {
  const found: T[] = [];
  if (span[0] > span[1]) return found;
  for await (const page of pagesOf(table, { keys: { span } })) found.push(...page.map(read));
  return found;
}

/** Live first, history second: a position that is moved between the two reads is still found. */
async function positionById(table: DeskTable, id: string): Promise<Position | undefined> {
  const live = await getItem(table, positionKey(symbolOfPositionId(id)));
  const position = live && decodePosition(live);
  if (position?.id === id) return position;
  const closed = await getItem(table, closedPositionKey(id));
  return closed && decodePosition(closed);
}

async function* journalOf(
  table: DeskTable,
  { from, to }: { from: Minute; to: Minute },
): AsyncGenerator<JournalRecord> {
  if (from > to) return;
  const keys = { span: journalSpan(from, to) };
  const records = merged(itemsOf(table, keys), itemsOf(table.guardian, keys), ({ sk }) => sk);
  for await (const item of records) {
    const record = decodeRecord(item);
    if (record !== undefined) yield record;
  }
}

async function* itemsOf(
  partition: Partition,
  keys: KeyRange['keys'],
): AsyncGenerator<object & { readonly sk: string }> {
  for await (const page of pagesOf(partition, { keys })) yield* page as readonly { readonly sk: string }[];
}
