import { meanOf, varianceOf } from '../../models/statistics.ts';

/** What a combination is chosen by. */
export const METRICS = ['sharpe', 'growth', 'calmar'] as const;
export type Metric = (typeof METRICS)[number];

/** A deviation so small is rounding. */
const FLAT = 1e-12;

/**
 * A number to compare daily returns by, the higher the better: their mean over their sample deviation, what a dollar has
 * become, or that over the deepest fall on the way. 0 of a desk that stood still; of one that has lost everything
 * the lowest there is.
 */
export function scoreOf(returns: readonly number[], metric: Metric): number {
  if (returns.some(each => each <= -1)) return Number.NEGATIVE_INFINITY;
  switch (metric) {
    case 'sharpe':
      return dailySharpe(returns);
    case 'growth':
      return growthOf(returns);
    case 'calmar':
      return calmarOf(returns);
    default:
      return metric satisfies never;
  }
}

/** Not annualised; 0 where nothing moved. */
export function dailySharpe(returns: readonly number[]): number {
  const deviation = returns.length < 2 ? 0 : Math.sqrt(varianceOf(returns));
  return deviation > FLAT ? meanOf(returns) / deviation : 0;
}

/** What all days together came to, a fraction. */
export const growthOf = (returns: readonly number[]): number =>
  returns.reduce((worth, each) => worth * (1 + each), 1) - 1;

/** The deepest fall from a highest day's end to a later one, a fraction of it. */
export function fallOf(returns: readonly number[]): number {
  let [worth, highest, deepest] = [1, 1, 0];
  for (const each of returns) {
    worth *= 1 + each;
    highest = Math.max(highest, worth);
    deepest = Math.max(deepest, 1 - worth / highest);
  }
  return deepest;
}

function calmarOf(returns: readonly number[]): number {
  const [growth, fall] = [growthOf(returns), fallOf(returns)];
  if (fall > FLAT) return growth / fall;
  return growth > FLAT ? Number.POSITIVE_INFINITY : 0;
}
