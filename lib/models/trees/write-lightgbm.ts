import type { LightgbmBooster } from './booster-lightgbm.ts';
import { floatBelow } from './float-steps.ts';
import { DECISION, MISSING } from './read-lightgbm-tree.ts';

/** The format version that is written: every upstream release from 3.0 on reads it. */
const VERSION = 'v4';

/**
 * Writes a booster in LightGBM's text format (objective `binary sigmoid:1`), every number with the digits that read
 * back as the same number. A bound is the largest 32-bit float that goes left.
 */
export function writeLightgbmText(booster: LightgbmBooster): string {
  const { featureCount, featureNames, ranges, treeStarts } = booster;
  const trees = Array.from(treeStarts.subarray(1), (_, t) => treeText(booster, t));
  const infos = featureNames.map((_, column) => {
    const [low = Number.NaN, high = Number.NaN] = ranges.subarray(2 * column);
    return Number.isNaN(low) ? 'none' : `[${low}:${high}]`;
  });
  const head = [
    'tree',
    `version=${VERSION}`,
    'num_class=1',
    'num_tree_per_iteration=1',
    'label_index=0',
    `max_feature_idx=${featureCount - 1}`,
    'objective=binary sigmoid:1',
    `feature_names=${featureNames.join(' ')}`,
    `feature_infos=${infos.join(' ')}`,
    `tree_sizes=${trees.map(text => text.length).join(' ')}`,
  ];
  const tail = ['end of trees', '', 'feature_importances:', ...importances(booster), ''];
  const parameters = ['parameters:', 'end of parameters', '', 'pandas_categorical:null', ''];
  return `${head.join('\n')}\n\n${trees.join('')}${[...tail, ...parameters].join('\n')}`;
}

function treeText(booster: LightgbmBooster, t: number): string {
  const start = booster.treeStarts[t] as number;
  const end = booster.treeStarts[t + 1] as number;
  const splits = (end - start - 1) / 2;
  const middle = start + splits;
  type Numbers = Int32Array | Float32Array | Float64Array | Uint8Array;
  const inner = (list: Numbers) => list.subarray(start, middle).join(' ');
  const leaf = (list: Numbers) => list.subarray(middle, end).join(' ');
  /** A split by its place, a leaf by the complement of its own. */
  const children = (list: Int32Array) =>
    list.subarray(start, middle).map(child => (child < middle ? child - start : ~(child - middle)));
  const thresholds = Array.from(booster.threshold.subarray(start, middle), boundText);
  const decisions = booster.defaultLeft.subarray(start, middle).map((isLeft, node) => {
    const missing = booster.zeroIsMissing[start + node] === 1 ? MISSING.zero : MISSING.nan;
    return (isLeft === 1 ? DECISION.defaultLeft : 0) | (missing << DECISION.missingShift);
  });
  const lines = [
    `Tree=${t}`,
    `num_leaves=${splits + 1}`,
    'num_cat=0',
    `split_feature=${inner(booster.feature)}`,
    `split_gain=${inner(booster.gain)}`,
    `threshold=${thresholds.join(' ')}`,
    `decision_type=${decisions.join(' ')}`,
    `left_child=${children(booster.left).join(' ')}`,
    `right_child=${children(booster.right).join(' ')}`,
    `leaf_value=${leaf(booster.value)}`,
    `leaf_weight=${leaf(booster.cover)}`,
    `leaf_count=${leaf(booster.count)}`,
    `internal_value=${inner(booster.value)}`,
    `internal_weight=${inner(booster.cover)}`,
    `internal_count=${inner(booster.count)}`,
    'is_linear=0',
    `shrinkage=${booster.shrinkage[t]}`,
  ];
  return `${lines.join('\n')}\n\n\n`;
}

/** The largest 32-bit float that goes left; upstream's word for none. */
function boundText(threshold: number): string {
  const bound = floatBelow(threshold);
  return bound === -Infinity ? '-inf' : String(bound);
}

/** How many splits ask for a feature, the most asked first. */
function importances({ feature, featureNames }: LightgbmBooster): string[] {
  const asked = new Map<number, number>();
  for (const column of feature) if (column >= 0) asked.set(column, (asked.get(column) ?? 0) + 1);
  return [...asked]
    .sort(([a, times], [b, otherTimes]) => otherTimes - times || a - b)
    .map(([column, times]) => `${featureNames[column]}=${times}`);
}
