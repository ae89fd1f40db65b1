import type { ReplayedLimit, ReplayedModel } from '../result.ts';
import type { Changes } from './grid.ts';
import type { Metric } from './score.ts';
import type { Fold } from './walk-forward.ts';

/** What one replay of a sweep came to. */
export interface SweepPath {
  /** Its place in the sweep; 0 is what the limits are. */
  readonly n: number;
  readonly changes: Changes;
  /** Of its journal. */
  readonly hash: string;
  readonly trades: number;
  readonly feesUsd: number;
  /** The deepest fall of its equity, lows within the hours among them. */
  readonly maxDrawdownFraction: number;
  /** Share of its minutes in which its drawdown kept it from opening anything: a person would have been asked. */
  readonly haltedFraction: number;
  /** Of each whole day, a fraction of the equity it began with; nothing once nothing is left. */
  readonly returns: readonly number[];
}

/** A combination that was not replayed: no desk could run under it. */
export interface LeftOut {
  readonly changes: Changes;
  readonly because: string;
}

/** What is swept: all that all of its replays share. */
export interface SweepSpec {
  /** Instants in milliseconds since the epoch, UTC. */
  readonly from: number;
  readonly to: number;
  readonly symbols: readonly string[];
  readonly interval: '1m' | '15m' | '1h';
  readonly walletUsd: number;
  readonly limits: readonly ReplayedLimit[];
  readonly models: readonly ReplayedModel[];
  readonly metric: Metric;
  readonly folds: number;
  readonly leftOut: readonly LeftOut[];
  /** What a person must know before believing the figures. */
  readonly warnings: readonly string[];
}

/** What the days of a walk came to. Ratios are absent below thirty days. */
export interface SweepFigures {
  readonly days: number;
  readonly netFraction: number;
  /** Annualised, with a 95 % interval. */
  readonly sharpe?: { readonly value: number; readonly low?: number; readonly high?: number };
  /** Chance that the true Sharpe ratio is above 0. */
  readonly probabilisticSharpe?: number;
  /** The deepest fall from one day's end to a later one: what happened within a day is not in it. */
  readonly dailyFallFraction: number;
}

/** Whether choosing beat leaving the limits alone, on days that the choice had not seen. */
export interface Verdict {
  readonly type: 'better' | 'worse' | 'not-shown' | 'nothing-changed' | 'too-short';
  /** Mean daily return of the chosen less that of the limits as they are, with one-sided bounds of 95 % each. */
  readonly daily?: { readonly value: number; readonly low: number; readonly high: number };
}

/** A sweep as `--json` writes it. */
export interface SweepResult extends SweepSpec {
  readonly format: typeof SWEEP_FORMAT;
  readonly paths: readonly SweepPath[];
  readonly walk: readonly Fold[];
  /** Of the days of all folds: as the limits are, as they were chosen, and the best that nobody could have known. */
  readonly asTheyAre: SweepFigures;
  readonly chosen: SweepFigures;
  readonly hindsight: SweepFigures & { readonly path: number };
  readonly verdict: Verdict;
  /** What the whole span would choose for the days after it; its deflated Sharpe ratio allows for how many were tried. */
  readonly next: { readonly path: number; readonly deflatedSharpe?: number };
}

export const SWEEP_FORMAT = 'perpdesk-sweep-1';
