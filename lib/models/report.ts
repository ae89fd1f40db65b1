import { dayBlockBootstrap, type Interval } from './bootstrap.ts';
import type { BracketSample } from './expected-value.ts';
import type { DayRecord, ResolvedPrediction } from './record.ts';
import { recordOf } from './record.ts';
import { expectedBestSharpe, probabilisticSharpe, sharpeOf, sharpeSample } from './sharpe.ts';
import { type Standing, standingOf } from './standing.ts';
import { areaUnderCurve, entropyOf } from './statistics.ts';
import { meanDrawn, tradingDays } from './trading-days.ts';

/** What a model has shown out of sample. */
export interface Evaluation {
  readonly rows: number;
  readonly logLoss: number;
  /** Of always saying the rate that the rows turned out to have. */
  readonly baseLogLoss: number;
  readonly areaUnderCurve: number;
  readonly standing: Standing;
  /** Mean net R of the bracket, a trade. */
  readonly netR: Interval;
  readonly trades: number;
  /** Of the daily mean net R; not annualised. */
  readonly sharpeDaily: number;
  /** Probability that the true Sharpe ratio is above what the best of `trials` worthless ones would have shown. */
  readonly deflatedSharpe: number;
  readonly record: readonly DayRecord[];
}

export interface EvaluationOptions {
  /** Of the bootstraps. */
  readonly seed: number;
  /** How many models or recipes were tried before this one was picked, it among them. */
  readonly trials: number;
}

/** Evaluates resolved predictions and what their brackets brought. */
export function evaluate(
  predictions: readonly ResolvedPrediction[],
  samples: readonly BracketSample[],
  { seed, trials }: EvaluationOptions,
): Evaluation {
  const record = recordOf(predictions);
  const sum = (of: (day: DayRecord) => number) => record.reduce((total, day) => total + of(day), 0);
  const [ups, downs] = [sum(day => day.ups), sum(day => day.downs)];
  const days = tradingDays(samples);
  const daily = days.map(({ netR, n }) => netR / n);
  return {
    rows: predictions.length,
    logLoss: sum(day => day.logLoss) / (ups + downs),
    baseLogLoss: entropyOf(ups / (ups + downs)),
    areaUnderCurve: areaUnderCurve(
      predictions.map(({ pUp }) => pUp),
      predictions.map(({ label }) => label),
    ),
    standing: standingOf(record, seed),
    netR: dayBlockBootstrap(days.length, seed, drawn => meanDrawn(days, drawn)),
    trades: samples.length,
    sharpeDaily: sharpeOf(daily),
    deflatedSharpe: deflatedSharpe(daily, trials),
    record,
  };
}

/**
 * The deflated Sharpe ratio, as a probability. The ratio that the best of `trials` worthless strategies may be expected
 * to show is taken off, and skewness and fat tails widen its error. The spread of the trials' ratios is taken to be that
 * of chance alone, 1 / (n - 1). NaN of fewer than ten returns.
 * (Bailey and Lopez de Prado, The Deflated Sharpe Ratio, 2014.)
 */
export function deflatedSharpe(returns: readonly number[], trials: number): number {
  const n = returns.length;
  if (n < 10) return Number.NaN;
  return probabilisticSharpe(sharpeSample(returns), expectedBestSharpe(trials, 1 / Math.sqrt(n - 1)));
}
