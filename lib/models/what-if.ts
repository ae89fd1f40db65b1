import { DAY_MS } from '../desk/units.ts';
import { dayBlockBootstrap } from './bootstrap.ts';
import type { BracketSample } from './expected-value.ts';

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
    const days = [...sumsByDay(taken).values()];
    const { value, low, high } = dayBlockBootstrap(days.length, seed, drawn => {
      let [sum, n] = [0, 0];
      days.forEach((day, d) => {
        sum += (drawn[d] as number) * day.netR;
        n += (drawn[d] as number) * day.n;
      });
      return sum / n;
    });
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

function sumsByDay(samples: readonly BracketSample[]): Map<number, { netR: number; n: number }> {
  const days = new Map<number, { netR: number; n: number }>();
  for (const { at, netR } of samples) {
    const day = Math.floor(at / DAY_MS);
    const sofar = days.get(day) ?? { netR: 0, n: 0 };
    days.set(day, { netR: sofar.netR + netR, n: sofar.n + 1 });
  }
  return days;
}

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
