import { INTERVAL_MS } from '../../desk/candle.ts';
import type { JournalRecord } from '../../desk/journal.ts';
import { type Minute, minutesAfter } from '../../desk/units.ts';
import { type Attendance, type ReplayInput, replay } from '../replay.ts';
import { truncated } from './truncated.ts';

/** What a whole run decided, and what came of each cut. */
export interface LookAhead {
  /** Positions that were opened in the whole span: without one little is shown. */
  readonly opened: number;
  readonly cuts: readonly Cut[];
}

/** What came of one cut: whether the desk had decided the same where nothing after it existed. */
export interface Cut {
  readonly at: Minute;
  readonly same: boolean;
  /** The first thing that was decided otherwise. */
  readonly first?: { readonly minute: Minute; readonly withFuture: string; readonly without: string };
}

/**
 * Replays a span whole, then again up to each of some instants on a market that ends there. A desk that sees nothing before
 * its time has the same journal up to the cut. Half of the cuts lie evenly over the span; the others right behind a minute in
 * which something was opened, where even a minute's foresight would have told. Instruments are as they are: the depth of a
 * made book is that of the coin's usual day, over all the bars there are.
 */
export async function lookAhead(
  input: ReplayInput,
  cuts: number,
  attendance: Attendance = {},
): Promise<LookAhead> {
  const { records } = await told(input, attendance);
  const marks = marksOf(input, records, cuts);
  const whole = await told({ ...input, marks }, attendance);
  const found: Cut[] = [];
  for (const at of marks) {
    if (attendance.stops?.() === true) break;
    const cut = await told(
      { ...input, market: truncated(input.market, at), to: at, marks: [at] },
      attendance,
    );
    if (whole.digests.get(at) === cut.digests.get(at)) found.push({ at, same: true });
    else found.push({ at, same: false, ...firstDifference(whole.records, cut.records, at) });
  }
  return { opened: records.filter(({ type }) => type === 'entry').length, cuts: found };
}

function marksOf(
  { from, to }: ReplayInput,
  records: readonly JournalRecord[],
  cuts: number,
): readonly Minute[] {
  const evenly = Math.ceil(cuts / 2);
  const entries = records.flatMap(record =>
    record.type === 'entry' ? [minutesAfter(record.minute, 1)] : [],
  );
  const behind = spread(entries, cuts - evenly);
  const between = Array.from({ length: evenly }, (_, n) => from + ((n + 1) * (to - from)) / (evenly + 1));
  const marks = new Set([...between.map(at => Math.floor(at / BAR_MS) * BAR_MS), ...behind]);
  return [...marks].filter(at => at > from && at <= to).toSorted((a, b) => a - b) as Minute[];
}

const BAR_MS = INTERVAL_MS['15m'];

/** So many of a list, evenly over it. */
const spread = <T>(list: readonly T[], n: number): readonly T[] =>
  Array.from(
    { length: Math.min(n, list.length) },
    (_, i) => list[Math.floor((i * list.length) / Math.min(n, list.length))] as T,
  );

interface Told {
  readonly digests: ReadonlyMap<number, string>;
  readonly records: readonly JournalRecord[];
}

async function told(input: ReplayInput, attendance: Attendance): Promise<Told> {
  const records: JournalRecord[] = [];
  const { played } = await replay(input, { ...attendance, onRecord: record => void records.push(record) });
  return { digests: played.digests, records };
}

/** What the account stood at follows from the rest, and how often it is told depends on what is run. */
const decided = ({ type }: JournalRecord): boolean => type !== 'account' && type !== 'minute';

function firstDifference(whole: readonly JournalRecord[], cut: readonly JournalRecord[], end: Minute) {
  const [a, b] = [whole, cut].map(records => records.filter(each => decided(each) && each.minute < end));
  const most = Math.max(a?.length ?? 0, b?.length ?? 0);
  for (let i = 0; i < most; i += 1) {
    const [withFuture, without] = [a?.[i], b?.[i]].map(each =>
      each === undefined ? 'nothing' : JSON.stringify(each),
    );
    if (withFuture !== without) {
      const minute = a?.[i]?.minute ?? b?.[i]?.minute ?? end;
      return { first: { minute, withFuture: withFuture ?? '', without: without ?? '' } };
    }
  }
  return {};
}
