import { describe, expect, test } from 'vitest';
import { fraction } from '../../../lib/desk/units.ts';
import type { Booster } from '../../../lib/models/trees/booster.ts';
import type { Matrix } from '../../../lib/models/trees/matrix.ts';
import type { BoosterParams } from '../../../lib/models/trees/params.ts';
import { marginsOf } from '../../../lib/models/trees/predict.ts';
import { readXgboostJson } from '../../../lib/models/trees/read-xgboost.ts';
import { trainBooster } from '../../../lib/models/trees/train.ts';
import { areaUnderCurve, continuousRows } from './data.ts';
import { discreteRows, farthest, goldenJson, goldenModels, goldenText } from './golden.ts';

interface Trained {
  readonly params: Readonly<Record<string, number | string>>;
  readonly rounds: number;
  readonly margins: readonly number[];
}

/** Upstream's parameters by their names here. */
const NAMES: Readonly<Record<string, keyof BoosterParams>> = {
  max_depth: 'maxDepth',
  max_leaves: 'maxLeaves',
  eta: 'learningRate',
  lambda: 'lambda',
  alpha: 'alpha',
  gamma: 'minSplitLoss',
  min_child_weight: 'minChildWeight',
  max_delta_step: 'maxDeltaStep',
  base_score: 'baseScore',
};

function trainedHere(name: string, { params, rounds }: Trained): Booster {
  const known = Object.entries(params).flatMap(([key, value]) => {
    const own = NAMES[key];
    return own === undefined ? [] : [[own, value]];
  });
  const growth = params.grow_policy === 'lossguide' ? 'leaf-wise' : 'depth-wise';
  return trainBooster(discreteRows(name === 'trained-weighted'), {
    rounds,
    growth,
    ...Object.fromEntries(known),
  });
}

/** How many values of a column lie below a threshold: what two thresholds have in common that part rows alike. */
function countBelow({ values, columns }: Matrix, column: number, threshold: number): number {
  return values.filter((value, i) => i % columns === column && value < threshold).length;
}

/** The structure of the trees. Upstream's exact method puts a threshold midway between two values, not at the next. */
const structure = (booster: Booster) =>
  Array.from(booster.feature, (feature, node) => ({
    feature,
    left: booster.left[node],
    right: booster.right[node],
    below: countBelow(ROWS, feature, booster.threshold[node] ?? Number.NaN),
  }));

const ROWS = discreteRows(false);
const COLUMNS_WITH_MISSING = [3, 4];

const directions = (booster: Booster) =>
  Array.from(booster.feature, (feature, node) =>
    COLUMNS_WITH_MISSING.includes(feature) ? booster.defaultLeft[node] : 'nothing missing',
  );

describe('on discrete features', () => {
  test.each(goldenModels('trained-'))('the trees are upstream’s: %s', name => {
    const golden = goldenJson<Trained>(`${name}.json`);
    const theirs = readXgboostJson(goldenText(`${name}.model.json`));
    const ours = trainedHere(name, golden);
    expect(structure(ours)).toEqual(structure(theirs));
    expect(directions(ours)).toEqual(directions(theirs));
    expect(farthest(ours.value, theirs.value)).toBeLessThan(2e-6);
    expect(farthest(marginsOf(ours, ROWS), golden.margins)).toBeLessThan(1e-5);
  });

  test('missing values are learned to go left at some nodes and right at others', () => {
    const golden = goldenJson<Trained>('trained-plain.json');
    const seen = new Set(directions(trainedHere('trained-plain', golden)));
    expect(seen).toEqual(new Set([0, 1, 'nothing missing']));
  });
});

test('on continuous features the AUC lies within upstream’s own spread over bin counts', () => {
  const { data, unseen } = continuousRows();
  const golden = goldenJson<{ rounds: number; aucs: Record<string, number> }>('auc.json');
  const params = { rounds: golden.rounds, maxDepth: 4, learningRate: 0.1, baseScore: 0.5 };
  const spread = Object.values(golden.aucs);
  const booster = trainBooster(data, { ...params, subsample: fraction(1) });
  const auc = areaUnderCurve(marginsOf(booster, unseen), unseen.labels);
  expect(auc).toBeGreaterThanOrEqual(Math.min(...spread));
  expect(auc).toBeLessThanOrEqual(Math.max(...spread));
});
