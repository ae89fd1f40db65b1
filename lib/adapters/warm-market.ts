import type { Candle } from '../desk/candle.ts';
import { dayOf, type EpochMs, HOUR_MS, MINUTE_MS, type SymbolId } from '../desk/units.ts';
import type { Clock, Depth, Market } from '../ports.ts';
import { grownBars } from './grown-bars.ts';

const INSTRUMENTS_MS = HOUR_MS;
const SCAN_DEPTH_MS = 15 * MINUTE_MS;

interface Reading<T> {
  readonly at: EpochMs;
  readonly value: Promise<T>;
}

/** Remembers one reading per key while `fresh` says so. A reading that failed is forgotten at once. */
function remembered<K, T>(
  read: (key: K) => Promise<T>,
  clock: Clock,
  fresh: (at: EpochMs, now: EpochMs, key: K) => boolean,
) {
  const readings = new Map<K, Reading<T>>();
  return (key: K): Promise<T> => {
    const now = clock.now();
    const known = readings.get(key);
    if (known !== undefined && fresh(known.at, now, key)) return known.value;
    const value = read(key);
    readings.set(key, { at: now, value });
    value.catch(() => readings.delete(key));
    return value;
  };
}

const younger = (ms: number) => (at: EpochMs, now: EpochMs) => now - at < ms && now >= at;

/**
 * The listing, which is large and rarely changes, is read once an hour while the container is warm; long windows of signal bars
 * are kept and grown once a bar.
 */
export function warmMarket(market: Market, clock: Clock): Market {
  const instruments = remembered<'all', Awaited<ReturnType<Market['instruments']>>>(
    () => market.instruments(),
    clock,
    younger(INSTRUMENTS_MS),
  );
  return {
    ...market,
    instruments: () => instruments('all'),
    candles: grownBars((...asked) => market.candles(...asked), clock),
  };
}

/**
 * What the scan needs of hundreds of coins each minute, within the venue's weight budget: daily bars once per UTC
 * day, since only closed ones are read, and books once in a quarter of an hour, each coin's in a minute of its own: read all at once
 * they would weigh more than all the rest of that minute. Entry reads its own book, fresh.
 */
export function scanMarket(market: Market, clock: Clock): Market {
  const warm = warmMarket(market, clock);
  const days = remembered<SymbolId, readonly Candle[]>(
    symbol => market.candles(symbol, '1d', DAILY_BARS),
    clock,
    (at, now) => dayOf(at) === dayOf(now),
  );
  const depths = remembered<SymbolId, Depth>(symbol => market.depth(symbol), clock, inItsTurn);
  return {
    ...warm,
    depth: depths,
    candles: async (symbol, interval, limit, before) =>
      interval === '1d' && limit <= DAILY_BARS && before === undefined
        ? (await days(symbol)).slice(-limit)
        : warm.candles(symbol, interval, limit, before),
  };
}

/** A month of closed days and the one that is open: still the cheapest request weight. */
const DAILY_BARS = 31;

/** Until the coin's minute of the quarter of an hour comes: never longer than that quarter. */
const inItsTurn = (at: EpochMs, now: EpochMs, symbol: SymbolId): boolean => {
  const turn = (time: number) => Math.floor((time + minuteFor(symbol) * MINUTE_MS) / SCAN_DEPTH_MS);
  return turn(at) === turn(now) && now >= at;
};

/** A minute of a quarter of an hour, by a coin's name: of hundreds about as many fall into each. */
function minuteFor(symbol: SymbolId): number {
  let sum = 0;
  for (let i = 0; i < symbol.length; i += 1) sum = (sum * 31 + symbol.charCodeAt(i)) % 65_521;
  return sum % (SCAN_DEPTH_MS / MINUTE_MS);
}
