import { isDeepStrictEqual } from 'node:util';
import type { Watch } from '../judge.ts';

/** What the limits guard remembers as the limits is what stood in the Parameter Store while it looked. */
export const watchLimits: Watch =
  ({ limits }, expect) =>
  step => {
    if (step.type !== 'saved limits') return;
    const { tick, seen } = step;
    expect(
      'edits of limits are seen',
      limits.storedSince(tick.startedAt).some(stored => isDeepStrictEqual(stored, seen.now)),
      () =>
        `the limits guard of ${tick.minute} takes limits for the present ones that had been edited before it began`,
    );
  };
