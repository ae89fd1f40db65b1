import type { JournalEvent, JournalRecord } from '../../../lib/desk/journal.ts';
import type { ExitKind, Position, PositionFill } from '../../../lib/desk/position/position.ts';
import { divergenceOf } from '../../../lib/desk/twin/compare.ts';
import type { DeskDay } from '../../../lib/desk/twin/desk-day.ts';
import { DAY_MS, type Minute, notionalUsd, price, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import { aFill, aPosition } from '../../kit/positions.ts';
import { aTruth, at, DAY } from '../report/samples.ts';

/** One exit of all of it, or of a part: `stop-loss`, the minute of the day, the price, how much. */
export type ExitRow = readonly [kind: ExitKind, minute: number, price: number, qty?: number];

interface Trade {
  readonly symbol?: string;
  readonly side?: Position['side'];
  /** Minute of the day in which it was entered; the signal is of 10:00 whatever that is. */
  readonly entered?: number;
  readonly at?: number;
  readonly executedUsd?: number;
  readonly intendedUsd?: number;
  readonly exits?: readonly ExitRow[];
  readonly change?: Partial<Position>;
}

/** Ten coins of a signal at 10:00, entered then at 100 unless said otherwise. */
export function aTrade(trade: Trade = {}): Position {
  const { symbol = 'COINUSDT', side = 'long', entered = 600, at: entry = 100, exits = [] } = trade;
  const { executedUsd = 1_000, intendedUsd = executedUsd, change } = trade;
  const sold = exits.reduce((sum, [, , , amount = 10]) => sum + amount, 0);
  const last = exits.at(-1);
  return aPosition({
    id: `${symbol}-20260105T1000`,
    symbol: symbolId(symbol),
    side,
    openedAt: at(entered),
    entryPrice: price(entry),
    entryQty: qty(10),
    qty: qty(10 - sold),
    executedNotionalUsd: notionalUsd(executedUsd),
    intendedNotionalUsd: notionalUsd(intendedUsd),
    fills: [aFill({ at: at(entered), price: price(entry) }), ...exits.map(exitFill(side, entry))],
    ...(sold === 10 && last !== undefined ? { phase: 'closed', closedAt: at(last[1]) } : {}),
    ...change,
  });
}

const exitFill =
  (side: Position['side'], entry: number) =>
  ([kind, minute, worth, amount = 10]: ExitRow, i: number): PositionFill =>
    aFill({
      tradeId: `exit-${i}`,
      kind,
      at: at(minute),
      price: price(worth),
      qty: qty(amount),
      realisedUsd: usd((side === 'long' ? 1 : -1) * (worth - entry) * amount),
      commissionUsd: usd(0),
    });

export const said = (minute: Minute, event: JournalEvent): JournalRecord => ({
  minute,
  role: 'entry',
  mode: 'paper',
  ...event,
});

/** Entry ran in each minute of the day, and said so. */
export const EACH_MINUTE: readonly JournalRecord[] = Array.from({ length: 1_440 }, (_, i) =>
  said(at(i), { type: 'minute', entries: 0, noTrade: 'no-signal' }),
);

export const aDay = (positions: readonly Position[] = [], changes: Partial<DeskDay> = {}): DeskDay => ({
  truth: aTruth(),
  beganAt: at(-DAY_MS / 60_000),
  positions,
  records: EACH_MINUTE,
  ...changes,
});

/** Two desks of 10,000 dollars each, main live and its twin on paper. */
export const compared = (original: DeskDay, twin: DeskDay) =>
  divergenceOf('main', { ...original, truth: { ...original.truth, mode: 'live' } }, twin);

export { at, DAY };
