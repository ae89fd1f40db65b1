import { ModelFileError } from './errors.ts';
import type { JsonObject } from './model-json.ts';
import { countAt, listAt, numbersAt, objectAt } from './model-json.ts';
import type { PlainTree } from './tree.ts';

/**
 * Reads one tree of XGBoost's JSON format. Nodes that upstream deleted stay, unreachable.
 * @throws ModelFileError for lists of unequal length, unknown features, children that make no tree, values that
 * are not numbers, categorical splits, leaves that are vectors
 */
export function readXgboostTree(json: JsonObject, at: string, featureCount: number): PlainTree {
  const param = objectAt(json.tree_param, `${at}: tree_param`);
  const nodes = countAt(param.num_nodes, `${at}: num_nodes`);
  if (nodes === 0) throw new ModelFileError(`${at} has no nodes`);
  if (countAt(param.size_leaf_vector ?? '0', `${at}: size_leaf_vector`) > 1) {
    throw new ModelFileError(`${at}: leaves that are vectors are not supported`);
  }
  const numbers = (name: string) => numbersAt(json[name], `${at}: ${name}`, nodes);
  refuseCategories(json, at, nodes);
  const left = numbers('left_children');
  const right = numbers('right_children');
  const conditions = numbers('split_conditions').map(Math.fround);
  const weights = numbers('base_weights');
  const isLeaf = left.map(child => child === -1);
  const feature = numbers('split_indices').map((column, node) => (isLeaf[node] ? -1 : column));
  checkChildren(left, right, at);
  feature.forEach((column, node) => {
    if (column !== -1 && !(Number.isInteger(column) && column >= 0 && column < featureCount)) {
      throw new ModelFileError(`${at}: node ${node} splits on feature ${column} of ${featureCount}`);
    }
    if (isLeaf[node] && !Number.isFinite(conditions[node])) {
      throw new ModelFileError(`${at}: leaf ${node} is ${conditions[node]}`);
    }
  });
  return {
    feature,
    left,
    right,
    threshold: conditions.map((condition, node) => (isLeaf[node] ? 0 : condition)),
    value: conditions.map((condition, node) => (isLeaf[node] ? condition : (weights[node] ?? 0))),
    defaultLeft: numbers('default_left').map(flag => flag === 1),
    gain: numbers('loss_changes'),
    cover: numbers('sum_hessian'),
  };
}

function refuseCategories(json: JsonObject, at: string, nodes: number): void {
  const types = json.split_type === undefined ? [] : numbersAt(json.split_type, `${at}: split_type`, nodes);
  const categories = listAt(json.categories ?? [], `${at}: categories`);
  if (categories.length > 0 || types.some(type => type !== 0)) {
    throw new ModelFileError(`${at}: categorical splits are not supported`);
  }
}

/** From the root on every node has two children or none, and is reached once. */
function checkChildren(left: readonly number[], right: readonly number[], at: string): void {
  const isReached = new Uint8Array(left.length);
  const waiting = [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!(Number.isInteger(node) && node >= 0 && node < left.length)) {
      throw new ModelFileError(`${at}: there is no node ${node}, yet it is a child`);
    }
    if (isReached[node] === 1) throw new ModelFileError(`${at}: node ${node} has two parents`);
    isReached[node] = 1;
    const [a, b] = [left[node] as number, right[node] as number];
    if (a === -1 && b === -1) continue;
    waiting.push(b, a);
  }
}
