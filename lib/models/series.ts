import type { Candle } from '../desk/candle.ts';
import { isInstant, type SymbolId, symbolId } from '../desk/units.ts';

/** Funding settlements of a coin, oldest first: when, and the rate (above zero, longs pay shorts). */
export interface FundingSeries {
  readonly at: Float64Array;
  readonly rate: Float64Array;
}

/** A coin's closed signal bars, column by column, oldest first. `at` is a bar's open time. */
export interface BarSeries {
  readonly symbol: SymbolId;
  readonly barMs: number;
  readonly at: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly logClose: Float64Array;
  readonly funding: FundingSeries | undefined;
}

export const BITCOIN = symbolId('BTCUSDT');

/** Beyond these no sum or quotient of a window's bars could be relied on to be a number. */
const SMALLEST_PRICE = 1e-15;
const LARGEST = 1e21;

const isBar = (bar: Candle, barMs: number): boolean =>
  bar.low >= SMALLEST_PRICE &&
  bar.high <= LARGEST &&
  bar.low <= Math.min(bar.open, bar.close) &&
  bar.high >= Math.max(bar.open, bar.close) &&
  bar.volume >= 0 &&
  bar.volume <= LARGEST &&
  // One of the far future would make all that follow look old.
  isInstant(bar.at) &&
  bar.at % barMs === 0;

/**
 * Bars as columns. A bar that is none (NaN, negative, high below low, off the grid, not later than the one before) is
 * left out and so becomes a gap; nothing is filled in (I50).
 */
export function seriesOf(
  symbol: SymbolId,
  candles: readonly Candle[],
  barMs: number,
  funding?: FundingSeries,
): BarSeries {
  let last = -Infinity;
  const bars = candles.filter(bar => {
    if (!isBar(bar, barMs) || bar.at <= last) return false;
    last = bar.at;
    return true;
  });
  // A loop: `Float64Array.from` goes through an iterator, which took half of the time of a signal bar's features.
  const column = (of: (bar: Candle) => number) => {
    const values = new Float64Array(bars.length);
    for (let i = 0; i < bars.length; i += 1) values[i] = of(bars[i] as Candle);
    return values;
  };
  return {
    symbol,
    barMs,
    at: column(bar => bar.at),
    open: column(bar => bar.open),
    high: column(bar => bar.high),
    low: column(bar => bar.low),
    close: column(bar => bar.close),
    volume: column(bar => bar.volume),
    logClose: column(bar => Math.log(bar.close)),
    funding,
  };
}

/** What is known of a coin at an instant: its bars that have closed by then, and the funding settled by then. */
export function knownBy(series: BarSeries, instant: number): BarSeries {
  const { at, funding } = series;
  const bars = lastAtOrBefore(at, instant - series.barMs) + 1;
  const settled = funding === undefined ? 0 : lastAtOrBefore(funding.at, instant) + 1;
  if (bars === at.length && settled === (funding?.at.length ?? 0)) return series;
  const known = (column: Float64Array) => column.subarray(0, bars);
  return {
    ...series,
    at: known(at),
    open: known(series.open),
    high: known(series.high),
    low: known(series.low),
    close: known(series.close),
    volume: known(series.volume),
    logClose: known(series.logClose),
    funding: funding && { at: funding.at.subarray(0, settled), rate: funding.rate.subarray(0, settled) },
  };
}

/** The place of the bar that opens at `at`, or -1. */
export function barAt(series: BarSeries, at: number): number {
  const place = lastAtOrBefore(series.at, at);
  return series.at[place] === at ? place : -1;
}

/** The place of the last of ascending times that is not after `at`, or -1. */
export function lastAtOrBefore(times: Float64Array, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
