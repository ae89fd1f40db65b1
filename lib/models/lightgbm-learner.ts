import { fraction } from '../desk/units.ts';
import { bytesOf } from './digest.ts';
import { FEATURES } from './features.ts';
import type { Learner } from './learner.ts';
import type { LightgbmBooster } from './trees/booster-lightgbm.ts';
import type { LightgbmParams } from './trees/params-lightgbm.ts';
import { lightgbmMarginsOf } from './trees/predict-lightgbm.ts';
import { trainLightgbm } from './trees/train-lightgbm.ts';
import { writeLightgbmText } from './trees/write-lightgbm.ts';
import { atOnce } from './work.ts';

/** Few leaves, many rows in each, and a heavy penalty: what can be learnt from prices is faint beside their noise. */
export const LIGHTGBM_PARAMS: Partial<LightgbmParams> = {
  rounds: 300,
  numLeaves: 12,
  maxDepth: 6,
  learningRate: 0.05,
  lambda: 10,
  minDataInLeaf: 1200,
  minSumHessian: 300,
  baggingFraction: fraction(0.7),
  featureFraction: fraction(0.6),
  maxBin: 127,
  earlyStoppingRounds: 30,
};

/** The booster in the place of LightGBM: leaf-wise trees, written in LightGBM's own format. */
export const lightgbmLearner = (
  params: Partial<LightgbmParams> = LIGHTGBM_PARAMS,
): Learner<LightgbmBooster> => ({
  kind: 'lightgbm',
  train: (fit, stop, seed) =>
    atOnce(() => {
      // Early stopping needs rows to watch.
      const given = stop === undefined ? { ...params, earlyStoppingRounds: 0, seed } : { ...params, seed };
      return trainLightgbm(fit, given, {
        featureNames: FEATURES.names,
        ...(stop === undefined ? {} : { valid: stop }),
      });
    }),
  margins: (model, rows) => atOnce(() => lightgbmMarginsOf(model, rows)),
  write: model => bytesOf(writeLightgbmText(model)),
});
