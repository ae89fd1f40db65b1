import type { BarSeries } from '../series.ts';
import type { Wilder } from './wilder.ts';

/** Bars a row of features is made from, the signal bar itself the last of them. */
export const WINDOW_BARS = 128;

/** A signal bar as the feature groups see it. They may read the bars from `from` to `i` and no other. */
export interface BarView {
  readonly series: BarSeries;
  readonly i: number;
  readonly from: number;
  /** Wilder's averages over the window. */
  readonly wilder: Wilder;
}

/** Some features of one coin's bar: their names, and what writes them in that order from `at` on. */
export interface FeatureGroup {
  readonly names: readonly string[];
  write(bar: BarView, out: Float32Array, at: number): void;
}

/** True when the window that ends with bar `i` is whole: enough bars, and no gap between them. */
export function hasWindow({ at, barMs }: BarSeries, i: number): boolean {
  const first = i - WINDOW_BARS + 1;
  return first >= 0 && (at[i] as number) - (at[first] as number) === (WINDOW_BARS - 1) * barMs;
}

export const mean = (values: Float64Array, from: number, to: number): number => {
  let sum = 0;
  for (let k = from; k <= to; k += 1) sum += values[k] as number;
  return sum / (to - from + 1);
};

/** Standard deviation of the population, about a mean that was reckoned over the same places. */
export const deviation = (values: Float64Array, from: number, to: number, about: number): number => {
  let sum = 0;
  for (let k = from; k <= to; k += 1) sum += ((values[k] as number) - about) ** 2;
  return Math.sqrt(sum / (to - from + 1));
};

/** A quotient, or NaN (missing) where it has no meaning. */
export const ratio = (over: number, under: number): number => (under > 0 ? over / under : Number.NaN);
