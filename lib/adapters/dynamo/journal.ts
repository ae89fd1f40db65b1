import type { Journal } from '../../ports.ts';
import { record } from './item.ts';
import { recordKind } from './journal-shapes.ts';
import { journalKey } from './keys.ts';
import { putAll } from './put-all.ts';
import type { Partition } from './table.ts';
import { KEEP_DAYS, ttlOf } from './ttl.ts';

/** The journal in DynamoDB: an item a record, under keys that a repeated tick arrives at again. */
export const dynamoJournal = (table: Partition): Journal => ({
  write: async (minute, role, records) => {
    const ttl = ttlOf(minute, KEEP_DAYS.journal);
    await putAll(
      table,
      records.map((entry, ordinal) => record(recordKind, journalKey(minute, role, ordinal), entry, ttl)),
    );
  },
});
