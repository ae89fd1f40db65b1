import type { BinnedMatrix } from './binning.ts';
import { leafWeight } from './gain.ts';
import { GROWTH } from './growth.ts';
import type { HistogramLayout } from './histogram.ts';
import type { BoosterParams } from './params.ts';
import type { TreeRules } from './rules.ts';
import { bestSplit } from './split.ts';

/** XGBoost's: gains and leaf values in 32-bit floats, bounds on the hessians of a child. */
export function xgboostRules(
  matrix: BinnedMatrix,
  layout: HistogramLayout,
  params: BoosterParams,
): TreeRules {
  const { maxDepth, maxLeaves, growth, minChildWeight, minSplitLoss } = params;
  const rate = Math.fround(params.learningRate);
  return {
    maxDepth,
    maxLeaves,
    next: GROWTH[growth],
    maySplit: ({ hessian }) => hessian >= 2 * minChildWeight,
    bestSplit: (histogram, columns, sums) =>
      bestSplit(histogram, layout, matrix, columns, sums, params, minSplitLoss),
    weightOf: ({ gradient, hessian }) => leafWeight(gradient, hessian, params),
    valueOf: weight => Math.fround(weight * rate),
  };
}
