import type { Book, Intent, Universe } from '../book.ts';
import type { GuardianState } from '../guardian/state.ts';
import type { JournalRecord } from '../journal.ts';
import type { Position } from '../position/position.ts';
import type { DayTruth } from '../truth/day-truth.ts';
import type { Minute } from '../units.ts';

/** What the desk's own table says around the time of an alarm. What could not be read is empty, or absent. */
export interface Known {
  readonly minute: Minute;
  readonly book: Book | undefined;
  readonly universe: Universe | undefined;
  readonly guardian: GuardianState | undefined;
  readonly positions: readonly Position[];
  readonly intents: readonly Intent[];
  /** Of the hour before, oldest first. */
  readonly records: readonly JournalRecord[];
  /** Closed since 00:00 UTC. */
  readonly closed: readonly Position[];
  /** Results of the last days, oldest first. */
  readonly truths: readonly DayTruth[];
}

type Of<T extends JournalRecord['type']> = Extract<JournalRecord, { readonly type: T }>;

/** The records of one type, oldest first. */
export const ofType = <T extends JournalRecord['type']>({ records }: Known, type: T): readonly Of<T>[] =>
  records.filter((record): record is Of<T> => record.type === type);

/** The newest for each key, in the order in which they came about. */
export const newestOf = <T>(records: readonly T[], keyOf: (record: T) => string): readonly T[] => [
  ...new Map(records.map(record => [keyOf(record), record])).values(),
];
