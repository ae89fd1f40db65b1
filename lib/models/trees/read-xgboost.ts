import { shown } from '../../desk/words.ts';
import type { Booster } from './booster.ts';
import { boosterOf } from './booster.ts';
import { ModelFileError } from './errors.ts';
import type { JsonObject } from './model-json.ts';
import { countAt, listAt, objectAt, parseModelJson } from './model-json.ts';
import { readXgboostTree } from './read-xgboost-tree.ts';

/**
 * Reads a booster from XGBoost's JSON model format, versions 1.6 to 3.x, objective `binary:logistic`.
 * @throws ModelFileError with one line that says what is wrong or not supported: other boosters (dart, gblinear),
 * other objectives, several classes or targets, categorical splits, broken trees
 */
export function readXgboostJson(text: string): Booster {
  const file = parseModelJson(text);
  if (file.learner === undefined) throw new ModelFileError('not an XGBoost model: it has no "learner"');
  const learner = objectAt(file.learner, 'learner');
  const booster = objectAt(learner.gradient_booster, 'learner.gradient_booster');
  if (booster.name !== 'gbtree') {
    throw new ModelFileError(`booster ${shown(booster.name)} is not supported, only "gbtree"`);
  }
  const objective = objectAt(learner.objective, 'learner.objective').name;
  if (objective !== 'binary:logistic') {
    throw new ModelFileError(`objective ${shown(objective)} is not supported, only "binary:logistic"`);
  }
  const head = headOf(learner);
  const trees = treesOf(objectAt(booster.model, 'learner.gradient_booster.model')).map((tree, t) =>
    readXgboostTree(tree, `tree ${t}`, head.featureCount),
  );
  refuseOverflow(trees);
  return boosterOf(head, trees);
}

/** The largest 32-bit float, in which margins are summed. */
const FLOAT_MAX = 3.4028234663852886e38;

/** Leaves whose sum is infinite would make a certainty of a broken file. */
function refuseOverflow(trees: readonly ReturnType<typeof readXgboostTree>[]): void {
  const most = trees.reduce(
    (sum, { feature, value }) =>
      sum +
      value.reduce((max, leaf, node) => (feature[node] === -1 ? Math.max(max, Math.abs(leaf)) : max), 0),
    0,
  );
  if (!(most < FLOAT_MAX / 2)) throw new ModelFileError('its leaves add up to no number');
}

/** Beyond it places would not fit into the words that features are packed in (I47). */
const FEATURES_MAX = 65_536;

function headOf(learner: JsonObject): Pick<Booster, 'featureCount' | 'featureNames' | 'baseScore'> {
  const at = 'learner.learner_model_param';
  const param = objectAt(learner.learner_model_param, at);
  const classes = countAt(param.num_class ?? '0', `${at}.num_class`);
  const targets = countAt(param.num_target ?? '1', `${at}.num_target`);
  if (classes > 1) throw new ModelFileError(`a model of ${classes} classes is not supported`);
  if (targets > 1) throw new ModelFileError(`a model of ${targets} targets is not supported`);
  const featureCount = countAt(param.num_feature, `${at}.num_feature`);
  const types = listAt(learner.feature_types ?? [], 'learner.feature_types');
  if (types.includes('c')) throw new ModelFileError('categorical features are not supported');
  if (featureCount > FEATURES_MAX)
    throw new ModelFileError(
      `a model of ${featureCount} features is not supported, only up to ${FEATURES_MAX}`,
    );
  const featureNames = listAt(learner.feature_names ?? [], 'learner.feature_names').map((name, i) => {
    if (typeof name === 'string') return name;
    throw new ModelFileError(`learner.feature_names[${i}] is ${shown(name)}, a name expected`);
  });
  if (featureNames.length > 0 && featureNames.length !== featureCount) {
    throw new ModelFileError(`${featureNames.length} feature names for ${featureCount} features`);
  }
  return { featureCount, featureNames, baseScore: baseScoreOf(param.base_score, `${at}.base_score`) };
}

/** A number as text; in brackets since version 3.1. */
function baseScoreOf(value: unknown, path: string): number {
  const score =
    typeof value === 'string' ? Math.fround(Number(value.replace(/^\[([^,]*)\]$/, '$1'))) : Number.NaN;
  if (score > 0 && score < 1) return score;
  throw new ModelFileError(`${path} is ${shown(value)}, a probability between 0 and 1 expected`);
}

function treesOf(model: JsonObject): JsonObject[] {
  const at = 'learner.gradient_booster.model';
  const trees = listAt(model.trees, `${at}.trees`);
  const param = objectAt(model.gbtree_model_param, `${at}.gbtree_model_param`);
  const stated = countAt(param.num_trees, `${at}.gbtree_model_param.num_trees`);
  if (stated !== trees.length) {
    throw new ModelFileError(`${trees.length} trees where the file states ${stated}`);
  }
  return trees.map((tree, t) => objectAt(tree, `tree ${t}`));
}
