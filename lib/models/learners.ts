import type { ModelKind } from './ensemble.ts';
import type { Learner } from './learner.ts';
import { lightgbmLearner } from './lightgbm-learner.ts';
import { nhitsLearner } from './nhits-learner.ts';
import { patchtstLearner } from './patchtst-learner.ts';
import { xgboostLearner } from './xgboost-learner.ts';

/** How each kind of model is trained, with the parameters that it is known by. */
export function learnerOf(kind: ModelKind): Learner<unknown> {
  switch (kind) {
    case 'xgboost':
      return xgboostLearner() as Learner<unknown>;
    case 'lightgbm':
      return lightgbmLearner() as Learner<unknown>;
    case 'nhits':
      return nhitsLearner() as Learner<unknown>;
    case 'patchtst':
      return patchtstLearner() as Learner<unknown>;
    default:
      return kind satisfies never;
  }
}
