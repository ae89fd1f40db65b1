import { meanOf, normalCdf, normalQuantile, varianceOf } from './statistics.ts';

/** The Sharpe ratio of one period's returns, and what its error depends on. */
export interface SharpeSample {
  /** Mean over sample deviation; not annualised. */
  readonly sharpe: number;
  /** Number of returns. */
  readonly n: number;
  readonly skewness: number;
  /** Not the excess: 3 for a normal distribution. */
  readonly kurtosis: number;
}

/** Mean over sample deviation, of one period; NaN of fewer than two returns, and of returns that are all zero. */
export const sharpeOf = (returns: readonly number[]): number =>
  meanOf(returns) / Math.sqrt(varianceOf(returns));

/** The figures of at least two returns that are not all the same; NaN of others. */
export function sharpeSample(returns: readonly number[]): SharpeSample {
  const mean = meanOf(returns);
  const deviation = Math.sqrt(varianceOf(returns));
  const moment = (power: number) => meanOf(returns.map(each => ((each - mean) / deviation) ** power));
  return { sharpe: mean / deviation, n: returns.length, skewness: moment(3), kurtosis: moment(4) };
}

/** Standard error of a Sharpe ratio of returns that need not be normal. (Mertens, 2002; after Lo, 2002.) */
export const sharpeError = ({ sharpe, n, skewness, kurtosis }: SharpeSample): number =>
  Math.sqrt((1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2) / (n - 1));

/**
 * The chance that the true ratio is above a benchmark (of the same period), given one that was seen.
 * (Bailey and Lopez de Prado, The Sharpe Ratio Efficient Frontier, 2012.)
 */
export function probabilisticSharpe(sample: SharpeSample, benchmark = 0): number {
  const { sharpe, n, skewness, kurtosis } = sample;
  const width = Math.sqrt(1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2);
  return normalCdf(((sharpe - benchmark) * Math.sqrt(n - 1)) / width);
}

const EULER = 0.5772156649015329;

/**
 * The ratio that the best of so many worthless strategies may be expected to show; 0 of a single one. `spread` is the
 * standard deviation of the ratios that were tried, of the same period.
 * (Bailey and Lopez de Prado, The Deflated Sharpe Ratio, 2014.)
 */
export const expectedBestSharpe = (trials: number, spread: number): number =>
  trials > 1
    ? spread *
      ((1 - EULER) * normalQuantile(1 - 1 / trials) + EULER * normalQuantile(1 - 1 / (trials * Math.E)))
    : 0;
