import type { Minute } from '../units.ts';
import type { StoredLimit } from './limits.ts';

/**
 * What the limits guard remembers. A minute may have several edits, each an event of its own: what they are held against
 * is what stood before the first of them, so that each look of a minute says all that the ones before it said.
 */
export interface LimitsSeen {
  readonly rev: number;
  readonly minute: Minute;
  /** As stored before this minute. */
  readonly before: readonly StoredLimit[];
  /** As stored when last looked at. */
  readonly now: readonly StoredLimit[];
  /** As stored when they were last good; undefined where they never were. */
  readonly good: readonly StoredLimit[] | undefined;
}

/** The memory after a look that found `now`. */
export function look(
  seen: LimitsSeen | undefined,
  now: readonly StoredLimit[],
  { minute, isGood }: { readonly minute: Minute; readonly isGood: boolean },
): LimitsSeen {
  const before = seen === undefined ? now : seen.minute === minute ? seen.before : seen.now;
  return { rev: seen?.rev ?? 0, minute, before, now, good: isGood ? now : seen?.good };
}
