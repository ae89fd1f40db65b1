import type { Candle } from './candle.ts';
import { type Fraction, fraction, type PriceDistance, priceDistance } from './units.ts';

/** The largest of: this bar's range, and the way from the last close to either end of it. */
const trueRange = (high: number, low: number, previousClose: number): number =>
  Math.max(high, previousClose) - Math.min(low, previousClose);

/**
 * Wilder's average true range over `period` bars, in price units: the mean of the first `period` true ranges,
 * then `(previous x (period - 1) + range) / period`. Undefined with fewer than `period + 1` bars.
 * (J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.)
 */
export function averageTrueRange(bars: readonly Candle[], period: number): PriceDistance | undefined {
  const state = new AverageTrueRange(period);
  let average: number | undefined;
  for (const { high, low, close } of bars) average = state.push(high, low, close);
  return average === undefined ? undefined : priceDistance(average);
}

/** The same bar by bar: after each it is, bit for bit, what `averageTrueRange` says of all bars so far. */
export class AverageTrueRange {
  readonly #period: number;
  #bars = 0;
  #average = 0;
  #previousClose = 0;

  constructor(period: number) {
    this.#period = period;
  }

  /** Takes the next bar. In price units; undefined for the first `period` bars. */
  push(high: number, low: number, close: number): number | undefined {
    const [i, period] = [this.#bars, this.#period];
    if (i > 0) {
      const range = trueRange(high, low, this.#previousClose);
      const before = this.#average;
      this.#average = i <= period ? before + range / period : (before * (period - 1) + range) / period;
    }
    this.#bars = i + 1;
    this.#previousClose = close;
    return i < period ? undefined : this.#average;
  }
}

/** The average true range as a fraction of the last close; undefined where the bars do not yield one. */
export function atrFraction(bars: readonly Candle[], period: number): Fraction | undefined {
  const range = averageTrueRange(bars, period);
  const last = bars.at(-1);
  if (range === undefined || last === undefined) return undefined;
  const share = range / last.close;
  return Number.isFinite(share) ? fraction(share) : undefined;
}
