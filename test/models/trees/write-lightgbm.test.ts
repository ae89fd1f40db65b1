import { expect, test } from 'vitest';
import { readLightgbmText } from '../../../lib/models/trees/read-lightgbm.ts';
import { trainLightgbm } from '../../../lib/models/trees/train-lightgbm.ts';
import { writeLightgbmText } from '../../../lib/models/trees/write-lightgbm.ts';
import { learnableRows } from './data.ts';
import { goldenModels, goldenText } from './golden.ts';

test('a booster survives being written and read, to the last bit', () => {
  const booster = trainLightgbm(
    learnableRows(800, 4, { missing: true }),
    { rounds: 8, numLeaves: 9 },
    { featureNames: ['a', 'b', 'the third', 'd'] },
  );
  expect(booster.featureNames[2]).toBe('the_third');
  expect(readLightgbmText(writeLightgbmText(booster))).toEqual(booster);
});

test.each(goldenModels('lightgbm-read-', '.model.txt'))('upstream’s model survives too: %s', name => {
  const booster = readLightgbmText(goldenText(`${name}.model.txt`));
  expect(readLightgbmText(writeLightgbmText(booster))).toEqual(booster);
});

test.each([
  ['a bound that all values exceed', /threshold=\S+/, 'threshold=-1e300'],
  ['a bound that none exceeds', /threshold=\S+/, 'threshold=inf'],
  ['a zero below zero', /leaf_value=\S+/, 'leaf_value=-0'],
])('%s survives', (_, from, to) => {
  const whole = goldenText('lightgbm-trained-plain.model.txt');
  const text = whole.replace(from, to);
  const grown = text.length - whole.length;
  const sized = text.replace(/tree_sizes=(\d+)/, (__, size: string) => `tree_sizes=${Number(size) + grown}`);
  const booster = readLightgbmText(sized);
  expect(readLightgbmText(writeLightgbmText(booster))).toEqual(booster);
});
