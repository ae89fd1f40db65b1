import { expect, test } from 'vitest';
import { datasetOf } from '../../lib/models/dataset.ts';
import { bracketSamples, marginsOfFold, nestedPredictions } from '../../lib/models/out-of-fold.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { WALK_DEFAULTS, walkForward } from '../../lib/models/walk-forward.ts';
import { finished } from '../../lib/models/work.ts';
import { limitsWith } from '../kit/builders.ts';
import { walkingCoins } from './kit/coins.ts';
import { ridgeLearner } from './kit/ridge.ts';

const COINS = walkingCoins({ seed: 2, coins: 3, bars: 96 * 30, edge: 0.4 });
const DATASET = datasetOf(COINS, { recipe: DEFAULT_RECIPE, everyBars: 2 });
const FOLDS = walkForward(DATASET, { ...WALK_DEFAULTS, folds: 4 }).map(fold =>
  finished(marginsOfFold(DATASET, fold, ridgeLearner, 1)),
);
const NESTED = nestedPredictions(DATASET, FOLDS);

test('each row after the first fold has one prediction, made without it', () => {
  expect(NESTED.map(({ row }) => row)).toEqual(FOLDS.slice(1).flatMap(({ fold }) => [...fold.test]));
});

test.each([1, 2, 3])(
  'fold %d is calibrated by what was known before it: other later labels change nothing',
  k => {
    const from = FOLDS[k]?.fold.from ?? 0;
    const labels = DATASET.labels.map((label, row) => ((DATASET.endAt[row] ?? 0) > from ? 1 - label : label));
    const rows = new Set(FOLDS[k]?.fold.test);
    const of = (predictions: typeof NESTED) => predictions.filter(({ row }) => rows.has(row));
    expect(of(nestedPredictions({ ...DATASET, labels }, FOLDS))).toEqual(of(NESTED));
  },
);

test('a bracket is played for the side that the prediction chose', () => {
  const [first] = NESTED;
  if (first === undefined) throw new Error('no prediction');
  const both = [0.7, 0.2].map(pUp => ({ row: first.row, pUp }));
  const samples = bracketSamples(DATASET, both, limitsWith());
  expect(samples.map(({ side, confidence }) => [side, confidence])).toEqual([
    ['long', 0.7],
    ['short', 0.8],
  ]);
});
