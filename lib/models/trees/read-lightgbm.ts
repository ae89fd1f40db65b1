import { shown } from '../../desk/words.ts';
import type { LightgbmBooster, LightgbmHead, LightgbmTree } from './booster-lightgbm.ts';
import { lightgbmBoosterOf } from './booster-lightgbm.ts';
import { ModelFileError } from './errors.ts';
import { fieldsOf, type ModelFields } from './model-lines.ts';
import { readLightgbmTree } from './read-lightgbm-tree.ts';

const VERSIONS = ['v2', 'v3', 'v4'];
const OBJECTIVE = 'binary sigmoid:1';

/**
 * Reads a booster from LightGBM's text format, releases 2.3 to 4.x, objective `binary sigmoid:1`. Features are 32-bit
 * floats here, so each bound becomes the next 32-bit float, which parts them alike.
 * @throws ModelFileError with one line that says what is wrong or not supported: other objectives, several classes,
 * random forests, categorical splits, linear trees, a file cut off, broken trees
 */
export function readLightgbmText(text: string): LightgbmBooster {
  const body = text.replaceAll('\r\n', '\n');
  const firstTree = body.search(/^Tree=/m);
  const end = body.search(/^end of trees$/m);
  const head = firstTree < 0 ? (end < 0 ? body : body.slice(0, end)) : body.slice(0, firstTree);
  if (!head.startsWith('tree\n'))
    throw new ModelFileError('not a LightGBM model: it does not begin with "tree"');
  const fields = fieldsOf(head.slice('tree\n'.length), 'the head');
  refuseOthers(fields);
  const booster = headOf(fields);
  if (end < 0) throw new ModelFileError('the file is cut off: it has no "end of trees"');
  const blocks = firstTree < 0 || firstTree > end ? [] : body.slice(firstTree, end).split(/^(?=Tree=)/m);
  checkSizes(blocks, fields);
  const trees = blocks.map((block, t) => treeOf(block, t, booster.featureCount));
  refuseOverflow(trees);
  return lightgbmBoosterOf(booster, trees);
}

function refuseOthers(fields: ModelFields): void {
  const refuse = (what: string): never => {
    throw new ModelFileError(`${what} is not supported`);
  };
  const version = fields.text('version');
  if (!VERSIONS.includes(version)) refuse(`format version ${shown(version)}`);
  if (fields.count('num_class') !== 1) refuse(`a model of ${fields.count('num_class')} classes`);
  if (fields.count('num_tree_per_iteration') !== 1)
    refuse(`a model of ${fields.count('num_tree_per_iteration')} trees a round`);
  if (fields.has('average_output')) refuse('a random forest, whose trees are averaged,');
  if (fields.has('linear_tree')) refuse('a model of linear trees');
  const objective = fields.text('objective');
  if (objective !== OBJECTIVE)
    throw new ModelFileError(`objective ${shown(objective)} is not supported, only "${OBJECTIVE}"`);
}

/** Beyond it places would not fit into the words that features are packed in (I47). */
const FEATURES_MAX = 65_536;

function headOf(fields: ModelFields): LightgbmHead {
  const featureCount = fields.count('max_feature_idx') + 1;
  if (featureCount > FEATURES_MAX)
    throw new ModelFileError(
      `a model of ${featureCount} features is not supported, only up to ${FEATURES_MAX}`,
    );
  const featureNames = fields.words('feature_names', featureCount);
  const ranges = new Float64Array(2 * featureCount).fill(Number.NaN);
  fields.words('feature_infos', featureCount).forEach((info, column) => {
    if (info === 'none') return;
    const [, low, high] = /^\[([^:\]]+):([^:\]]+)\]$/.exec(info) ?? [];
    const range = [Number(low), Number(high)];
    if (/^-?\d+(:-?\d+)*$/.test(info)) throw new ModelFileError('categorical features are not supported');
    if (!range.every(Number.isFinite))
      throw new ModelFileError(`feature_infos: ${shown(info)} is not a range of numbers`);
    ranges.set(range, 2 * column);
  });
  return { featureCount, featureNames, ranges };
}

/** Upstream finds its trees by their sizes; a file whose sizes are wrong is not the file that was written. */
function checkSizes(blocks: readonly string[], fields: ModelFields): void {
  const sizes = fields.numbers('tree_sizes');
  if (sizes.length !== blocks.length)
    throw new ModelFileError(`${blocks.length} trees where the file states ${sizes.length}`);
  blocks.forEach((block, t) => {
    if (block.length !== sizes[t])
      throw new ModelFileError(`tree ${t} has ${block.length} characters where the file states ${sizes[t]}`);
  });
}

function treeOf(block: string, t: number, featureCount: number): LightgbmTree {
  const at = `tree ${t}`;
  const [first = '', ...lines] = block.split('\n');
  if (first !== `Tree=${t}`) throw new ModelFileError(`${shown(first)} where tree ${t} is expected`);
  return readLightgbmTree(fieldsOf(lines.join('\n'), at), at, featureCount);
}

/** Leaves whose sum is infinite would make a certainty of a broken file. */
function refuseOverflow(trees: readonly LightgbmTree[]): void {
  const most = trees.reduce(
    (sum, { feature, value }) =>
      sum +
      value.reduce((max, leaf, node) => (feature[node] === -1 ? Math.max(max, Math.abs(leaf)) : max), 0),
    0,
  );
  if (!(most < Number.MAX_VALUE / 2)) throw new ModelFileError('its leaves add up to no number');
}
