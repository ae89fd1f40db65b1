import type { JournalRecord } from '../desk/journal.ts';
import { type Minute, minutesAfter } from '../desk/units.ts';
import type { BookReader } from '../ports.ts';

type Of<T extends JournalRecord['type']> = Extract<JournalRecord, { readonly type: T }>;

const QUARTER = 15;

/** Records of the span, oldest first. */
export async function recordsIn(reader: BookReader, from: Minute, to: Minute): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const record of reader.journal({ from, to })) records.push(record);
  return records;
}

/** Ever longer looks back, in minutes, up to thirty days: what is asked about is mostly recent. */
const LOOKS = [60, 360, 1_440, 10_080, 43_200];

/** The newest trade not taken of a symbol within thirty days before `to`. */
export async function newestNotTaken(
  reader: BookReader,
  symbol: string,
  to: Minute,
): Promise<Of<'not-taken'> | undefined> {
  let until = to;
  for (const minutes of LOOKS) {
    const from = minutesAfter(to, -minutes);
    let newest: Of<'not-taken'> | undefined;
    for await (const record of reader.journal({ from, to: until })) {
      if (record.type === 'not-taken' && record.symbol === symbol) newest = record;
    }
    if (newest !== undefined) return newest;
    until = minutesAfter(from, -1);
  }
  return undefined;
}

/** What the models last said, if a signal bar closed within the quarter of an hour before `to`. */
export async function newestVotes(reader: BookReader, to: Minute): Promise<Of<'votes'> | undefined> {
  const records = await recordsIn(reader, minutesAfter(to, -QUARTER), to);
  return records.filter(record => record.type === 'votes').at(-1);
}

/** What entry said of its last minute, if that lies within the quarter of an hour before `to`. */
export async function lastMinuteRecord(reader: BookReader, to: Minute): Promise<Of<'minute'> | undefined> {
  const records = await recordsIn(reader, minutesAfter(to, -QUARTER), to);
  return records.filter(record => record.type === 'minute').at(-1);
}
