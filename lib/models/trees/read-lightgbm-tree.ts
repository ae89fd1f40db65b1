import type { LightgbmTree } from './booster-lightgbm.ts';
import { ModelFileError } from './errors.ts';
import { floatAbove } from './float-steps.ts';
import type { ModelFields } from './model-lines.ts';

/** The bits of upstream's `decision_type`. */
export const DECISION = { categorical: 1, defaultLeft: 2, missingShift: 2, bits: 15 } as const;
/** What counts as missing, as those bits have it: nothing (NaN is taken for zero), zero and NaN, NaN. */
export const MISSING = { none: 0, zero: 1, nan: 2 } as const;

/**
 * Reads one tree of LightGBM's text format.
 * @throws ModelFileError for lists of unequal length, unknown features, children that make no tree, values that are
 * not numbers, categorical splits, linear leaves
 */
export function readLightgbmTree(fields: ModelFields, at: string, featureCount: number): LightgbmTree {
  const leaves = fields.count('num_leaves');
  if (leaves === 0) throw new ModelFileError(`${at} has no leaves`);
  const value = fields.numbers('leaf_value', leaves);
  if (fields.has('num_cat') && fields.count('num_cat') > 0)
    throw new ModelFileError(`${at}: categorical splits are not supported`);
  if (fields.has('is_linear') && fields.count('is_linear') > 0)
    throw new ModelFileError(`${at}: linear leaves are not supported`);
  const splits = leaves - 1;
  const feature = fields.numbers('split_feature', splits);
  const decisions = fields.numbers('decision_type', splits);
  const threshold = fields.bounds('threshold', splits).map(floatAbove);
  const sides = [fields.numbers('left_child', splits), fields.numbers('right_child', splits)] as const;
  checkSplits(feature, decisions, at, featureCount);
  checkChildren(sides, leaves, at);
  const missing = decisions.map(bits => bits >> DECISION.missingShift);
  const defaultLeft = decisions.map((bits, node) =>
    missing[node] === MISSING.none ? (threshold[node] as number) > 0 : (bits & DECISION.defaultLeft) !== 0,
  );
  /** Entries of the splits, and the leaves' after them; zeros where an older release wrote none. */
  const withLeaves = (name: string, leafName: string): number[] => [
    ...listOr0(fields, name, splits),
    ...listOr0(fields, leafName, leaves),
  ];
  const none = Array<number>(leaves).fill(0);
  const children = (side: readonly number[]) => [
    ...side.map(child => (child < 0 ? splits + ~child : child)),
    ...none.map(() => -1),
  ];
  return {
    feature: [...feature, ...none.map(() => -1)],
    threshold: [...threshold, ...none],
    left: children(sides[0]),
    right: children(sides[1]),
    defaultLeft: [...defaultLeft, ...none.map(() => false)],
    zeroIsMissing: [...missing.map(kind => kind === MISSING.zero), ...none.map(() => false)],
    value: [...listOr0(fields, 'internal_value', splits), ...value],
    gain: [...listOr0(fields, 'split_gain', splits), ...none],
    cover: withLeaves('internal_weight', 'leaf_weight'),
    count: withLeaves('internal_count', 'leaf_count'),
    shrinkage: fields.has('shrinkage') ? (fields.numbers('shrinkage', 1)[0] as number) : 1,
  };
}

/** What upstream only tells, and leaves out where there is nothing to tell. */
function listOr0(fields: ModelFields, name: string, length: number): number[] {
  const isThere = fields.has(name) && fields.text(name).trim() !== '';
  return isThere ? fields.numbers(name, length) : Array<number>(length).fill(0);
}

function checkSplits(
  feature: readonly number[],
  decisions: readonly number[],
  at: string,
  featureCount: number,
): void {
  feature.forEach((column, node) => {
    if (!(Number.isInteger(column) && column >= 0 && column < featureCount))
      throw new ModelFileError(`${at}: node ${node} splits on feature ${column} of ${featureCount}`);
  });
  decisions.forEach((bits, node) => {
    if (!Number.isInteger(bits) || bits < 0 || bits > DECISION.bits || bits >> DECISION.missingShift === 3)
      throw new ModelFileError(`${at}: node ${node} has decision_type ${bits}, which is none`);
    if ((bits & DECISION.categorical) !== 0)
      throw new ModelFileError(`${at}: categorical splits are not supported`);
  });
}

/** Every split and every leaf (`~leaf`) is reached once from the root, the first split. */
function checkChildren(
  sides: readonly [readonly number[], readonly number[]],
  leaves: number,
  at: string,
): void {
  const splits = leaves - 1;
  const isReached = new Uint8Array(splits + leaves);
  const waiting = [splits > 0 ? 0 : ~0];
  let reached = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const name = node < 0 ? `leaf ${~node}` : `node ${node}`;
    const isThere = Number.isInteger(node) && node < splits && node >= -leaves;
    if (!isThere) throw new ModelFileError(`${at}: there is no ${name}, yet it is a child`);
    const place = node < 0 ? splits + ~node : node;
    if (isReached[place] === 1) throw new ModelFileError(`${at}: ${name} has two parents`);
    isReached[place] = 1;
    reached++;
    if (node >= 0) waiting.push(sides[1][node] as number, sides[0][node] as number);
  }
  if (reached < splits + leaves)
    throw new ModelFileError(`${at}: ${splits + leaves - reached} of its nodes are nobody's children`);
}
