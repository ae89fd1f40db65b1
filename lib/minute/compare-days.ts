/**
 * A twin's days held against its original's, each when both are closed: by the hour of the close, or of a later tick where
 * the other desk's day came late. A day's record has a key of its own, its last minute, so that a tick that dies before the
 * day is marked writes the same record once more. Nothing is written of the other desk, and nothing of it waits for this.
 */
import type { Book } from '../desk/book.ts';
import type { JournalRecord } from '../desk/journal.ts';
import type { Position } from '../desk/position/position.ts';
import { SIGNAL_VALID_MINUTES } from '../desk/signal/signal.ts';
import type { DayTruth } from '../desk/truth/day-truth.ts';
import { firstDay } from '../desk/truth/days.ts';
import { divergenceOf } from '../desk/twin/compare.ts';
import type { DeskDay } from '../desk/twin/desk-day.ts';
import { type Divergence, decisionsApart } from '../desk/twin/divergence.ts';
import {
  DAY_MS,
  dayOf,
  type EpochMs,
  epochMs,
  MINUTE_MS,
  type Minute,
  minuteOf,
  minutesAfter,
} from '../desk/units.ts';
import { dayText } from '../desk/words.ts';
import { type BookReader, PortError } from '../ports.ts';
import type { CloseDesk, Original } from './desk.ts';
import { sentenceOf, type Tick } from './tick.ts';

/** What a desk has now: the same query gives both. */
interface Now {
  readonly book: Book;
  readonly positions: readonly Position[];
}

/** A tick compares so many days at most: each is a day of two journals. */
const DAYS_A_TICK = 3;

/** Compares each closed day that has not been compared, where the other desk has closed it, too. Safe to repeat. */
export async function compareDays(tick: Tick<CloseDesk>, own: Now): Promise<void> {
  const { original, history } = tick.desk;
  if (original === undefined) return;
  const closed = await history.dayTruths({ from: firstDay(tick.minute), to: dayOf(tick.minute) });
  // A day that was over before the desk became a twin is no day of the two.
  const since = own.book.twinSince ?? 0;
  const open = closed.filter(({ compared, day }) => compared !== true && day + DAY_MS > since);
  const theirs = new Map(
    (open.length === 0 ? [] : await truthsOf(tick, original, open)).map(truth => [truth.day, truth]),
  );
  const ready = open.flatMap(truth => {
    const their = theirs.get(truth.day);
    return their === undefined ? [] : [{ truth, their }];
  });
  for (const { truth, their } of ready.slice(0, DAYS_A_TICK)) {
    try {
      await compareDay(tick, original, own, truth, their);
    } catch (error) {
      failed(tick, original, truth.day, error);
    }
  }
}

/** The other desk's results of the days; none where they cannot be read, which is noted. */
async function truthsOf(
  tick: Tick<CloseDesk>,
  original: Original,
  open: readonly DayTruth[],
): Promise<readonly DayTruth[]> {
  const days = open.map(({ day }) => day);
  const [from = dayOf(tick.minute), to = from] = [days[0], days.at(-1)];
  try {
    return await original.history.dayTruths({ from, to });
  } catch (error) {
    failed(tick, original, from, error);
    return [];
  }
}

async function compareDay(
  tick: Tick<CloseDesk>,
  original: Original,
  own: Now,
  truth: DayTruth,
  their: DayTruth,
): Promise<void> {
  const { desk, lease } = tick;
  const { book, positions } = await original.history.load();
  if (book === undefined) throw new PortError('unavailable', `${original.name} has no book`);
  const since = await firstTouched(tick, truth.day, [
    { history: original.history, positions },
    { history: desk.history, positions: own.positions },
  ]);
  const divergence = divergenceOf(
    original.name,
    await dayOfDesk(tick, original.history, { book, positions }, their, since),
    await dayOfDesk(tick, desk.history, own, truth, since),
  );
  const minute = lastMinute(truth.day);
  await desk.journal.write(minute, 'twin', [
    { minute, role: 'twin', mode: desk.mode, type: 'divergence', ...divergence },
  ]);
  const marked = await desk.store.saveDayTruth({ ...truth, compared: true }, lease);
  if (marked.type === 'saved') desk.metrics.emit('twin', figuresOf(divergence), minute);
}

/** Few, and once a day: what fills cost, what it came to, and how much of it was no matter of fills. */
function figuresOf(divergence: Divergence): Readonly<Record<string, number>> {
  const { fills, money } = divergence;
  return {
    DecisionsApart: decisionsApart(divergence),
    ...(fills === undefined ? {} : { DivergenceBps: fills.meanBps }),
    ...(money === undefined ? {} : { DivergencePercent: money.points }),
  };
}

/**
 * When the first was opened of all that either desk held in the day: its half on the other desk may have ended on an earlier day,
 * and the two that parted most are such.
 */
async function firstTouched(
  tick: Tick<CloseDesk>,
  day: EpochMs,
  desks: readonly {
    readonly history: Pick<BookReader, 'closedBetween'>;
    readonly positions: readonly Position[];
  }[],
): Promise<Minute> {
  const held: Position[] = [];
  for (const { history, positions } of desks)
    held.push(...positions, ...(await history.closedBetween({ from: minuteOf(day), to: tick.minute })));
  return minuteOf(Math.min(day, ...held.map(({ openedAt }) => openedAt)));
}

/** A day of one of the two, of which the state is known. */
async function dayOfDesk(
  tick: Tick<CloseDesk>,
  history: Pick<BookReader, 'closedBetween' | 'journal'>,
  { book, positions }: Now,
  truth: DayTruth,
  since: Minute,
): Promise<DeskDay> {
  const { day } = truth;
  const over = await history.closedBetween({ from: since, to: tick.minute });
  const records: JournalRecord[] = [];
  // What a desk traded before it became a twin was by other limits: it is left out, as if it had begun then.
  const twinSince = book.twinSince ?? epochMs(0);
  const from = minuteOf(Math.max(minutesAfter(minuteOf(day), -SIGNAL_VALID_MINUTES), twinSince));
  const to = minutesAfter(lastMinute(day), SIGNAL_VALID_MINUTES);
  for await (const record of history.journal({ from, to }))
    if (record.type === 'minute' || record.type === 'not-taken') records.push(record);
  return {
    truth,
    beganAt: epochMs(Math.max(book.openings[0]?.at ?? day, twinSince)),
    // What was live when it was read may have been archived since: then it is in both, and counts once.
    positions: [...new Map([...positions, ...over].map(each => [each.id, each])).values()].filter(
      ({ openedAt }) => openedAt >= twinSince,
    ),
    records,
  };
}

const lastMinute = (day: EpochMs) => minuteOf(day + DAY_MS - MINUTE_MS);

/** What cannot be read now is read by a later tick; a bug is for the function's error alarm. */
function failed(tick: Tick<CloseDesk>, { name }: Original, day: EpochMs, error: unknown): void {
  if (!(error instanceof PortError)) throw error;
  tick.note({
    type: 'trouble',
    what: `comparing ${dayText(day)} with ${name}`,
    because: `${sentenceOf(error)}; a later tick catches up`,
  });
}
