import type { BinnedMatrix } from './binning.ts';
import { GROWTH } from './growth.ts';
import type { HistogramLayout } from './histogram.ts';
import type { LightgbmParams } from './params-lightgbm.ts';
import type { TreeRules } from './rules.ts';
import { bestSplitLightgbm } from './split-lightgbm.ts';

/** LightGBM's: the most gainful leaf first, 64-bit floats, bounds on the rows and hessians of a child. */
export function lightgbmRules(
  matrix: BinnedMatrix,
  layout: HistogramLayout,
  params: LightgbmParams,
): TreeRules {
  const { maxDepth, numLeaves, minDataInLeaf, lambda, learningRate } = params;
  return {
    maxDepth,
    maxLeaves: numLeaves,
    next: GROWTH['leaf-wise'],
    maySplit: (_, rows) => rows >= 2 * minDataInLeaf,
    bestSplit: (histogram, columns, sums, rows) =>
      bestSplitLightgbm(histogram, layout, matrix, columns, sums, rows, params),
    weightOf: ({ gradient, hessian }) => (hessian + lambda > 0 ? -gradient / (hessian + lambda) : 0),
    valueOf: weight => weight * learningRate,
  };
}
