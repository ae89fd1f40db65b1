import * as z from 'zod/mini';
import { isInstant, type Minute, minuteOf } from '../desk/units.ts';
import { shown } from '../desk/words.ts';
import type { TickEnd } from '../minute/tick.ts';

/** What the schedule sends: the minute it means, however late it arrives. */
const scheduled = z.object({ scheduledTime: z.iso.datetime({ offset: true }) });

export interface TickAnswer {
  readonly minute: string;
  readonly end: TickEnd;
}

function scheduledMinute(event: unknown): Minute {
  const read = z.safeParse(scheduled, event);
  const at = read.success ? Date.parse(read.data.scheduledTime) : Number.NaN;
  if (isInstant(at)) return minuteOf(at);
  const there =
    typeof event === 'object' && event !== null && 'scheduledTime' in event ? event.scheduledTime : undefined;
  throw new Error(
    `the schedule sends {"scheduledTime": an ISO 8601 instant}; in this event it is ${shown(there)}`,
  );
}

/** A scheduled function: reads the minute from the event, and runs it on the desk its container has kept. */
export function scheduledHandler<D>(
  wire: () => Promise<D>,
  run: (desk: D, minute: Minute) => Promise<TickEnd>,
) {
  let desk: Promise<D> | undefined;
  return async (event: unknown): Promise<TickAnswer> => {
    const minute = scheduledMinute(event);
    desk ??= wire();
    // A desk that could not be wired (a key unreadable for a moment) is tried again by the next event.
    desk.catch(() => {
      desk = undefined;
    });
    return { minute: new Date(minute).toISOString(), end: await run(await desk, minute) };
  };
}
