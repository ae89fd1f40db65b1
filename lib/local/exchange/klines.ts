import { type Candle, fold, INTERVAL_MS, type Interval } from '../../desk/candle.ts';
import { epochMs } from '../../desk/units.ts';
import type { Engine } from '../../sim/engine/engine.ts';
import type { SimInstrument, SimMarket } from '../../sim/market.ts';
import { money, priceText, qtyText } from './numbers.ts';

const KEPT_ROWS_MAX = 200_000;

export interface KlinesQuery {
  readonly interval: Interval;
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly limit: number;
}

/** One row as the venue writes it. The candles know neither trades nor taker sides: those are zero. */
function rowText(bar: Candle, interval: Interval, it: SimInstrument): string {
  const middle = (bar.high + bar.low + bar.close) / 3;
  const texts = [bar.open, bar.high, bar.low, bar.close].map(at => `"${priceText(at, it)}"`).join(',');
  const closeTime = bar.at + INTERVAL_MS[interval] - 1;
  return `[${bar.at},${texts},"${qtyText(bar.volume, it)}",${closeTime},"${money(bar.volume * middle)}",0,"0","0","0"]`;
}

/**
 * Bars as an exchange shows them at a moment: those that have closed, and last the one still open, made of nothing
 * but what has been played so far and the price now. Rows of closed bars are kept as text, since each is asked for
 * about a hundred times.
 */
export class Klines {
  readonly #market: SimMarket;
  readonly #engine: Engine;
  readonly #kept = new Map<string, Map<number, string>>();
  #keptRows = 0;

  constructor(market: SimMarket, engine: Engine) {
    this.#market = market;
    this.#engine = engine;
  }

  /** The open bar at `now`, or undefined before the first trade. */
  openBar(it: SimInstrument, interval: Interval, now: number): Candle | undefined {
    const last = this.#engine.priceOf(it.symbol);
    if (last === undefined) return undefined;
    const ms = INTERVAL_MS[interval];
    const from = Math.floor(now / ms) * ms;
    const quarter = Math.floor(now / INTERVAL_MS['15m']) * INTERVAL_MS['15m'];
    // Whole quarters first: fewer bars to fold, and a recorded market may know no minutes before its start.
    const quarters = from < quarter ? this.#market.candles(it.symbol, '15m', from, quarter) : [];
    const minutes = this.#market.candles(it.symbol, '1m', Math.max(from, quarter), now);
    const played = [...quarters, ...minutes.filter(bar => bar.at + INTERVAL_MS['1m'] <= now)];
    const point: Candle = { at: epochMs(now), open: last, high: last, low: last, close: last, volume: 0 };
    return fold([...played, point], ms).at(-1);
  }

  /** JSON text of the answer. */
  answer(it: SimInstrument, query: KlinesQuery): string {
    const { interval, limit } = query;
    const ms = INTERVAL_MS[interval];
    const now = this.#engine.now;
    const openAt = Math.floor(now / ms) * ms;
    const to = Math.min(query.endTime ?? Number.POSITIVE_INFINITY, openAt);
    const wanted = query.startTime ?? Math.floor(to / ms) * ms - (limit - 1) * ms;
    const from = Math.ceil(wanted / ms) * ms;
    const until = query.startTime === undefined ? to : Math.min(to, from + (limit - 1) * ms);
    const closed = this.#market.candles(it.symbol, interval, from, Math.min(until + 1, openAt));
    const rows = closed.filter(bar => bar.at + ms <= now).map(bar => this.#row(bar, interval, it));
    if (from <= openAt && until >= openAt) {
      const open = this.openBar(it, interval, now);
      if (open !== undefined) rows.push(rowText(open, interval, it));
    }
    return `[${rows.slice(query.startTime === undefined ? -limit : 0).join(',')}]`;
  }

  #row(bar: Candle, interval: Interval, it: SimInstrument): string {
    const key = `${it.symbol} ${interval}`;
    let rows = this.#kept.get(key);
    if (rows === undefined || this.#keptRows > KEPT_ROWS_MAX) {
      if (this.#keptRows > KEPT_ROWS_MAX) this.#forget();
      rows = new Map();
      this.#kept.set(key, rows);
    }
    const known = rows.get(bar.at);
    if (known !== undefined) return known;
    const text = rowText(bar, interval, it);
    rows.set(bar.at, text);
    this.#keptRows += 1;
    return text;
  }

  #forget(): void {
    this.#kept.clear();
    this.#keptRows = 0;
  }
}
