import type { Candle } from '../../desk/candle.ts';
import { DAY_MS, MINUTE_MS, minuteOf, type Price, type SymbolId } from '../../desk/units.ts';
import type { SimMarket } from '../market.ts';

const MEMORY_MS = 30 * DAY_MS;

/**
 * The price of a symbol at the start of a minute: the open of the bar that begins then; in a gap, the last close.
 * Nothing later is looked at. Answers are kept while time stands still.
 */
export class PriceBook {
  readonly #market: SimMarket;
  readonly #kept = new Map<string, Price | undefined>();
  #keptAt = Number.NaN;

  constructor(market: SimMarket) {
    this.#market = market;
  }

  /** Undefined for a symbol that has not traded by then (in the last thirty days). */
  at(symbol: SymbolId, now: number): Price | undefined {
    if (this.#keptAt !== now) {
      this.#kept.clear();
      this.#keptAt = now;
    }
    if (this.#kept.has(symbol)) return this.#kept.get(symbol);
    const found = this.#find(symbol, now);
    this.#kept.set(symbol, found);
    return found;
  }

  #find(symbol: SymbolId, now: number): Price | undefined {
    const bar = this.#market.minuteBar(symbol, minuteOf(now));
    if (bar !== undefined) return bar.open;
    return this.#lastBefore(symbol, now)?.close;
  }

  #lastBefore(symbol: SymbolId, now: number): Candle | undefined {
    const anHour = 60 * MINUTE_MS;
    for (const back of [anHour, DAY_MS, MEMORY_MS]) {
      const bar = this.#market.candles(symbol, '1m', now - back, now).at(-1);
      if (bar !== undefined) return bar;
    }
    return this.#market.candles(symbol, '15m', now - MEMORY_MS, now - 15 * MINUTE_MS + 1).at(-1);
  }
}
