import type { Booster } from './booster.ts';
import { treeCount } from './booster.ts';

/** The format version that is written: every upstream release from 1.6 to 3.x reads it. */
const VERSION = '[2,0,0]';
/** The parent of a root. */
const NO_PARENT = 2147483647;

/**
 * Writes a booster in XGBoost's JSON model format (objective `binary:logistic`). Upstream tells lists of floats
 * from lists of integers by how their numbers look, so every float has an exponent, as in its own files.
 */
export function writeXgboostJson(booster: Booster): string {
  const count = treeCount(booster);
  const trees = Array.from({ length: count }, (_, t) => treeJson(booster, t));
  const zeros = trees.map(() => 0).join(',');
  const steps = [...trees.map((_, t) => t), count].join(',');
  const names = JSON.stringify(booster.featureNames);
  const types = JSON.stringify(booster.featureNames.map(() => 'float'));
  const model =
    `{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"${count}"},` +
    `"iteration_indptr":[${steps}],"tree_info":[${zeros}],"trees":[${trees.join(',')}]}`;
  const param =
    `{"base_score":"${floatText(booster.baseScore)}","boost_from_average":"1","num_class":"0",` +
    `"num_feature":"${booster.featureCount}","num_target":"1"}`;
  const objective = '{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}';
  const learner =
    `{"attributes":{},"feature_names":${names},"feature_types":${types},` +
    `"gradient_booster":{"model":${model},"name":"gbtree"},` +
    `"learner_model_param":${param},"objective":${objective}}`;
  return `{"learner":${learner},"version":${VERSION}}`;
}

function treeJson(booster: Booster, t: number): string {
  const start = booster.treeStarts[t] as number;
  const end = booster.treeStarts[t + 1] as number;
  const feature = booster.feature.subarray(start, end);
  const value = booster.value.subarray(start, end);
  const threshold = booster.threshold.subarray(start, end);
  const local = (children: Int32Array) =>
    children.subarray(start, end).map(child => (child < 0 ? -1 : child - start));
  const [left, right] = [local(booster.left), local(booster.right)];
  const conditions = threshold.map((bound, node) => (feature[node] === -1 ? (value[node] as number) : bound));
  const integers = (list: Int32Array | Uint8Array) => `[${list.join(',')}]`;
  const floats = (list: Float32Array) => `[${Array.from(list, floatText).join(',')}]`;
  return (
    `{"base_weights":${floats(value)},"categories":[],"categories_nodes":[],"categories_segments":[],` +
    `"categories_sizes":[],"default_left":${integers(booster.defaultLeft.subarray(start, end))},"id":${t},` +
    `"left_children":${integers(left)},"loss_changes":${floats(booster.gain.subarray(start, end))},` +
    `"parents":${integers(parentsOf(left, right))},"right_children":${integers(right)},` +
    `"split_conditions":${floats(conditions)},` +
    `"split_indices":${integers(feature.map(column => Math.max(column, 0)))},` +
    `"split_type":${integers(new Uint8Array(feature.length))},` +
    `"sum_hessian":${floats(booster.cover.subarray(start, end))},` +
    `"tree_param":{"num_deleted":"0","num_feature":"${booster.featureCount}",` +
    `"num_nodes":"${feature.length}","size_leaf_vector":"1"}}`
  );
}

function parentsOf(left: Int32Array, right: Int32Array): Int32Array {
  const parents = new Int32Array(left.length).fill(NO_PARENT);
  for (const children of [left, right]) {
    children.forEach((child, node) => {
      if (child >= 0) parents[child] = node;
    });
  }
  return parents;
}

/** The fewest digits that read back as the same 32-bit float, with an exponent: `-3.2E0`. */
function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0E0';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  for (let digits = 0; digits < 8; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text.replace('e+', 'E').replace('e', 'E');
  }
  return value.toExponential(8).replace('e+', 'E').replace('e', 'E');
}
