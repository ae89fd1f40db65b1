import type { JournalRecord } from '../journal.ts';
import type { Position } from '../position/position.ts';
import type { DayTruth } from '../truth/day-truth.ts';
import { DAY_MS, type EpochMs, type Fraction, fraction, type Usd, usd } from '../units.ts';

/** A day of one of the two desks, as it was read. */
export interface DeskDay {
  readonly truth: DayTruth;
  /** When its book was opened: what lies before was nobody's. */
  readonly beganAt: EpochMs;
  /** Open now, and closed since the day began. */
  readonly positions: readonly Position[];
  /** Of the day and some minutes around it. */
  readonly records: readonly JournalRecord[];
}

/** One of the signals that both desks followed, and what each made of it. */
export interface Pair {
  readonly original: Position;
  readonly twin: Position;
}

/** Positions of the same signal: their ids say coin and signal bar, which both desks have from the same models. */
export function pairsOf(original: readonly Position[], twin: readonly Position[]): readonly Pair[] {
  return original.flatMap(position => {
    const other = counterpartOf(position, twin);
    return other === undefined ? [] : [{ original: position, twin: other }];
  });
}

export const counterpartOf = ({ id, side }: Position, among: readonly Position[]): Position | undefined =>
  among.find(other => other.id === id && other.side === side);

/** Whether an instant lies in a day, 00:00 to 00:00 UTC. */
export const isOfDay = (day: EpochMs, at: number | undefined): boolean =>
  at !== undefined && at >= day && at < day + DAY_MS;

/**
 * What a desk had to trade with in a day: its equity when it began, and what was paid in or out since, as if that had been
 * there from the beginning. Undefined where it had nothing, or that is not known.
 */
export function baseUsdOf({ equityOpenUsd, transfersUsd }: DayTruth): Usd | undefined {
  if (equityOpenUsd === undefined) return undefined;
  const base = equityOpenUsd + transfersUsd;
  return base > 0 ? usd(base) : undefined;
}

/** What a position came to, of what its desk had in the day; 0 where that is not known. */
export function equityFractionOf({ executedNotionalUsd }: Position, { truth }: DeskDay): Fraction {
  const base = baseUsdOf(truth);
  return fraction(base === undefined ? 0 : executedNotionalUsd / base);
}

/** Whether somebody has added to it by hand: then its result is not the desk's alone. */
export const hasHand = ({ original, twin }: Pair): boolean =>
  [...original.fills, ...twin.fills].some(({ byHand }) => byHand === true);
