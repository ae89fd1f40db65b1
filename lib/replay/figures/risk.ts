import {
  expectedBestSharpe,
  probabilisticSharpe,
  type SharpeSample,
  sharpeError,
  sharpeSample,
} from '../../models/sharpe.ts';
import { meanOf, varianceOf } from '../../models/statistics.ts';
import { DAYS_A_YEAR, DAYS_MIN } from './days.ts';
import { type Bounded, finite, known, ratio } from './interval.ts';

/** How many settings were tried before this one was picked, it among them. */
export interface Trials {
  readonly n: number;
  /** Variance of the daily (not annualised) Sharpe ratios of all of them; by default that of chance alone, 1 / (days - 1). */
  readonly sharpeVariance?: number;
}

export const ONE_TRIAL: Trials = { n: 1 };

/** Of daily returns. All but `days` and `trials` are absent below thirty days, and where they would divide by nothing. */
export interface Risk {
  /** Daily returns that the others are made of. */
  readonly days: number;
  readonly trials: number;
  /** Annualised, with a 95 % interval. */
  readonly sharpe?: Bounded;
  /** Annualised. */
  readonly sortino?: number;
  /** Chance that the true Sharpe ratio is above 0. */
  readonly probabilisticSharpe?: number;
  /** Chance that it is above what the best of `trials` worthless settings would show. */
  readonly deflatedSharpe?: number;
  /** Mean loss of the worst twentieth of days, a fraction of equity; a loss is above 0. */
  readonly shortfallFraction?: number;
  /** Standard deviation a year. */
  readonly volatilityFraction?: number;
}

const Z_95 = 1.959964;
/** A deviation so small beside the returns themselves is rounding. */
const FLAT = 1e-12;

export function riskOf(returns: readonly number[], trials: Trials = ONE_TRIAL): Risk {
  const head = { days: returns.length, trials: trials.n };
  if (returns.length < DAYS_MIN) return head;
  const shortfall = known('shortfallFraction', finite(expectedShortfall(returns)));
  const sortino = known('sortino', sortinoOf(returns));
  const deviation = Math.sqrt(varianceOf(returns));
  if (!(deviation > FLAT)) return { ...head, ...shortfall, ...sortino };
  const sample = sharpeSample(returns);
  const best = expectedBestSharpe(trials.n, Math.sqrt(trials.sharpeVariance ?? 1 / (sample.n - 1)));
  return {
    ...head,
    sharpe: bounded(sample),
    ...sortino,
    ...known('probabilisticSharpe', finite(probabilisticSharpe(sample))),
    ...known('deflatedSharpe', finite(probabilisticSharpe(sample, best))),
    ...shortfall,
    volatilityFraction: deviation * Math.sqrt(DAYS_A_YEAR),
  };
}

function bounded(sample: SharpeSample): Bounded {
  const year = Math.sqrt(DAYS_A_YEAR);
  const half = Z_95 * sharpeError(sample);
  return {
    value: sample.sharpe * year,
    low: (sample.sharpe - half) * year,
    high: (sample.sharpe + half) * year,
  };
}

/** Annualised mean over the root mean square of the losses, all days counted; undefined without a loss. */
export function sortinoOf(returns: readonly number[]): number | undefined {
  const downside = Math.sqrt(meanOf(returns.map(each => Math.min(0, each) ** 2)));
  const daily = downside > FLAT ? ratio(meanOf(returns), downside) : undefined;
  return daily === undefined ? undefined : daily * Math.sqrt(DAYS_A_YEAR);
}

/**
 * Mean loss of the worst share of returns; of a share that is no whole number of them, the last counts in part. Above 0
 * for a loss. NaN of nothing. (Acerbi and Tasche, 2002.)
 */
export function expectedShortfall(returns: readonly number[], share = 0.05): number {
  const tail = returns.length * share;
  const sum = returns
    .toSorted((a, b) => a - b)
    .reduce((sofar, each, i) => sofar + each * Math.min(1, Math.max(0, tail - i)), 0);
  return 0 - sum / tail;
}
