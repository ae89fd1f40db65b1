import { type Candle, INTERVAL_MS, type Interval } from '../../desk/candle.ts';
import { epochMs, MINUTE_MS, price } from '../../desk/units.ts';
import type { Engine } from '../engine/engine.ts';
import type { SimInstrument, SimMarket } from '../market.ts';
import { asWritten, type Digits, digitsOf } from './digits.ts';

const QUARTER_MS = INTERVAL_MS['15m'];
/** Rows that the venue gives at most. */
export const BARS_MAX = 1_500;

type Growing = { -readonly [K in keyof Candle]: Candle[K] };

/** When the bar began that is open now. */
export const openedAt = (interval: Interval, now: number): number =>
  Math.floor(now / INTERVAL_MS[interval]) * INTERVAL_MS[interval];

/**
 * The bar that is still open, made of nothing but what has been played so far and the price now; undefined before the
 * first trade.
 */
export function openBar(
  market: SimMarket,
  engine: Engine,
  it: SimInstrument,
  interval: Interval,
): Candle | undefined {
  const last = engine.priceOf(it.symbol);
  if (last === undefined) return undefined;
  const now = engine.now;
  const from = openedAt(interval, now);
  const quarter = Math.max(from, openedAt('15m', now));
  let open: Growing | undefined;
  // Whole quarters first: fewer bars to fold, and a recorded market may know no minutes before its start.
  if (from < quarter) open = grown(open, market.candles(it.symbol, '15m', from, quarter), QUARTER_MS, now);
  if (quarter < now) open = grown(open, market.candles(it.symbol, '1m', quarter, now), MINUTE_MS, now);
  const at = epochMs(from);
  if (open === undefined) return { at, open: last, high: last, low: last, close: last, volume: 0 };
  open.at = at;
  if (last > open.high) open.high = last;
  if (last < open.low) open.low = last;
  open.close = last;
  return open;
}

/** The bar with those of `bars` that have closed. */
function grown(
  bar: Growing | undefined,
  bars: readonly Candle[],
  ms: number,
  now: number,
): Growing | undefined {
  let open = bar;
  for (const next of bars) {
    if (next.at + ms > now) continue;
    if (open === undefined) {
      open = { ...next };
      continue;
    }
    if (next.high > open.high) open.high = next.high;
    if (next.low < open.low) open.low = next.low;
    open.close = next.close;
    open.volume += next.volume;
  }
  return open;
}

/** A stretch of closed bars that are known to lie on the market's steps: bars are final, so once is enough. */
interface Seen {
  from: number;
  until: number;
}

/** Bars as an exchange shows them now, for readers that take them as objects. */
export class ShownBars {
  readonly #engine: Engine;
  readonly #seen = new Map<SimInstrument, Record<Interval, Seen>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * The last `limit` bars, oldest first: those that have closed, and last the one that is open. Fewer where the market
   * has gaps. A closed bar whose numbers lie on the market's steps is the market's own.
   */
  last(it: SimInstrument, interval: Interval, limit: number, before = Infinity): readonly Candle[] {
    const { market, now } = this.#engine;
    if (before <= now) return this.#closedBefore(it, interval, limit, before);
    const open = openBar(market, this.#engine, it, interval);
    const until = openedAt(interval, now);
    const from = until - (limit - 1) * INTERVAL_MS[interval];
    const closed =
      limit > 1 ? this.#written(market.candles(it.symbol, interval, from, until), it, interval) : [];
    return open === undefined ? closed : [...closed, barAsWritten(open, digitsOf(it))];
  }

  /** Bars that opened before an instant of the past; all of them have closed, but for one that is open at it. */
  #closedBefore(it: SimInstrument, interval: Interval, limit: number, before: number): readonly Candle[] {
    const { market, now } = this.#engine;
    const barMs = INTERVAL_MS[interval];
    const until = Math.min(Math.ceil(before / barMs) * barMs, openedAt(interval, now));
    const digits = digitsOf(it);
    const closed = market
      .candles(it.symbol, interval, until - limit * barMs, until)
      .map(bar => barAsWritten(bar, digits));
    if (before <= openedAt(interval, now)) return closed;
    const open = openBar(market, this.#engine, it, interval);
    return open === undefined ? closed : [...closed, barAsWritten(open, digits)].slice(-limit);
  }

  #written(bars: readonly Candle[], it: SimInstrument, interval: Interval): readonly Candle[] {
    const first = bars[0]?.at ?? 0;
    const seen = this.#seenOf(it, interval);
    const joins = first >= seen.from && first <= seen.until;
    const digits = digitsOf(it);
    for (let i = bars.length - 1; i >= 0; i -= 1) {
      const bar = bars[i];
      if (bar === undefined || (joins && bar.at < seen.until)) break;
      if (barAsWritten(bar, digits) !== bar) return bars.map(each => barAsWritten(each, digits));
    }
    if (!joins) seen.from = first;
    seen.until = Math.max(joins ? seen.until : 0, (bars.at(-1)?.at ?? 0) + 1);
    return bars;
  }

  #seenOf(it: SimInstrument, interval: Interval): Seen {
    let seen = this.#seen.get(it);
    if (seen === undefined) {
      const none = (): Seen => ({ from: 0, until: -1 });
      seen = { '1m': none(), '15m': none(), '1h': none(), '1d': none() };
      this.#seen.set(it, seen);
    }
    return seen[interval];
  }
}

function barAsWritten(bar: Candle, digits: Digits): Candle {
  const open = asWritten(bar.open, digits.price);
  const high = asWritten(bar.high, digits.price);
  const low = asWritten(bar.low, digits.price);
  const close = asWritten(bar.close, digits.price);
  const volume = asWritten(bar.volume, digits.qty);
  const same =
    open === bar.open && high === bar.high && low === bar.low && close === bar.close && volume === bar.volume;
  if (same) return bar;
  return { at: bar.at, open: price(open), high: price(high), low: price(low), close: price(close), volume };
}
