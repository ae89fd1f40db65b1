import type { Recipe } from './recipe.ts';
import { stopFractionOf } from './recipe.ts';
import type { BarSeries } from './series.ts';

/**
 * What became of a signal bar, the one label of all models (I48). `both`: one bar touched both sides, so nobody knows
 * which came first. `flat`: neither was touched and the price came back to where it began.
 */
export type Outcome = 'up' | 'down' | 'both' | 'flat';

export interface Label {
  readonly outcome: Outcome;
  /** Bars from the signal bar to the one that decided. */
  readonly bars: number;
}

/**
 * Which of +1R and -1R is touched first after signal bar `i`. Entry is the open of the next bar, the first price that
 * can be had once the signal bar has closed. Undefined while the horizon is not over, or where a bar is missing in it.
 */
export function labelAt(series: BarSeries, i: number, atr: number, recipe: Recipe): Label | undefined {
  const { at, open, high, low, close, barMs } = series;
  const last = i + recipe.horizonBars;
  if (last >= at.length || (at[last] as number) - (at[i] as number) !== recipe.horizonBars * barMs) {
    return undefined;
  }
  const entry = open[i + 1] as number;
  const r = stopFractionOf(atr, recipe.stop);
  const [upper, lower] = [entry * (1 + r), entry * (1 - r)];
  for (let k = i + 1; k <= last; k += 1) {
    const up = (high[k] as number) >= upper;
    const down = (low[k] as number) <= lower;
    if (!up && !down) continue;
    const outcome = up && down ? 'both' : up ? 'up' : 'down';
    return { outcome, bars: k - i };
  }
  const end = close[last] as number;
  const outcome = end > entry ? 'up' : end < entry ? 'down' : 'flat';
  return { outcome, bars: recipe.horizonBars };
}

/** 1, 0, or NaN where neither side was right: left out of training, lost for either side in scoring. */
export const targetOf = (outcome: Outcome): number => {
  switch (outcome) {
    case 'up':
      return 1;
    case 'down':
      return 0;
    case 'both':
    case 'flat':
      return Number.NaN;
    default:
      return outcome satisfies never;
  }
};
