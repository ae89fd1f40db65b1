import type { Candle } from '../../desk/candle.ts';
import { DAY_MS } from '../../desk/units.ts';
import type { Engine } from '../../sim/engine/engine.ts';
import type { SimInstrument, SimMarket } from '../../sim/market.ts';
import type { Klines } from './klines.ts';
import { money, priceText, qtyText } from './numbers.ts';

const QUARTER_MS = 900_000;

interface Span {
  readonly from: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly volume: number;
  readonly quoteUsd: number;
}

const quoteUsdOf = (bar: Candle) => (bar.volume * (bar.high + bar.low + bar.close)) / 3;

/**
 * The last 24 hours of each symbol, in quarter-hour bars: the span is 24 hours and up to 15 minutes long. The closed
 * part is summed once a quarter of an hour.
 */
export class DayTickers {
  readonly #market: SimMarket;
  readonly #engine: Engine;
  readonly #klines: Klines;
  readonly #closed = new Map<string, { readonly until: number; readonly span: Span | undefined }>();

  constructor(market: SimMarket, engine: Engine, klines: Klines) {
    this.#market = market;
    this.#engine = engine;
    this.#klines = klines;
  }

  /** One symbol's ticker, or undefined before its first trade. */
  shape(it: SimInstrument) {
    const now = this.#engine.now;
    const open = this.#klines.openBar(it, '15m', now);
    if (open === undefined) return undefined;
    const day = this.#add(this.#closedSpan(it, Math.floor(now / QUARTER_MS) * QUARTER_MS), open);
    const change = open.close - day.open;
    return {
      symbol: it.symbol,
      priceChange: priceText(change, it),
      priceChangePercent: ((change / day.open) * 100).toFixed(3),
      weightedAvgPrice: priceText(day.volume > 0 ? day.quoteUsd / day.volume : open.close, it),
      lastPrice: priceText(open.close, it),
      lastQty: qtyText(0, it),
      openPrice: priceText(day.open, it),
      highPrice: priceText(day.high, it),
      lowPrice: priceText(day.low, it),
      volume: qtyText(day.volume, it),
      quoteVolume: money(day.quoteUsd),
      openTime: day.from,
      closeTime: now,
      firstId: 0,
      lastId: 0,
      count: 0,
    };
  }

  #add(span: Span | undefined, bar: Candle): Span {
    const quoteUsd = quoteUsdOf(bar);
    if (span === undefined)
      return { from: bar.at, open: bar.open, high: bar.high, low: bar.low, volume: bar.volume, quoteUsd };
    return {
      from: span.from,
      open: span.open,
      high: Math.max(span.high, bar.high),
      low: Math.min(span.low, bar.low),
      volume: span.volume + bar.volume,
      quoteUsd: span.quoteUsd + quoteUsd,
    };
  }

  #closedSpan(it: SimInstrument, until: number): Span | undefined {
    const known = this.#closed.get(it.symbol);
    if (known?.until === until) return known.span;
    let span: Span | undefined;
    for (const bar of this.#market.candles(it.symbol, '15m', until - DAY_MS, until))
      span = this.#add(span, bar);
    this.#closed.set(it.symbol, { until, span });
    return span;
  }
}
