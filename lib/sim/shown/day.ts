import type { Candle } from '../../desk/candle.ts';
import { DAY_MS } from '../../desk/units.ts';
import type { Engine } from '../engine/engine.ts';
import type { SimInstrument, SimMarket } from '../market.ts';
import { openBar, openedAt } from './bars.ts';

/** What a day has come to: prices, the volume in the base asset, and its dollars. */
export interface DaySpan {
  /** When the first bar of the span opened. */
  readonly from: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly last: number;
  readonly volume: number;
  readonly quoteUsd: number;
}

const quoteUsdOf = (bar: Candle) => (bar.volume * (bar.high + bar.low + bar.close)) / 3;

/**
 * The last 24 hours of each symbol, in quarter-hour bars: the span is 24 hours and up to 15 minutes long. The closed
 * part is summed once a quarter of an hour.
 */
export class DaySpans {
  readonly #market: SimMarket;
  readonly #engine: Engine;
  readonly #closed = new Map<string, { readonly until: number; readonly span: DaySpan | undefined }>();

  constructor(market: SimMarket, engine: Engine) {
    this.#market = market;
    this.#engine = engine;
  }

  /** One symbol's day, numbers not yet rounded; undefined before its first trade. */
  of(it: SimInstrument): DaySpan | undefined {
    const open = openBar(this.#market, this.#engine, it, '15m');
    if (open === undefined) return undefined;
    return withBar(this.#closedSpan(it, openedAt('15m', this.#engine.now)), open);
  }

  #closedSpan(it: SimInstrument, until: number): DaySpan | undefined {
    const known = this.#closed.get(it.symbol);
    if (known?.until === until) return known.span;
    let span: DaySpan | undefined;
    for (const bar of this.#market.candles(it.symbol, '15m', until - DAY_MS, until))
      span = withBar(span, bar);
    this.#closed.set(it.symbol, { until, span });
    return span;
  }
}

function withBar(span: DaySpan | undefined, bar: Candle): DaySpan {
  const { at, open, high, low, close, volume } = bar;
  const quoteUsd = quoteUsdOf(bar);
  if (span === undefined) return { from: at, open, high, low, last: close, volume, quoteUsd };
  return {
    from: span.from,
    open: span.open,
    high: Math.max(span.high, high),
    low: Math.min(span.low, low),
    last: close,
    volume: span.volume + volume,
    quoteUsd: span.quoteUsd + quoteUsd,
  };
}
