import type { JournalRecord } from '../../desk/journal.ts';
import type { Minute } from '../../desk/units.ts';
import { type BookReader, type Journal, ROLES, type Role } from '../../ports.ts';
import { frozenCopy } from './versioned.ts';

/** A journal in this process: by minute and role, so that a repeated tick writes over its own records. */
export function memoryJournal(): Journal & Pick<BookReader, 'journal'> {
  const minutes = new Map<Minute, Partial<Record<Role, readonly JournalRecord[]>>>();
  return {
    write: async (minute, role, records) => {
      const roles = minutes.get(minute) ?? {};
      const before = roles[role] ?? [];
      const written = records.map((record, i) => frozenCopy(record, `journal ${role}[${i}]`));
      minutes.set(minute, { ...roles, [role]: [...written, ...before.slice(written.length)] });
    },
    journal: async function* ({ from, to }) {
      const span = [...minutes].filter(([minute]) => minute >= from && minute <= to);
      for (const [, roles] of span.toSorted(([a], [b]) => a - b)) {
        for (const role of ROLES) yield* roles[role] ?? [];
      }
    },
  };
}
