import type { ModelKind } from './ensemble.ts';
import type { Learner } from './learner.ts';
import { lightgbmLearner } from './lightgbm-learner.ts';
import { TrainingError } from './trees/errors.ts';
import { xgboostLearner } from './xgboost-learner.ts';

/** How each kind of model is trained. @throws TrainingError for a kind that this version cannot train */
export function learnerOf(kind: ModelKind): Learner<unknown> {
  if (kind === 'xgboost') return xgboostLearner() as Learner<unknown>;
  if (kind === 'lightgbm') return lightgbmLearner() as Learner<unknown>;
  throw new TrainingError('shape', `this version cannot train models of the kind ${kind}`);
}
