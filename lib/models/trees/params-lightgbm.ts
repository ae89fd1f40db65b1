import type { Fraction } from '../../desk/units.ts';
import { fraction } from '../../desk/units.ts';
import type { Ranges } from './params.ts';
import { checkRanges, RANGE } from './params.ts';

/** How trees are trained as LightGBM does. The names are its own, in camel case and without units or prefixes. */
export interface LightgbmParams {
  /** Trees at most; early stopping may leave fewer. */
  readonly rounds: number;
  /** Leaves of a tree at most. */
  readonly numLeaves: number;
  /** Splits between the root and a leaf at most; 0 for no bound. */
  readonly maxDepth: number;
  /** Share of each tree's step that is taken. */
  readonly learningRate: number;
  /** L2 penalty on leaf values. */
  readonly lambda: number;
  /** Rows below which a child is not made. */
  readonly minDataInLeaf: number;
  /** Sum of hessians below which a child is not made. */
  readonly minSumHessian: number;
  /** Gain that a split must exceed. */
  readonly minSplitGain: number;
  /** Share of the rows each tree sees. */
  readonly baggingFraction: Fraction;
  /** Share of the columns each tree sees. */
  readonly featureFraction: Fraction;
  /** Bins of a feature at most, the one for missing values among them where there are any; 3 to 255. */
  readonly maxBin: number;
  /** Rounds without a better validation loss after which training ends; 0 for never. */
  readonly earlyStoppingRounds: number;
  /** Chooses the sampled rows and columns. */
  readonly seed: number;
}

/** LightGBM's defaults. */
export const LIGHTGBM_DEFAULTS: LightgbmParams = {
  rounds: 100,
  numLeaves: 31,
  maxDepth: 0,
  learningRate: 0.1,
  lambda: 0,
  minDataInLeaf: 20,
  minSumHessian: 1e-3,
  minSplitGain: 0,
  baggingFraction: fraction(1),
  featureFraction: fraction(1),
  maxBin: 255,
  earlyStoppingRounds: 0,
  seed: 0,
};

const RANGES: Ranges<LightgbmParams> = {
  rounds: RANGE.oneOrMore,
  numLeaves: [n => Number.isInteger(n) && n >= 2, 'a whole number of 2 or more'],
  maxDepth: RANGE.whole,
  learningRate: RANGE.positive,
  lambda: RANGE.zeroOrMore,
  minDataInLeaf: RANGE.whole,
  minSumHessian: RANGE.zeroOrMore,
  minSplitGain: RANGE.zeroOrMore,
  baggingFraction: RANGE.share,
  featureFraction: RANGE.share,
  maxBin: [n => Number.isInteger(n) && n >= 3 && n <= 255, 'a whole number from 3 to 255'],
  earlyStoppingRounds: RANGE.whole,
  seed: RANGE.seed,
};

/**
 * The parameters in full: what is not given is LightGBM's default.
 * @throws TrainingError for a value out of range
 */
export function completeLightgbmParams(given: Partial<LightgbmParams>): LightgbmParams {
  const params = { ...LIGHTGBM_DEFAULTS, ...given };
  checkRanges(params, RANGES);
  return params;
}
