import type { Candle } from '../desk/candle.ts';
import type { JournalRecord } from '../desk/journal.ts';
import { type Due, dueSince, dueWishes, horizonEnd, longestHorizon } from '../desk/shadow/due.ts';
import { type EpochMs, MINUTE_MS, type Minute, minutesAfter } from '../desk/units.ts';
import { playWish } from '../models/shadow.ts';
import { PortError } from '../ports.ts';
import type { CloseDesk } from './desk.ts';
import { sentenceOf, type Tick } from './tick.ts';

/** More than that are left to the next night, oldest first. */
const FOLLOWED_A_NIGHT = 200;
/** What is left of the lease by then is for writing down what was found. */
const LEASE_LEFT_MS = 15_000;
/** The horizon that the journal is first read for; longer ones are read for where some are found. */
const USUAL_HORIZON = 240;
/** The most that one call for bars answers. */
const PAGE_BARS = 1_500;

/**
 * Follows the trades that were not taken, and notes what would have become of them: each once, when its horizon is over,
 * on the venue's one-minute bars. It needs no limits and no models. A coin whose bars are not to be had is said so.
 */
export async function followNotTaken(tick: Tick<CloseDesk>): Promise<void> {
  const { desk, minute } = tick;
  try {
    const due = dueWishes(await recordsToFollow(tick), minute);
    for (const each of due.slice(0, FOLLOWED_A_NIGHT)) {
      if (tick.lease.expiresAt - desk.clock.now() < LEASE_LEFT_MS) return;
      await follow(tick, each);
    }
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    tick.note({ type: 'trouble', what: 'following trades not taken', because: sentenceOf(error) });
  }
}

async function recordsToFollow({ desk, minute }: Tick<CloseDesk>): Promise<readonly JournalRecord[]> {
  const read = async (from: Minute, to: Minute) => {
    const records: JournalRecord[] = [];
    for await (const record of desk.history.journal({ from, to }))
      if (record.type === 'not-taken' || record.type === 'shadow' || record.type === 'entry')
        records.push(record);
    return records;
  };
  const since = dueSince(minute, USUAL_HORIZON);
  const recent = await read(since, minute);
  const longest = longestHorizon(recent);
  if (longest <= USUAL_HORIZON) return recent;
  return [...(await read(dueSince(minute, longest), minutesAfter(since, -1))), ...recent];
}

/** Follows one. Throws a PortError where the venue has no patience left: then nothing more is asked of it tonight. */
async function follow(tick: Tick<CloseDesk>, due: Due): Promise<void> {
  const { symbol, side, minute: at, code } = due.record;
  const { signalAt, notionalUsd, limit } = due.wish;
  const outcome = playWish({ symbol, side, at }, due.wish, await barsOf(tick, due));
  if (outcome === undefined) {
    const because = 'bars of its horizon are missing; nothing is guessed';
    tick.note({ type: 'trouble', what: 'following a trade not taken', symbol, because });
    return;
  }
  tick.note({
    type: 'shadow',
    symbol,
    side,
    at,
    signalAt,
    code,
    ...(limit === undefined ? {} : { limit }),
    plannedUsd: notionalUsd,
    ...outcome,
  });
}

/** The one-minute bars of a horizon; none where the coin cannot be read. */
async function barsOf(tick: Tick<CloseDesk>, { record, wish }: Due): Promise<readonly Candle[]> {
  const { symbol, minute: from } = record;
  const bars: Candle[] = [];
  try {
    for (let before: EpochMs = horizonEnd(record, wish); before > from; ) {
      const limit = Math.min(PAGE_BARS, (before - from) / MINUTE_MS);
      const page = await tick.desk.market.candles(symbol, '1m', limit, before);
      bars.unshift(...page);
      const first = page[0]?.at;
      if (first === undefined || first >= before) break;
      before = first;
    }
  } catch (error) {
    if (!(error instanceof PortError) || error.kind === 'rate-limited') throw error;
    tick.note({
      type: 'trouble',
      what: 'bars to follow a trade not taken',
      symbol,
      because: sentenceOf(error),
    });
  }
  return bars;
}
