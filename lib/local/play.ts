import { type EpochMs, type Minute, minuteOf } from '../desk/units.ts';
import type { ExchangeControl } from './exchange-control.ts';
import type { HandlerFailure, MinuteRun } from './handlers.ts';
import type { MarketClock } from './market-clock.ts';
import { pause } from './pause.ts';

export interface PlayOptions {
  readonly clock: MarketClock;
  readonly exchange: Pick<ExchangeControl, 'advance'>;
  readonly runMinute: MinuteRun;
  /** The first minute to run, and the one not to run any more. */
  readonly from: Minute;
  readonly until: Minute;
  /** Market minutes a second; 0 is as fast as it goes. */
  readonly speed: number;
  /** Ends the run after the minute that is running. */
  readonly stop: AbortSignal;
  /** After each minute, when the market has gone on to `now`. */
  readonly after: (now: Minute, failures: readonly HandlerFailure[]) => Promise<void> | void;
}

/**
 * The scheduler: minute by minute the handlers run in the exchange's time, then the exchange goes on. Answers the
 * minute it arrived at. Rejects when the exchange is gone.
 */
export async function play(options: PlayOptions): Promise<Minute> {
  const { clock, exchange, runMinute, stop, after } = options;
  const pace = pacer(options.speed, stop);
  let minute = options.from;
  while (minute < options.until && !stop.aborted) {
    clock.set(minute);
    const failures = await runMinute(minute);
    const { time, ended } = await exchange.advance();
    minute = minuteOf(time);
    clock.set(time satisfies EpochMs);
    await after(minute, failures);
    if (ended) break;
    await pace();
  }
  return minute;
}

/** Waits until the next minute is due; a run that has fallen behind does not hurry to catch up. */
function pacer(minutesPerSecond: number, stop: AbortSignal): () => Promise<void> {
  if (minutesPerSecond <= 0) return async () => {};
  const gapMs = 1_000 / minutesPerSecond;
  let due = performance.now();
  return async () => {
    due = Math.max(due + gapMs, performance.now());
    await pause(due - performance.now(), stop);
  };
}
