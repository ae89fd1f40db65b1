import { at, backward, dot, factor, forward, triangleOf } from './cholesky.ts';

/**
 * Recursive Bayesian linear regression with forgetting, in information form: the trades' own sums are kept and the
 * coefficients are solved for when they are asked for, by Cholesky. What a trade adds is a square, what forgetting takes
 * away is given back to the prior, so the matrix is symmetric by how it is stored, never smaller than the prior, and
 * bounded by what a trade may hold: it cannot wind up, however long one context is never seen.
 */

/** A trade's weight, each time another one is learnt after it: half of it is left after 346 trades. */
export const FORGETTING = 0.998;
/** Worth of the prior, in trades: before any was seen each coefficient is 0, give or take 0.12 R. */
const PRIOR = 100;
/** Variance of a trade's result in R² before any was seen, and how many trades that is worth. */
const NOISE = 1.44;
const NOISE_TRADES = 10;
/** How many standard deviations the lower confidence bound lies below the mean. */
export const BOUND_DEVIATIONS = 0.5;
/** No result counts for more than this many R: one liquidation is not to outweigh a hundred trades. */
const RESULT_MAX = 5;
/** Below this a number of the state is nothing: forgotten for so long that no store could hold it. */
const NOTHING = 1e-12;

/** All that is remembered of the trades learnt. The first number of a context is 1. */
export interface Evidence {
  /** Prior and sum of x·xᵀ, as a lower triangle. */
  readonly precision: readonly number[];
  /** Sum of x·r. */
  readonly moment: readonly number[];
  /** Sum of squared surprises, in R², with the prior's; and its weight in trades. */
  readonly surprise: number;
  readonly surpriseTrades: number;
}

export const noEvidence = (columns: number): Evidence => ({
  precision: Array.from({ length: columns }, (_, i) =>
    Array.from({ length: i + 1 }, (__, j) => (i === j ? PRIOR : 0)),
  ).flat(),
  moment: Array.from({ length: columns }, () => 0),
  surprise: NOISE * NOISE_TRADES,
  surpriseTrades: NOISE_TRADES,
});

/** What the evidence comes to. All figures in R. */
export interface Belief {
  /** Mean of a context's result, and how far below it its lower bound lies. */
  of(context: readonly number[]): { readonly mean: number; readonly width: number };
  /**
   * The lower bound of the average trade: the mean of the past trades' means, less the root mean square of their widths,
   * all by what is known now and weighted as they are remembered. Undefined before the first trade. Both follow from the
   * evidence itself (its first column is the sum of the contexts), so no past context is kept.
   */
  readonly average: number | undefined;
}

/** Undefined where the evidence is none: numbers that are none, or that no trades could have added up to. */
export function beliefOf(evidence: Evidence): Belief | undefined {
  const { precision, moment, surprise, surpriseTrades } = evidence;
  const columns = moment.length;
  if (columns === 0 || precision.length !== triangleOf(columns) || !holdsPrior(precision, columns))
    return undefined;
  const l = factor(precision, columns);
  const variance = surprise / surpriseTrades;
  if (l === undefined || !(surpriseTrades > 0) || !(variance > 0)) return undefined;
  const coefficients = backward(l, forward(l, moment));
  const deviations = (share: number) => BOUND_DEVIATIONS * Math.sqrt(variance * share);
  if (!coefficients.every(Number.isFinite) || !Number.isFinite(variance)) return undefined;
  const trades = (precision[0] as number) - PRIOR;
  return {
    of: context => {
      const half = forward(l, context);
      return { mean: dot(coefficients, context), width: deviations(dot(half, half)) };
    },
    average:
      trades > 0.5
        ? dot(coefficients, firstColumn(precision, columns)) / trades -
          deviations(meanShare(l, columns, trades))
        : undefined,
  };
}

/** What trades add is never negative, so the matrix is nowhere smaller than the prior, but for roundings. */
const holdsPrior = (precision: readonly number[], columns: number): boolean =>
  factor(
    precision.map((value, place) => {
      const [i, j] = rowAndColumn(place);
      return i === j ? value - 0.999 * PRIOR : value;
    }),
    columns,
  ) !== undefined;

/** Sum of the past contexts: each begins with 1, and only the corner has the prior in it. */
const firstColumn = (precision: readonly number[], columns: number): readonly number[] =>
  Array.from({ length: columns }, (_, i) => (precision[at(i, 0)] as number) - (i === 0 ? PRIOR : 0));

/** Mean over the past trades of xᵀ·A⁻¹·x, which is (n - prior × trace A⁻¹) / trades. */
function meanShare(l: readonly number[], columns: number, trades: number): number {
  let trace = 0;
  for (let i = 0; i < columns; i += 1) {
    const half = forward(l, unit(columns, i));
    trace += dot(half, half);
  }
  return Math.max(0, (columns - PRIOR * trace) / trades);
}

const unit = (columns: number, i: number): readonly number[] =>
  Array.from({ length: columns }, (_, k) => (k === i ? 1 : 0));

/**
 * The evidence with one more trade: its context and what it earned in R, net. Undefined, and nothing learnt, where a
 * number is none or the evidence itself is.
 */
export function withTrade(
  evidence: Evidence,
  context: readonly number[],
  resultR: number,
): Evidence | undefined {
  const belief = beliefOf(evidence);
  const columns = evidence.moment.length;
  if (belief === undefined || context.length !== columns || context[0] !== 1) return undefined;
  if (!context.every(Number.isFinite) || !Number.isFinite(resultR)) return undefined;
  const r = Math.max(-RESULT_MAX, Math.min(RESULT_MAX, resultR));
  const { mean, width } = belief.of(context);
  const variance = evidence.surprise / evidence.surpriseTrades;
  // What was not known of the coefficients is no surprise of the trade's.
  const share = (width / BOUND_DEVIATIONS) ** 2 / variance;
  const kept = (value: number) => (Math.abs(value) < NOTHING ? 0 : value);
  const x = (i: number) => context[i] as number;
  return {
    precision: evidence.precision.map((value, place) => {
      const [i, j] = rowAndColumn(place);
      return kept(FORGETTING * value + (1 - FORGETTING) * (i === j ? PRIOR : 0) + x(i) * x(j));
    }),
    moment: evidence.moment.map((value, i) => kept(FORGETTING * value + x(i) * r)),
    surprise:
      FORGETTING * evidence.surprise +
      (1 - FORGETTING) * NOISE * NOISE_TRADES +
      (r - mean) ** 2 / (1 + share),
    surpriseTrades: FORGETTING * evidence.surpriseTrades + (1 - FORGETTING) * NOISE_TRADES + 1,
  };
}

function rowAndColumn(place: number): readonly [number, number] {
  const i = Math.floor((Math.sqrt(8 * place + 1) - 1) / 2);
  return [i, place - at(i, 0)];
}
