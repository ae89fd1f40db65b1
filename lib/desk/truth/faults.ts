import { DAY_MS, type Minute } from '../units.ts';
import { type DayTruth, isFinding } from './day-truth.ts';
import type { OpenDay } from './days.ts';

/** A day's result is told for so long after it has come. */
const TOLD_FOR_MS = DAY_MS;
/** A day that has no result so long after its end could not be read in any of a day's tries. */
const LATE_AFTER_MS = DAY_MS;

/**
 * How many days there are whose money is not what the venue says (I37), of those that have got their result within a day,
 * and how many that should have one and have none.
 */
export function truthFaults(
  results: readonly Pick<DayTruth, 'closedAt' | 'mismatchUsd'>[],
  left: readonly Pick<OpenDay, 'to'>[],
  minute: Minute,
): number {
  const news = results.filter(({ closedAt }) => minute - closedAt < TOLD_FOR_MS);
  const wrong = news.filter(isFinding);
  const late = left.filter(({ to }) => minute - to >= LATE_AFTER_MS);
  return wrong.length + late.length;
}
