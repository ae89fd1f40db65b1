import type { Candle } from './candle.ts';
import { type Fraction, fraction, type PriceDistance, priceDistance } from './units.ts';

/** The largest of: this bar's range, and the way from the last close to either end of it. */
const trueRange = (bar: Candle, previousClose: number): number =>
  Math.max(bar.high, previousClose) - Math.min(bar.low, previousClose);

/**
 * Wilder's average true range over `period` bars, in price units: the mean of the first `period` true ranges,
 * then `(previous x (period - 1) + range) / period`. Undefined with fewer than `period + 1` bars.
 * (J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.)
 */
export function averageTrueRange(bars: readonly Candle[], period: number): PriceDistance | undefined {
  if (bars.length <= period) return undefined;
  let average = 0;
  let previousClose = 0;
  bars.forEach((bar, i) => {
    if (i > 0) {
      const range = trueRange(bar, previousClose);
      average = i <= period ? average + range / period : (average * (period - 1) + range) / period;
    }
    previousClose = bar.close;
  });
  return priceDistance(average);
}

/** The average true range as a fraction of the last close; undefined where the bars do not yield one. */
export function atrFraction(bars: readonly Candle[], period: number): Fraction | undefined {
  const range = averageTrueRange(bars, period);
  const last = bars.at(-1);
  if (range === undefined || last === undefined) return undefined;
  const share = range / last.close;
  return Number.isFinite(share) ? fraction(share) : undefined;
}
