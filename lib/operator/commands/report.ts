import { reportText } from '../../desk/report/text.ts';
import { DAY_MS, dayOf, type EpochMs, epochMs, minuteOf } from '../../desk/units.ts';
import { dayText } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import { readDayReport } from '../../minute/day-report.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { dayTyped } from '../day-span.ts';

/** The report of a day, which the desk sends by e-mail; of the last day that is over where none is named, or of its first. @throws Refusal */
export async function report({ desk, reader }: Connection, typed: string | undefined): Promise<Answer> {
  const { book, positions } = await reader.load();
  if (book?.monitoredMinute === undefined)
    throw new Refusal('report: the desk has not finished a minute yet');
  const now = book.monitoredMinute;
  const began = book.openings[0]?.day ?? epochMs(0);
  // On its first day there is no other to tell of.
  const day = typed === undefined ? epochMs(Math.max(yesterday(now), began)) : dayTyped('--day', typed);
  if (day > now) throw new Refusal(`--day ${dayText(day)}: the desk has only come to ${dayText(now)}`);
  const read = await readDayReport(reader, {
    desk,
    mode: book.mode,
    day,
    now: minuteOf(now),
    live: positions,
    ...(book.twinOf === undefined ? {} : { original: book.twinOf }),
  });
  if (read.minutes === 0 && read.trades.length === 0 && day < began)
    throw new Refusal(`--day ${dayText(day)}: the desk began ${dayText(began)}`);
  return {
    json: { ...read, day: dayText(day), text: reportText(read) },
    lines: () => reportText(read).trimEnd().split('\n'),
  };
}

const yesterday = (now: EpochMs): EpochMs => epochMs(dayOf(now) - DAY_MS);
