import { INTERVAL_MS } from '../../desk/candle.ts';
import type { JournalRecord } from '../../desk/journal.ts';
import { MINUTE_MS, type Minute } from '../../desk/units.ts';
import { type Attendance, type ReplayInput, replay } from '../replay.ts';
import { membersFor } from '../universe.ts';

/** How a run that starts later comes to agree with one that was there before. */
export interface StartUp {
  readonly lateFrom: Minute;
  /** Minutes from its start after which every bar's coins, and what the models say of them, are the same; undefined where they never are. */
  readonly universeMinutes: number | undefined;
  readonly votesMinutes: number | undefined;
  /** Positions that were opened after both agree: in both runs, and in one alone, since an account's past decides what it has room for. */
  /** Bars at which the later run has heard a model speak of any coin. */
  readonly barsJudged: number;
  readonly openedInBoth: number;
  readonly openedInOne: number;
}

const BAR_MS = INTERVAL_MS['15m'];

/** Replays a span, and once more from a later minute on, and tells from when on they are of one mind. */
export async function startUp(input: ReplayInput, attendance: Attendance = {}): Promise<StartUp> {
  const lateFrom = (Math.floor((input.from + (input.to - input.from) / 4) / BAR_MS) * BAR_MS) as Minute;
  const early = await told(input, attendance);
  const late = await told({ ...input, from: lateFrom }, attendance);
  const bars: Minute[] = [];
  for (let at = lateFrom + BAR_MS; at < input.to; at += BAR_MS) bars.push(at as Minute);
  const from = (agree: (at: Minute) => boolean) => {
    const last = bars.findLastIndex(at => !agree(at));
    if (last === bars.length - 1) return undefined;
    return last < 0 ? 0 : ((bars[last] as number) + BAR_MS - lateFrom) / MINUTE_MS;
  };
  const universeMinutes = from(at => early.universeAt(at) === late.universeAt(at));
  const votesMinutes = from(at => early.votes.get(at) === late.votes.get(at));
  const agreed = Math.max(universeMinutes ?? Infinity, votesMinutes ?? Infinity) * MINUTE_MS + lateFrom;
  const [a, b] = [early, late].map(
    ({ opened }) => new Set(opened.filter(each => each.at >= agreed).map(({ id }) => id)),
  );
  const openedInBoth = [...(a ?? [])].filter(id => b?.has(id)).length;
  const openedInOne = (a?.size ?? 0) + (b?.size ?? 0) - 2 * openedInBoth;
  const barsJudged = [...late.votes.values()].filter(words => words !== '[]').length;
  return { lateFrom, universeMinutes, votesMinutes, barsJudged, openedInBoth, openedInOne };
}

interface Told {
  /** What was said at a bar's close. */
  readonly votes: ReadonlyMap<number, string>;
  readonly opened: readonly { readonly id: string; readonly at: Minute }[];
  universeAt(minute: Minute): string;
}

async function told(input: ReplayInput, attendance: Attendance): Promise<Told> {
  const votes = new Map<number, string>();
  const opened: { id: string; at: Minute }[] = [];
  const hear = (record: JournalRecord) => {
    if (record.type === 'votes') votes.set(record.at, JSON.stringify(record.coins));
    if (record.type === 'entry') opened.push({ id: record.positionId, at: record.minute });
  };
  const { universe } = await replay(input, { ...attendance, onRecord: hear });
  return { votes, opened, universeAt: minute => membersFor(universe, minute).toSorted().join(' ') };
}
