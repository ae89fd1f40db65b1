import type { JournalRecord } from '../journal.ts';
import { positionIdOf } from '../position/open.ts';
import { DAY_MS, MINUTE_MS, type Minute, minutesAfter, type Side, type SymbolId } from '../units.ts';
import type { Wish } from './wish.ts';

/** A trade not taken whose horizon is over, and what it would have been. */
export interface Due {
  readonly record: Extract<JournalRecord, { readonly type: 'not-taken' }>;
  readonly wish: Wish;
}

/** A horizon that ended longer ago is not followed any more: so much may a night that was missed be late. */
export const FOLLOWED_WITHIN_DAYS = 2;

/** The horizon's end: the first minute that has nothing to do with it. */
export const horizonEnd = ({ minute }: Due['record'], { holdMinutesMax }: Wish): Minute =>
  minutesAfter(minute, holdMinutesMax);

/** The longest horizon, in minutes, of the trades not taken among some records. */
export const longestHorizon = (records: readonly JournalRecord[]): number =>
  records.reduce(
    (most, record) => (record.type === 'not-taken' ? Math.max(most, record.wish?.holdMinutesMax ?? 0) : most),
    0,
  );

/** From where on the journal has to be read, for horizons of so many minutes. */
export const dueSince = (minute: Minute, horizonMinutes: number): Minute =>
  minutesAfter(minute, -(FOLLOWED_WITHIN_DAYS * DAY_MS) / MINUTE_MS - horizonMinutes);

/** One trade, whatever the minute in which it was refused: the coin, the side and the signal bar. */
export const wishKey = (symbol: SymbolId, side: Side, signalAt: Minute): string =>
  `${positionIdOf(symbol, signalAt)} ${side}`;

/**
 * The trades not taken that can be followed now, oldest first: the first refusal per coin, side and signal bar, if its
 * horizon is over, nothing was opened at that bar after all, and it has not been followed before.
 */
export function dueWishes(records: readonly JournalRecord[], minute: Minute): readonly Due[] {
  const opened = new Set(records.flatMap(each => (each.type === 'entry' ? [each.positionId] : [])));
  const seen = new Set(
    records.flatMap(each => (each.type === 'shadow' ? [wishKey(each.symbol, each.side, each.signalAt)] : [])),
  );
  const since = dueSince(minute, 0);
  return records.flatMap((record): Due[] => {
    if (record.type !== 'not-taken' || record.wish === undefined) return [];
    const { symbol, side, wish } = record;
    const key = wishKey(symbol, side, wish.signalAt);
    if (seen.has(key) || opened.has(positionIdOf(symbol, wish.signalAt))) return [];
    seen.add(key);
    const end = horizonEnd(record, wish);
    return end <= minute && end >= since ? [{ record, wish }] : [];
  });
}
