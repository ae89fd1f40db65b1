import { dayBlockBootstrap } from './bootstrap.ts';
import type { BracketSample } from './expected-value.ts';
import { meanDrawn, tradingDays } from './trading-days.ts';

/** What would have come of trading every prediction of at least such a confidence, out of sample, costs paid. */
export interface Threshold {
  readonly confidenceMin: number;
  /** Trades, those of them that ended above zero, and the days that they were on. */
  readonly n: number;
  readonly wins: number;
  readonly days: number;
  /** Mean net R a trade, with one-sided bounds of 95 % each; null where there is none, or too few days to say. */
  readonly meanR: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export const THRESHOLDS = [0.5, 0.525, 0.55, 0.575, 0.6, 0.65, 0.7, 0.75, 0.8];

/** Each confidence threshold with what it would have brought. `seed` makes the intervals repeatable. */
export const thresholdsOf = (samples: readonly BracketSample[], seed: number): readonly Threshold[] =>
  THRESHOLDS.map(confidenceMin => {
    const taken = samples.filter(({ confidence }) => confidence >= confidenceMin);
    const days = tradingDays(taken);
    const { value, low, high } = dayBlockBootstrap(days.length, seed, drawn => meanDrawn(days, drawn));
    return {
      confidenceMin,
      n: taken.length,
      wins: taken.filter(({ netR }) => netR > 0).length,
      days: days.length,
      meanR: known(value),
      low: known(low),
      high: known(high),
    };
  });

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
