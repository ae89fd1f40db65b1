import type { Book, Opening } from '../book.ts';
import { DAY_MS, dayOf, type EpochMs, epochMs, type Minute } from '../units.ts';
import type { Span } from './ledger.ts';

/** A day that can be closed, and the readings of the account nearest to its two ends. */
export interface OpenDay extends Span {
  /** 00:00 UTC. */
  readonly day: EpochMs;
  readonly opening: Opening | undefined;
  /** The first reading of the day after. */
  readonly closing: Opening | undefined;
}

/** How far back a day is still caught up with: as long as the venue surely tells of it. */
export const CATCH_UP_DAYS = 30;

/** The first day that can still be closed at a minute. */
export const firstDay = (minute: Minute): EpochMs => epochMs(dayOf(minute) - CATCH_UP_DAYS * DAY_MS);

/**
 * The days before this minute's that have no result yet, oldest first. The desk's first day begins with its first
 * reading, since what went before was not its own.
 */
export function unclosedDays(
  { openings }: Book,
  closed: ReadonlySet<EpochMs>,
  minute: Minute,
): readonly OpenDay[] {
  const [earliest] = openings;
  if (earliest === undefined) return [];
  const readingOf = (day: EpochMs) => openings.find(opening => opening.day === day);
  const days: OpenDay[] = [];
  for (let at: number = Math.max(earliest.day, firstDay(minute)); at < dayOf(minute); at += DAY_MS) {
    const [day, to] = [epochMs(at), epochMs(at + DAY_MS)];
    if (closed.has(day)) continue;
    const from = day === earliest.day ? earliest.at : day;
    days.push({ day, from, to, opening: readingOf(day), closing: readingOf(to) });
  }
  return days;
}

/**
 * A day can be closed once the monitor has been through a whole minute of the day after: until then a fill of its last
 * seconds may not be in the book.
 */
export const isReady = ({ to }: OpenDay, { monitoredMinute }: Book): boolean =>
  monitoredMinute !== undefined && monitoredMinute > to;
