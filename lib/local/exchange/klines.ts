import { type Candle, INTERVAL_MS, type Interval } from '../../desk/candle.ts';
import type { Engine } from '../../sim/engine/engine.ts';
import type { SimInstrument, SimMarket } from '../../sim/market.ts';
import { openBar, openedAt } from '../../sim/shown/bars.ts';
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
 * Bars as an exchange shows them at a moment: those that have closed, and last the one still open. Rows of closed bars
 * are kept as text, since each is asked for about a hundred times.
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

  /** JSON text of the answer. */
  answer(it: SimInstrument, query: KlinesQuery): string {
    const { interval, limit } = query;
    const ms = INTERVAL_MS[interval];
    const now = this.#engine.now;
    const openAt = openedAt(interval, now);
    const to = Math.min(query.endTime ?? Number.POSITIVE_INFINITY, openAt);
    const wanted = query.startTime ?? Math.floor(to / ms) * ms - (limit - 1) * ms;
    const from = Math.ceil(wanted / ms) * ms;
    const until = query.startTime === undefined ? to : Math.min(to, from + (limit - 1) * ms);
    const closed = this.#market.candles(it.symbol, interval, from, Math.min(until + 1, openAt));
    const rows = closed.filter(bar => bar.at + ms <= now).map(bar => this.#row(bar, interval, it));
    if (from <= openAt && until >= openAt) {
      const open = openBar(this.#market, this.#engine, it, interval);
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
