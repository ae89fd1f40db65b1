import type { Minute } from '../desk/units.ts';

/** A failure of one handler in one minute; the others of the minute ran all the same. */
export interface HandlerFailure {
  readonly handler: string;
  readonly minute: Minute;
  readonly because: string;
}

/** Runs one minute as the schedules would. Answers what threw. */
export type MinuteRun = (minute: Minute) => Promise<readonly HandlerFailure[]>;

type Handler = (event: unknown) => Promise<unknown>;

/**
 * The three functions by their entry files, which is all that AWS runs of them. They read the environment when first
 * called. Exits come first, and a scan's universe serves the entries of the minutes after it.
 */
export async function importHandlers(): Promise<MinuteRun> {
  const [monitor, entry, scan] = await Promise.all([
    import('../../functions/position-monitor/index.ts'),
    import('../../functions/signal-entry/index.ts'),
    import('../../functions/universe-scan/index.ts'),
  ]);
  return minuteRun([
    ['position-monitor', monitor.handler],
    ['signal-entry', entry.handler],
    ['universe-scan', scan.handler],
  ]);
}

/** Calls each handler in turn with the minute it is scheduled for. */
export const minuteRun =
  (handlers: readonly (readonly [name: string, handler: Handler])[]): MinuteRun =>
  async minute => {
    const failures: HandlerFailure[] = [];
    for (const [handler, run] of handlers) {
      try {
        await run({ scheduledTime: new Date(minute).toISOString() });
      } catch (error) {
        const because = error instanceof Error ? error.message : String(error);
        failures.push({ handler, minute, because });
      }
    }
    return failures;
  };
