import { describe, expect, test } from 'vitest';
import type { LightgbmBooster } from '../../../lib/models/trees/booster-lightgbm.ts';
import type { LightgbmParams } from '../../../lib/models/trees/params-lightgbm.ts';
import { lightgbmMarginsOf } from '../../../lib/models/trees/predict-lightgbm.ts';
import { readLightgbmText } from '../../../lib/models/trees/read-lightgbm.ts';
import { trainLightgbm } from '../../../lib/models/trees/train-lightgbm.ts';
import { areaUnderCurve, continuousRows } from './data.ts';
import { discreteRows, farthest, goldenJson, goldenModels, goldenText } from './golden.ts';

interface Trained {
  readonly params: Readonly<Record<string, number>>;
  readonly rounds: number;
  readonly margins: readonly number[];
}

/** Upstream's parameters by their names here. */
const NAMES: Readonly<Record<string, keyof LightgbmParams>> = {
  num_leaves: 'numLeaves',
  max_depth: 'maxDepth',
  learning_rate: 'learningRate',
  lambda_l2: 'lambda',
  min_data_in_leaf: 'minDataInLeaf',
  min_sum_hessian_in_leaf: 'minSumHessian',
  min_gain_to_split: 'minSplitGain',
  max_bin: 'maxBin',
};

function trainedHere(name: string, { params, rounds }: Trained): LightgbmBooster {
  const own = Object.entries(params).map(([key, value]) => [NAMES[key], value]);
  return trainLightgbm(discreteRows(name.endsWith('weighted')), { rounds, ...Object.fromEntries(own) });
}

/** Upstream splits pure nodes on the rounding of their gain; here they stay whole. */
const ROUNDING = 1e-9;

/** Each tree from its root down: which feature parts how many rows. */
function structure(booster: LightgbmBooster): string[] {
  const shown = (node: number): string => {
    const feature = booster.feature[node] ?? Number.NaN;
    if (feature < 0 || (booster.gain[node] ?? 0) < ROUNDING) return `${booster.count[node]}`;
    return `(${feature}: ${shown(booster.left[node] ?? -1)} ${shown(booster.right[node] ?? -1)})`;
  };
  return Array.from(booster.treeStarts.subarray(0, -1), shown);
}

describe('on discrete features', () => {
  test.each(goldenModels('lightgbm-trained-', '.model.txt'))('the trees are LightGBM’s: %s', name => {
    const golden = goldenJson<Trained>(`${name}.json`);
    const theirs = readLightgbmText(goldenText(`${name}.model.txt`));
    const ours = trainedHere(name, golden);
    expect(structure(ours)).toEqual(structure(theirs));
    expect(farthest(lightgbmMarginsOf(ours, discreteRows(false)), golden.margins)).toBeLessThan(1e-9);
    expect(ours.ranges).toEqual(theirs.ranges);
  });
});

test('on continuous features the AUC lies within LightGBM’s own spread over bin counts', () => {
  const { data, unseen } = continuousRows();
  const golden = goldenJson<{ rounds: number; aucs: Record<string, number> }>('lightgbm-auc.json');
  const spread = Object.values(golden.aucs);
  const booster = trainLightgbm(data, { rounds: golden.rounds, numLeaves: 15 });
  const auc = areaUnderCurve(lightgbmMarginsOf(booster, unseen), unseen.labels);
  expect(auc).toBeGreaterThanOrEqual(Math.min(...spread));
  expect(auc).toBeLessThanOrEqual(Math.max(...spread));
  // And is upstream's own with as many bins, since the trees are.
  expect(auc).toBeCloseTo(golden.aucs['255'] ?? Number.NaN, 9);
});
