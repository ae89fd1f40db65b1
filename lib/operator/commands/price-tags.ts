import type { JournalRecord } from '../../desk/journal.ts';
import { FOLLOWED_WITHIN_DAYS, longestHorizon } from '../../desk/shadow/due.ts';
import { priceTags as priceTagsOf } from '../../desk/shadow/price-tag.ts';
import { DAY_MS, dayOf, epochMs, MINUTE_MS, type Minute, minuteOf, minutesAfter } from '../../desk/units.ts';
import { dayText } from '../../desk/words.ts';
import type { BookReader } from '../../ports.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { spanOf, type TypedSpan } from '../day-span.ts';
import { type PriceTagsView, priceTagsLines } from '../views/price-tags.ts';

/** How many days are looked at when nobody says. */
const DAYS_SHOWN = 14;

/**
 * What each limit has cost or spared over some days, by the trades it cut and those it kept out. Throws a Refusal on a
 * date that is none, or a span without a day.
 */
export async function priceTags(connection: Connection, typed: TypedSpan): Promise<Answer> {
  const { input, span: days } = await tradesAndRefusals(connection, typed, DAYS_SHOWN);
  const view: PriceTagsView = {
    desk: connection.desk,
    from: dayText(days.from),
    to: dayText(days.to),
    days: (days.to - days.from) / DAY_MS + 1,
    ...priceTagsOf(input),
  };
  return { json: view, lines: screen => priceTagsLines(view, screen) };
}

/** The trades of some days, taken and refused, and what became of the refused ones since; with the days' first and last. */
export async function tradesAndRefusals({ reader }: Connection, typed: TypedSpan, daysShown: number) {
  const { book, positions } = await reader.load();
  const now = book?.monitoredMinute ?? minuteOf(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const asked = spanOf(typed, dayOf(now), daysShown);
  // Nobody asked for days in which there was no desk yet.
  const first = typed.from === undefined ? (book?.openings[0]?.day ?? asked.from) : asked.from;
  const days = { from: epochMs(Math.min(Math.max(first, asked.from), asked.to)), to: asked.to };
  const span = { from: minuteOf(days.from), to: minutesAfter(minuteOf(days.to + DAY_MS), -1) };
  const refused = await told(reader, span.from, span.to);
  const known = minutesAfter(span.to, longestHorizon(refused) + (FOLLOWED_WITHIN_DAYS * DAY_MS) / MINUTE_MS);
  const [later, closed] = await Promise.all([
    told(reader, minutesAfter(span.to, 1), minuteOf(Math.min(now, known))),
    reader.closedBetween({ from: span.from, to: now }),
  ]);
  const input = { span, positions: [...closed, ...positions], records: [...refused, ...later] };
  return { input, span: days };
}

/** What the journal says of trades not taken. */
async function told(reader: BookReader, from: Minute, to: Minute): Promise<readonly JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const record of reader.journal({ from, to }))
    if (record.type === 'not-taken' || record.type === 'shadow') records.push(record);
  return records;
}
