import type { JournalRecord } from '../desk/journal.ts';
import type { Position } from '../desk/position/position.ts';
import { type DayReport, dayReportOf } from '../desk/report/day-report.ts';
import { DAY_MS, type EpochMs, MINUTE_MS, type Minute, minuteOf, minutesAfter } from '../desk/units.ts';
import type { BookReader } from '../ports.ts';

/** What a report is read from. */
export type ReportHistory = Pick<BookReader, 'closedBetween' | 'dayTruths' | 'journal'>;

export interface ReportedDay {
  readonly desk: string;
  readonly mode: string;
  /** 00:00 UTC. */
  readonly day: EpochMs;
  readonly now: Minute;
  /** What is live now. */
  readonly live: readonly Position[];
  /** The desk that this one is known to shadow. */
  readonly original?: string;
}

/** So long before the day the last signal bar told which models had a vote. */
const BEFORE_MINUTES = 30;

/** Reads a day and makes its report. One reading after the other: an embedded store is let go of at the first that fails. */
export async function readDayReport(
  history: ReportHistory,
  { desk, mode, day, now, live, original }: ReportedDay,
): Promise<DayReport> {
  const [truth] = await history.dayTruths({ from: day, to: day });
  const closed = await history.closedBetween({ from: minuteOf(day), to: now });
  // What was live when it was read may have been archived since: then it is in both, and counts once.
  const positions = [...new Map([...live, ...closed].map(each => [each.id, each])).values()];
  const records: JournalRecord[] = [];
  const from = minutesAfter(minuteOf(day), -BEFORE_MINUTES);
  for await (const record of history.journal({ from, to: minuteOf(day + DAY_MS - MINUTE_MS) }))
    if (isReported(record)) records.push(lean(record));
  const shadowed = original === undefined ? {} : { original };
  return dayReportOf({ desk, mode, day, truth, positions, records, ...shadowed });
}

const REPORTED: ReadonlySet<JournalRecord['type']> = new Set([
  'minute',
  'votes',
  'seat',
  'not-taken',
  'unprotected',
  'unknown',
  'foreign',
  'trouble',
  'state',
  'divergence',
]);

const isReported = ({ type }: JournalRecord): boolean => REPORTED.has(type);

/** A day's votes hold every coin each quarter of an hour: megabytes, of which the report needs the models alone. */
const lean = (record: JournalRecord): JournalRecord =>
  record.type === 'votes' ? { ...record, coins: [] } : record;
