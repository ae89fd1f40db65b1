import * as z from 'zod/mini';
import { type Minute, minuteOf } from '../desk/units.ts';
import type { TickEnd } from '../minute/tick.ts';

/** What the schedule sends: the minute it means, however late it arrives. */
const scheduled = z.object({ scheduledTime: z.iso.datetime({ offset: true }) });

export interface TickAnswer {
  readonly minute: string;
  readonly end: TickEnd;
}

/** A scheduled function: reads the minute from the event, and runs it on the desk its container has kept. */
export function scheduledHandler<D>(
  wire: () => Promise<D>,
  run: (desk: D, minute: Minute) => Promise<TickEnd>,
) {
  let desk: Promise<D> | undefined;
  return async (event: unknown): Promise<TickAnswer> => {
    const minute = minuteOf(Date.parse(z.parse(scheduled, event).scheduledTime));
    desk ??= wire();
    // A desk that could not be wired (a key unreadable for a moment) is tried again by the next event.
    desk.catch(() => {
      desk = undefined;
    });
    return { minute: new Date(minute).toISOString(), end: await run(await desk, minute) };
  };
}
