import type { Candle } from '../desk/candle.ts';
import { CORRELATION_BARS } from '../desk/portfolio/correlation.ts';
import { dayOf, type EpochMs, HOUR_MS, MINUTE_MS, type SymbolId } from '../desk/units.ts';
import type { Clock, Depth, Market } from '../ports.ts';

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
  fresh: (at: EpochMs, now: EpochMs) => boolean,
) {
  const readings = new Map<K, Reading<T>>();
  return (key: K): Promise<T> => {
    const now = clock.now();
    const known = readings.get(key);
    if (known !== undefined && fresh(known.at, now)) return known.value;
    const value = read(key);
    readings.set(key, { at: now, value });
    value.catch(() => readings.delete(key));
    return value;
  };
}

const younger = (ms: number) => (at: EpochMs, now: EpochMs) => now - at < ms && now >= at;

const QUARTER_MS = 15 * MINUTE_MS;

/** The listing, which is large and rarely changes, is read once an hour while the container is warm; a week of signal bars once a bar. */
export function warmMarket(market: Market, clock: Clock): Market {
  const quarters = remembered<SymbolId, readonly Candle[]>(
    symbol => market.candles(symbol, '15m', CORRELATION_BARS + 1),
    clock,
    (at, now) => Math.floor(at / QUARTER_MS) === Math.floor(now / QUARTER_MS),
  );
  const instruments = remembered<'all', Awaited<ReturnType<Market['instruments']>>>(
    () => market.instruments(),
    clock,
    younger(INSTRUMENTS_MS),
  );
  return {
    ...market,
    instruments: () => instruments('all'),
    candles: (symbol, interval, limit, before) =>
      interval === '15m' && limit === CORRELATION_BARS + 1 && before === undefined
        ? quarters(symbol)
        : market.candles(symbol, interval, limit, before),
  };
}

/**
 * What the scan needs of hundreds of coins each minute, within the venue's weight budget: daily bars once per UTC
 * day, since only closed ones are read, and books once in a quarter of an hour. Entry reads its own book, fresh.
 */
export function scanMarket(market: Market, clock: Clock): Market {
  const warm = warmMarket(market, clock);
  const days = remembered<SymbolId, readonly Candle[]>(
    symbol => market.candles(symbol, '1d', DAILY_BARS),
    clock,
    (at, now) => dayOf(at) === dayOf(now),
  );
  const depths = remembered<SymbolId, Depth>(symbol => market.depth(symbol), clock, younger(SCAN_DEPTH_MS));
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
