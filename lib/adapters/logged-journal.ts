import { minuteText } from '../desk/words.ts';
import type { Journal } from '../ports.ts';

/**
 * A journal that also writes each record as one line of JSON into the function's log, where Logs Insights can be asked for
 * it. The line goes first: it is there when the table takes nothing. A tick writes what it has noted more than once, each
 * time from its beginning: a record that has been said of a minute is not said again.
 */
export function loggedJournal(journal: Journal, desk: string, write = toStandardOutput): Journal {
  let said = { tick: '', count: 0 };
  return {
    write: async (minute, role, records) => {
      const tick = `${minute} ${role}`;
      const from = said.tick === tick ? said.count : 0;
      said = { tick, count: Math.max(from, records.length) };
      for (const record of records.slice(from))
        write(JSON.stringify({ desk, ...record, minute: minuteText(record.minute) }));
      await journal.write(minute, role, records);
    },
  };
}

const toStandardOutput = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
