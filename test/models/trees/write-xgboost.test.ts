import { expect, test } from 'vitest';
import { readXgboostJson } from '../../../lib/models/trees/read-xgboost.ts';
import { trainBooster } from '../../../lib/models/trees/train.ts';
import { writeXgboostJson } from '../../../lib/models/trees/write-xgboost.ts';
import { learnableRows } from './data.ts';
import { goldenModels, goldenText } from './golden.ts';

test('a booster survives being written and read, to the last bit', () => {
  const booster = trainBooster(
    learnableRows(400, 4, { missing: true }),
    { rounds: 8, maxDepth: 4 },
    { featureNames: ['a', 'b', 'the "third"', 'd'] },
  );
  expect(readXgboostJson(writeXgboostJson(booster))).toEqual(booster);
});

test.each(goldenModels('read-'))('upstream’s model survives too: %s', name => {
  const booster = readXgboostJson(goldenText(`${name}.model.json`));
  expect(readXgboostJson(writeXgboostJson(booster))).toEqual(booster);
});

test('every float has an exponent and every integer none, for upstream reads them as different types', () => {
  const text = writeXgboostJson(trainBooster(learnableRows(200), { rounds: 2 }));
  const lists = [...text.matchAll(/"(\w+)":\[([-\dE.,]+)\]/g)].map(([, name = '', list = '']) => ({
    name,
    list,
  }));
  const floats = ['base_weights', 'loss_changes', 'split_conditions', 'sum_hessian'];
  for (const { name, list } of lists) {
    const isFloat = list.split(',').map(number => number.includes('E'));
    expect(
      isFloat.every(is => is === floats.includes(name)),
      `${name}: ${list}`,
    ).toBe(true);
  }
});
