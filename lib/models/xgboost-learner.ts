import { fraction } from '../desk/units.ts';
import { bytesOf } from './digest.ts';
import { FEATURES } from './features.ts';
import type { Learner } from './learner.ts';
import type { Booster } from './trees/booster.ts';
import type { BoosterParams } from './trees/params.ts';
import { marginsOf } from './trees/predict.ts';
import { trainBooster } from './trees/train.ts';
import { writeXgboostJson } from './trees/write-xgboost.ts';
import { atOnce } from './work.ts';

/** Small, slow, heavily pruned trees: what can be learnt from prices is faint beside their noise. */
export const XGBOOST_PARAMS: Partial<BoosterParams> = {
  rounds: 300,
  growth: 'depth-wise',
  maxDepth: 4,
  learningRate: 0.05,
  lambda: 10,
  minChildWeight: 300,
  subsample: fraction(0.7),
  columnSample: fraction(0.6),
  maxBin: 128,
  earlyStoppingRounds: 30,
};

/** The booster in the place of XGBoost: depth-wise trees, written in XGBoost's own format. */
export const xgboostLearner = (params: Partial<BoosterParams> = XGBOOST_PARAMS): Learner<Booster> => ({
  kind: 'xgboost',
  train: (fit, stop, seed) =>
    atOnce(() => {
      // Early stopping needs rows to watch.
      const given = stop === undefined ? { ...params, earlyStoppingRounds: 0, seed } : { ...params, seed };
      return trainBooster(fit, given, {
        featureNames: FEATURES.names,
        ...(stop === undefined ? {} : { valid: stop }),
      });
    }),
  margins: (model, rows) => atOnce(() => marginsOf(model, rows)),
  write: model => bytesOf(writeXgboostJson(model)),
});
