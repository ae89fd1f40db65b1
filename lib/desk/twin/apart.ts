import type { JournalRecord } from '../journal.ts';
import type { Position } from '../position/position.ts';
import { SIGNAL_VALID_MINUTES } from '../signal/signal.ts';
import { type EpochMs, MINUTE_MS, type Minute } from '../units.ts';
import { counterpartOf, type DeskDay, equityFractionOf, isOfDay } from './desk-day.ts';
import type { EntryApart, Shared } from './divergence.ts';

/** Minutes in which entry ran on both, and on one alone. */
export function minutesOf(day: EpochMs, original: DeskDay, twin: DeskDay): Shared {
  const [ran, shadowed] = [ranIn(day, original), ranIn(day, twin)];
  const both = [...ran].filter(minute => shadowed.has(minute)).length;
  return { both, originalAlone: ran.size - both, twinAlone: shadowed.size - both };
}

const ranIn = (day: EpochMs, { records }: DeskDay): ReadonlySet<Minute> =>
  new Set(records.flatMap(({ type, minute }) => (type === 'minute' && isOfDay(day, minute) ? [minute] : [])));

/** Entries of the day that one of the two made alone, in the order of their minutes, with the other's word on each. */
export function entriesApart(day: EpochMs, original: DeskDay, twin: DeskDay): readonly EntryApart[] {
  return [...aloneOf('original', day, original, twin), ...aloneOf('twin', day, twin, original)].toSorted(
    (a, b) => a.at - b.at,
  );
}

function aloneOf(by: EntryApart['by'], day: EpochMs, who: DeskDay, other: DeskDay): readonly EntryApart[] {
  return who.positions
    .filter(({ openedAt }) => isOfDay(day, openedAt) && openedAt >= other.beganAt)
    .filter(position => counterpartOf(position, other.positions) === undefined)
    .map(position => ({
      by,
      symbol: position.symbol,
      side: position.side,
      at: position.openedAt,
      equityFraction: equityFractionOf(position, who),
      ...wordOn(position, other.records),
    }));
}

/** Why the other desk has no such entry: its denial while the signal was good, else what it said of the minute, else that it said nothing. */
function wordOn(
  { symbol, side, openedAt }: Position,
  records: readonly JournalRecord[],
): Pick<EntryApart, 'code' | 'because'> {
  const distance = ({ minute }: JournalRecord) => Math.abs(minute - openedAt);
  const [refused] = records
    .filter(record => record.type === 'not-taken')
    .filter(record => record.symbol === symbol && record.side === side)
    .filter(record => distance(record) <= SIGNAL_VALID_MINUTES * MINUTE_MS)
    .toSorted((a, b) => distance(a) - distance(b));
  if (refused !== undefined) return { code: refused.code, because: refused.because };
  const ran = records.find(({ type, minute }) => type === 'minute' && minute === openedAt);
  if (ran?.type !== 'minute')
    return { code: 'did-not-run', because: 'entry did not run in that minute, or did not finish' };
  const { noTrade, because } = ran;
  if (noTrade === undefined)
    return { code: 'no-such-signal', because: 'entry ran, and had no word on this coin' };
  return { code: noTrade, because: because ?? noTrade };
}
