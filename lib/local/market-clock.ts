import type { EpochMs } from '../desk/units.ts';

/** The time that `Date` tells in this process. It stands still until it is set again. */
export interface MarketClock {
  set(now: EpochMs): void;
}

/**
 * From here on `Date` tells the exchange's time in this process: the handlers sign requests, take leases and judge
 * the age of data by the clock, as they do in Lambda, and must find the market's time there however fast it is played.
 * Timers and `performance` stay the machine's. Call it before the handlers are imported.
 */
export function liveInMarketTime(start: EpochMs): MarketClock {
  let now: number = start;
  const tell = () => now;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args: unknown[], made) =>
      Reflect.construct(target, args.length === 0 ? [now] : args, made) as object,
    apply: target => new target(now).toString(),
    get: (target, key, receiver) => (key === 'now' ? tell : Reflect.get(target, key, receiver)),
  });
  return {
    set: at => {
      now = at;
    },
  };
}
