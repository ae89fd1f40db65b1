import type { Fraction } from '../../desk/units.ts';
import { fraction } from '../../desk/units.ts';
import { TrainingError } from './errors.ts';
import type { GrowthName } from './growth.ts';

/** How a booster is trained. The names are XGBoost's, in camel case. */
export interface BoosterParams {
  /** Trees at most; early stopping may leave fewer. */
  readonly rounds: number;
  /** Which leaf is split next. */
  readonly growth: GrowthName;
  /** Splits between the root and a leaf at most; 0 for no bound. */
  readonly maxDepth: number;
  /** Leaves of a tree at most; 0 for no bound. */
  readonly maxLeaves: number;
  /** Share of each tree's step that is taken (`eta`). */
  readonly learningRate: number;
  /** L2 penalty on leaf weights. */
  readonly lambda: number;
  /** L1 penalty on leaf weights. */
  readonly alpha: number;
  /** Loss reduction below which a leaf is not split (`gamma`). */
  readonly minSplitLoss: number;
  /** Sum of hessians below which a child is not made. */
  readonly minChildWeight: number;
  /** Largest leaf weight before the learning rate, either way; 0 for no bound. */
  readonly maxDeltaStep: number;
  /** Share of the rows each tree sees. */
  readonly subsample: Fraction;
  /** Share of the columns each tree sees (`colsample_bytree`). */
  readonly columnSample: Fraction;
  /** Places in a histogram, the one for missing values among them; 3 to 256. */
  readonly maxBin: number;
  /** Probability the first tree starts from; the mean label when absent. */
  readonly baseScore?: number;
  /** Rounds without a better validation loss after which training ends; 0 for never. */
  readonly earlyStoppingRounds: number;
  /** Chooses the sampled rows and columns. */
  readonly seed: number;
}

/** XGBoost's defaults, with its usual 100 rounds. */
export const BOOSTER_DEFAULTS: BoosterParams = {
  rounds: 100,
  growth: 'depth-wise',
  maxDepth: 6,
  maxLeaves: 0,
  learningRate: 0.3,
  lambda: 1,
  alpha: 0,
  minSplitLoss: 0,
  minChildWeight: 1,
  maxDeltaStep: 0,
  subsample: fraction(1),
  columnSample: fraction(1),
  maxBin: 256,
  earlyStoppingRounds: 0,
  seed: 0,
};

/** What a number may be, and in words. */
export type Range = readonly [(n: number) => boolean, string];
export type Ranges<Params> = {
  readonly [Name in keyof Params as Name extends 'growth' ? never : Name]-?: Range;
};

const isWhole = (n: number) => Number.isInteger(n) && n >= 0;

/** Ranges that parameters share. */
export const RANGE = {
  oneOrMore: [n => isWhole(n) && n >= 1, 'a whole number of 1 or more'],
  whole: [isWhole, 'a whole number of 0 or more'],
  positive: [n => n > 0 && n < Infinity, 'above 0'],
  zeroOrMore: [n => n >= 0 && n < Infinity, '0 or more'],
  share: [n => n > 0 && n <= 1, 'above 0, and 1 at most'],
  seed: [Number.isSafeInteger, 'a whole number'],
} as const satisfies Record<string, Range>;

const RANGES: Ranges<BoosterParams> = {
  rounds: RANGE.oneOrMore,
  maxDepth: RANGE.whole,
  maxLeaves: [n => isWhole(n) && n !== 1, '0, or a whole number of 2 or more'],
  learningRate: RANGE.positive,
  lambda: RANGE.zeroOrMore,
  alpha: RANGE.zeroOrMore,
  minSplitLoss: RANGE.zeroOrMore,
  minChildWeight: RANGE.zeroOrMore,
  maxDeltaStep: RANGE.zeroOrMore,
  subsample: RANGE.share,
  columnSample: RANGE.share,
  maxBin: [n => isWhole(n) && n >= 3 && n <= 256, 'a whole number from 3 to 256'],
  baseScore: [n => n > 0 && n < 1, 'between 0 and 1'],
  earlyStoppingRounds: RANGE.whole,
  seed: RANGE.seed,
};

/** @throws TrainingError for a value out of its range; what is undefined is not looked at */
export function checkRanges<Params extends object>(params: Params, ranges: Ranges<Params>): void {
  for (const [name, [fits, range]] of Object.entries<Range>(ranges)) {
    const value = params[name as keyof Params];
    if (value !== undefined && !(typeof value === 'number' && fits(value))) {
      throw new TrainingError('parameter', `${name} is ${String(value)}; it must be ${range}`);
    }
  }
}

/**
 * The parameters in full: what is not given is XGBoost's default.
 * @throws TrainingError for a value out of range, or a tree that nothing bounds
 */
export function completeParams(given: Partial<BoosterParams>): BoosterParams {
  const params = { ...BOOSTER_DEFAULTS, ...given };
  checkRanges(params, RANGES);
  if (params.maxDepth === 0 && params.maxLeaves === 0) {
    throw new TrainingError(
      'parameter',
      'maxDepth and maxLeaves are both 0; one of them must bound the tree',
    );
  }
  return params;
}
