import type { JournalRecord } from '../journal.ts';
import type { EpochMs, Minute } from '../units.ts';

/** A model that got its vote in the day, or lost it. */
export interface LicenceChange {
  readonly at: Minute;
  readonly version: string;
  readonly licensed: boolean;
  /** Why it has none; absent where it has got one. */
  readonly because?: string;
}

/**
 * When models got or lost their licence since the day began, by what stood at each signal bar. What they had before it is
 * known from earlier bars; of a model that was in none before there is no change to tell.
 */
export function licenceChanges(records: readonly JournalRecord[], day: EpochMs): readonly LicenceChange[] {
  const known = new Map<string, boolean>();
  const changes: LicenceChange[] = [];
  for (const record of records) {
    if (record.type !== 'votes') continue;
    for (const { version, licensed, because } of record.models) {
      if (version === undefined) continue;
      const before = known.get(version);
      known.set(version, licensed);
      if (before === undefined || before === licensed || record.minute < day) continue;
      const why = because === undefined ? {} : { because };
      changes.push({ at: record.minute, version, licensed, ...why });
    }
  }
  return changes;
}
