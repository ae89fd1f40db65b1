import { DAY_MS, HOUR_MS, MINUTE_MS, type Minute } from '../desk/units.ts';

/** A failure of one handler in one minute; the others of the minute ran all the same. */
export interface HandlerFailure {
  readonly handler: string;
  readonly minute: Minute;
  readonly because: string;
}

/** Runs one minute as the schedules would. Answers what threw. */
export type MinuteRun = (minute: Minute) => Promise<readonly HandlerFailure[]>;

type Handler = (event: unknown) => Promise<unknown>;

/** One function with its schedule. */
export interface Scheduled {
  readonly name: string;
  readonly handler: Handler;
  /** Minute of the UTC day, or of the hour, at which it runs; each minute when both are left out. */
  readonly minuteOfDay?: number;
  readonly minuteOfHour?: number;
}

/** Five past midnight the monitor has been through the first minutes of the new day; each hour after tries again. */
const CLOSE_AT = 5;
/** A day's last predictions of the default recipe are resolved four hours on; ten past midnight has those of the day before. */
const RETRAIN_AT = 10;
/** In AWS each edit calls it, too; here entry has looked at the limits a minute later. */
const LIMITS_AT = 1;

/**
 * The functions by their entry files, which is all that AWS runs of them. They read the environment when first called.
 * The guardian looks first, as it does in AWS: at what the market has left, before anybody has repaired it and before
 * this minute's entries. Exits come next, and a scan's universe serves the entries of the minutes after it.
 */
export const importHandlers = async (): Promise<MinuteRun> => minuteRun(await importFunctions());

/** The functions with their schedules, in the order of `importHandlers`. */
export async function importFunctions(): Promise<readonly Scheduled[]> {
  const [guardian, monitor, entry, scan, limits, close, retrain] = await Promise.all([
    import('../../functions/guardian/index.ts'),
    import('../../functions/position-monitor/index.ts'),
    import('../../functions/signal-entry/index.ts'),
    import('../../functions/universe-scan/index.ts'),
    import('../../functions/limits-guard/index.ts'),
    import('../../functions/daily-close/index.ts'),
    import('../../functions/retrain/index.ts'),
  ]);
  return [
    { name: 'guardian', handler: guardian.handler },
    { name: 'position-monitor', handler: monitor.handler },
    { name: 'signal-entry', handler: entry.handler },
    { name: 'universe-scan', handler: scan.handler },
    { name: 'limits-guard', handler: limits.handler, minuteOfHour: LIMITS_AT },
    { name: 'daily-close', handler: close.handler, minuteOfHour: CLOSE_AT },
    { name: 'retrain', handler: retrain.handler, minuteOfDay: RETRAIN_AT },
  ];
}

const isDue = ({ minuteOfDay, minuteOfHour }: Scheduled, minute: Minute): boolean =>
  (minuteOfDay === undefined || (minute % DAY_MS) / MINUTE_MS === minuteOfDay) &&
  (minuteOfHour === undefined || (minute % HOUR_MS) / MINUTE_MS === minuteOfHour);

/** Calls each handler that is due in turn, with the minute it is scheduled for. */
export const minuteRun =
  (functions: readonly Scheduled[]): MinuteRun =>
  async minute => {
    const failures: HandlerFailure[] = [];
    for (const { name: handler, handler: run } of functions.filter(each => isDue(each, minute))) {
      try {
        await run({ scheduledTime: new Date(minute).toISOString() });
      } catch (error) {
        const because = error instanceof Error ? error.message : String(error);
        failures.push({ handler, minute, because });
      }
    }
    return failures;
  };
