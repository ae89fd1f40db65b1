import {
  DAY_MS,
  dayOf,
  type EpochMs,
  epochMs,
  HOUR_MS,
  type Minute,
  minuteOf,
  minutesAfter,
} from '../desk/units.ts';
import { MODEL_KINDS, type ModelKind } from '../models/ensemble.ts';
import type { VotesRecord } from '../models/revalidate.ts';
import type { BookReader } from '../ports.ts';

/** What the champion of a kind weighed at the last votes that were found of a day. */
export interface DayWeights {
  readonly day: EpochMs;
  /** Close of the signal bar that it was read from; null where none was found. */
  readonly at: Minute | null;
  readonly weights: Readonly<Record<ModelKind, DayWeight>>;
}

/** `weight` null: it was licensed, and the record is from before shares were kept. */
export interface DayWeight {
  readonly version: string | null;
  readonly licensed: boolean;
  readonly weight: number | null;
}

/** Ever longer looks back, in hours before a day's end: a desk that runs is found in the first. */
const LOOKS_HOURS = [1, 6, 24];

/**
 * The weights of the last days, the newest first, from the records of votes that the desk has kept: those of the last
 * signal bar of each day.
 */
export async function weightsByDay(
  reader: Pick<BookReader, 'journal'>,
  until: Minute,
  days: number,
): Promise<readonly DayWeights[]> {
  const found: DayWeights[] = [];
  for (let back = 0; back < days; back += 1) {
    const day = epochMs(dayOf(until) - back * DAY_MS);
    const votes = await lastVotesOf(reader, day, Math.min(until, day + DAY_MS - 1));
    found.push({ day, at: votes?.at ?? null, weights: weightsIn(votes) });
  }
  return found;
}

async function lastVotesOf(
  reader: Pick<BookReader, 'journal'>,
  day: EpochMs,
  last: number,
): Promise<VotesRecord | undefined> {
  let to = minuteOf(last);
  for (const hours of LOOKS_HOURS) {
    const from = minuteOf(Math.max(day, last - hours * HOUR_MS));
    const votes = await newestIn(reader, from, to);
    if (votes !== undefined) return votes;
    to = minutesAfter(from, -1);
  }
  return undefined;
}

/** The votes of the span's last signal bar; of two records of one bar the first counts. */
async function newestIn(
  reader: Pick<BookReader, 'journal'>,
  from: Minute,
  to: Minute,
): Promise<VotesRecord | undefined> {
  let newest: VotesRecord | undefined;
  for await (const record of reader.journal({ from, to }))
    if (record.type === 'votes' && (newest === undefined || record.at > newest.at)) newest = record;
  return newest;
}

/** Each kind's first place in a record is its champion's. */
function weightsIn(votes: VotesRecord | undefined): Readonly<Record<ModelKind, DayWeight>> {
  const models = votes?.models ?? [];
  const alone = models.filter(({ licensed }) => licensed).length === 1;
  const of = (kind: ModelKind): DayWeight => {
    const word = models.find(model => model.kind === kind);
    const licensed = word?.licensed === true;
    // Of one that votes alone the share is known without having been kept.
    const weight = licensed ? (word.weight ?? (alone ? 1 : null)) : 0;
    return { version: word?.version ?? null, licensed, weight };
  };
  return Object.fromEntries(MODEL_KINDS.map(kind => [kind, of(kind)])) as Record<ModelKind, DayWeight>;
}
