import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fraction } from '../../../lib/desk/units.ts';
import { treeCount } from '../../../lib/models/trees/booster.ts';
import type { Round } from '../../../lib/models/trees/boosting.ts';
import { TrainingError } from '../../../lib/models/trees/errors.ts';
import type { LabelledMatrix } from '../../../lib/models/trees/matrix.ts';
import type { BoosterParams } from '../../../lib/models/trees/params.ts';
import { marginOf, marginsOf, probabilityOf } from '../../../lib/models/trees/predict.ts';
import { readXgboostJson } from '../../../lib/models/trees/read-xgboost.ts';
import { trainBooster } from '../../../lib/models/trees/train.ts';
import { writeXgboostJson } from '../../../lib/models/trees/write-xgboost.ts';
import { areaUnderCurve, learnableRows, reordered } from './data.ts';

const QUICK = { rounds: 6, maxDepth: 4, maxBin: 32 };

describe('properties', () => {
  const orders = fc
    .array(fc.integer(), { minLength: 160, maxLength: 160 })
    .map(keys => keys.map((key, row) => ({ key, row })).sort((a, b) => a.key - b.key || b.row - a.row))
    .map(sorted => sorted.map(({ row }) => row));

  test('the order of the rows changes nothing, to the last bit', () => {
    const plain = learnableRows(160, 3, { missing: true });
    const weighted = { ...plain, weights: plain.labels.map((_, row) => 0.1 + (row % 13) / 3) };
    fc.assert(
      fc.property(orders, fc.constantFrom(plain, weighted), (order, data) => {
        expect(trainBooster(reordered(data, order), QUICK)).toEqual(trainBooster(data, QUICK));
      }),
      { numRuns: 20 },
    );
  });

  test('a monotone transform of a feature leaves every row in its leaf, seen rows and unseen', () => {
    const data = learnableRows(300, 3, { missing: true });
    const unseen = learnableRows(100, 3, { missing: true, seed: 9 });
    // A transform that loses no distinction in 32-bit floats: negative halves stretch, all is shifted.
    const stretched = (matrix: LabelledMatrix) => ({
      ...matrix,
      values: matrix.values.map((x, i) => (i % 3 === 0 ? (x < 0 ? x * 4 : x * 0.5) : x)),
    });
    const [before, after] = [trainBooster(data, QUICK), trainBooster(stretched(data), QUICK)];
    expect(marginsOf(after, stretched(data))).toEqual(marginsOf(before, data));
    expect(marginsOf(after, stretched(unseen))).toEqual(marginsOf(before, unseen));
    expect(after.threshold).not.toEqual(before.threshold);
  });

  test('the same seed gives the same trees, another seed others', () => {
    const data = learnableRows(300, 6);
    const sampled = { ...QUICK, subsample: fraction(0.6), columnSample: fraction(0.5) };
    const first = trainBooster(data, { ...sampled, seed: 3 });
    expect(trainBooster(data, { ...sampled, seed: 3 })).toEqual(first);
    expect(trainBooster(data, { ...sampled, seed: 4 })).not.toEqual(first);
  });

  test('a node’s cover is that of its children', () => {
    const booster = trainBooster(learnableRows(500, 4, { missing: true }), QUICK);
    booster.feature.forEach((feature, node) => {
      if (feature < 0) return;
      const children = [booster.left[node], booster.right[node]].map(
        child => booster.cover[child ?? -1] ?? 0,
      );
      expect(children.reduce((sum, cover) => sum + cover, 0)).toBeCloseTo(booster.cover[node] ?? 0, 3);
      for (const cover of children) expect(cover).toBeGreaterThanOrEqual(1);
    });
  });
});

describe('learning', () => {
  test.each<[string, Partial<BoosterParams>]>([
    ['with all rows and columns', {}],
    ['with half of the rows a tree', { subsample: fraction(0.5) }],
    ['with half of the columns a tree', { columnSample: fraction(0.5) }],
    ['with 8 places a histogram', { maxBin: 8 }],
    ['with a bound on the leaves alone', { maxDepth: 0, maxLeaves: 9 }],
  ])('finds what there is to find %s', (_, params) => {
    const booster = trainBooster(learnableRows(3000), { ...QUICK, rounds: 25, ...params });
    const unseen = learnableRows(2000, 4, { seed: 2 });
    expect(areaUnderCurve(marginsOf(booster, unseen), unseen.labels)).toBeGreaterThan(0.83);
  });

  test('margins kept while rows are sampled are those the booster predicts', () => {
    // Trees that correct margins a booster never gives do not fit the rows, however many they are.
    const data = learnableRows(400, 4, { missing: true });
    const rounds: Round[] = [];
    const params = { ...QUICK, subsample: fraction(0.4), learningRate: 1, rounds: 40, maxDepth: 6 };
    trainBooster(data, params, { valid: data, onRound: round => rounds.push(round) });
    expect(rounds.at(-1)?.validLogLoss ?? 1).toBeLessThan(0.45);
  });

  test('a missing value is a value: what is only missing tells the classes apart', () => {
    const labels = Float32Array.from({ length: 60 }, (_, row) => Number(row % 3 === 0));
    const values = labels.map(label => (label === 1 ? Number.NaN : 5));
    const booster = trainBooster({ rows: 60, columns: 1, values, labels }, { rounds: 10 });
    expect(probabilityOf(booster, Float32Array.of(Number.NaN))).toBeGreaterThan(0.85);
    expect(probabilityOf(booster, Float32Array.of(5))).toBeLessThan(0.15);
    expect(probabilityOf(booster, Float32Array.of(1e30))).toBeLessThan(0.15);
  });

  test('weights count as repeated rows', () => {
    const data = learnableRows(120, 3);
    const twice = reordered(
      data,
      [...Array(120).keys()].flatMap(row => (row < 60 ? [row, row] : [row])),
    );
    const weights = data.labels.map((_, row) => (row < 60 ? 2 : 1));
    const params = { ...QUICK, maxBin: 256 };
    const [repeated, weighted] = [trainBooster(twice, params), trainBooster({ ...data, weights }, params)];
    expect(weighted.feature).toEqual(repeated.feature);
    expect(weighted.threshold).toEqual(repeated.threshold);
  });

  test('no tree is deeper, and none has more leaves, than allowed', () => {
    const booster = trainBooster(learnableRows(800), {
      rounds: 5,
      maxDepth: 3,
      maxLeaves: 6,
      minChildWeight: 0,
    });
    for (let tree = 0; tree < treeCount(booster); tree++) {
      const nodes = booster.feature.slice(booster.treeStarts[tree], booster.treeStarts[tree + 1]);
      expect(nodes.filter(feature => feature < 0)).toHaveLength(6);
    }
  });
});

describe('early stopping', () => {
  const data = learnableRows(400);
  const valid = learnableRows(400, 4, { seed: 5 });

  test('keeps the trees up to the round with the least validation loss', () => {
    const losses: number[] = [];
    const onRound = ({ validLogLoss = Number.NaN }: Round) => losses.push(validLogLoss);
    const params = { rounds: 200, maxDepth: 5, earlyStoppingRounds: 7 };
    const booster = trainBooster(data, params, { valid, onRound });
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(treeCount(booster)).toBe(best);
    expect(losses).toHaveLength(best + 7);
  });

  test('without it all rounds are trained and kept', () => {
    const booster = trainBooster(data, { rounds: 60, maxDepth: 5 }, { valid });
    expect(treeCount(booster)).toBe(60);
  });
});

describe('data with little in it', () => {
  test.each([0, 1])('a label that is always %i is forecast so, by trees that are leaves', label => {
    const booster = trainBooster({ ...learnableRows(50), labels: new Float32Array(50).fill(label) }, QUICK);
    expect(booster.feature.every(feature => feature === -1)).toBe(true);
    expect(probabilityOf(booster, new Float32Array(4))).toBeCloseTo(label, 4);
    expect(readXgboostJson(writeXgboostJson(booster))).toEqual(booster);
  });

  test('a constant feature and one that is always missing are never asked for', () => {
    const data = learnableRows(200, 4);
    const values = data.values.map((value, i) => (i % 4 === 0 ? 7 : i % 4 === 3 ? Number.NaN : value));
    const booster = trainBooster({ ...data, values }, { ...QUICK, minChildWeight: 0 });
    const asked = new Set(booster.feature);
    expect([asked.has(0), asked.has(1), asked.has(3)]).toEqual([false, true, false]);
  });

  test('a single row gives its label some weight and no split', () => {
    const data = { rows: 1, columns: 2, values: Float32Array.of(1, 2), labels: Float32Array.of(1) };
    const booster = trainBooster(data, { rounds: 3, baseScore: 0.5, minChildWeight: 0 });
    expect(booster.feature.every(feature => feature === -1)).toBe(true);
    expect(probabilityOf(booster, data.values)).toBeGreaterThan(0.5);
  });

  test('rows that weigh less than a child must leave the forecast where it began', () => {
    const booster = trainBooster(learnableRows(3), { rounds: 3, baseScore: 0.25, minChildWeight: 1 });
    expect(probabilityOf(booster, new Float32Array(4))).toBe(0.25);
  });
});

describe('refused by name:', () => {
  const good = learnableRows(10, 2);
  const spoiled = (values: Float32Array, at: number, value: number) => values.with(at, value);

  test.each<[string, Partial<LabelledMatrix>, string, RegExp]>([
    ['a NaN label', { labels: spoiled(good.labels, 3, Number.NaN) }, 'label', /label NaN in row 3/],
    ['a label of 2', { labels: spoiled(good.labels, 3, 2) }, 'label', /label 2 in row 3/],
    ['a label below 0', { labels: spoiled(good.labels, 0, -1) }, 'label', /label -1 in row 0/],
    ['an infinite feature', { values: spoiled(good.values, 5, Infinity) }, 'feature', /row 2, column 1/],
    ['a NaN weight', { weights: spoiled(good.labels, 1, Number.NaN) }, 'weight', /weight NaN in row 1/],
    ['a negative weight', { weights: spoiled(good.labels, 1, -1) }, 'weight', /weight -1 in row 1/],
    ['weights that are all 0', { weights: new Float32Array(10) }, 'weight', /all weights are 0/],
    ['no rows', { rows: 0, values: new Float32Array(0), labels: new Float32Array(0) }, 'shape', /0 rows/],
    ['no columns', { columns: 0, values: new Float32Array(0) }, 'shape', /0 columns/],
    ['too few values', { values: new Float32Array(19) }, 'shape', /19 values for 10 rows of 2/],
    ['too few labels', { labels: new Float32Array(9) }, 'shape', /9 labels for 10 rows/],
    ['too few weights', { weights: new Float32Array(9) }, 'shape', /9 weights for 10 rows/],
  ])('%s', (_, fault, reason, message) => {
    const faulty = { ...good, ...fault };
    const refusal = expect.objectContaining({
      name: 'TrainingError',
      reason,
      message: expect.stringMatching(message),
    });
    expect(() => trainBooster(faulty, QUICK)).toThrow(refusal);
    expect(() => trainBooster(good, QUICK, { valid: faulty })).toThrow(TrainingError);
  });

  test.each<[string, Partial<BoosterParams>]>([
    ['no rounds', { rounds: 0 }],
    ['a NaN learning rate', { learningRate: Number.NaN }],
    ['a learning rate of 0', { learningRate: 0 }],
    ['a negative penalty', { lambda: -1 }],
    ['an infinite penalty', { alpha: Infinity }],
    ['a share of 0', { subsample: fraction(0) }],
    ['a share above 1', { columnSample: fraction(1.5) }],
    ['257 places', { maxBin: 257 }],
    ['2 places', { maxBin: 2 }],
    ['a base score of 1', { baseScore: 1 }],
    ['a broken seed', { seed: 0.5 }],
    ['half a level', { maxDepth: 2.5 }],
    ['one leaf', { maxLeaves: 1 }],
    ['a tree that nothing bounds', { maxDepth: 0 }],
    ['early stopping without validation rows', { earlyStoppingRounds: 5 }],
  ])('%s', (_, params) => {
    const refusal = expect.objectContaining({ name: 'TrainingError', reason: 'parameter' });
    expect(() => trainBooster(good, { ...QUICK, ...params })).toThrow(refusal);
  });

  test('validation rows of other columns, and names of another number', () => {
    const refusal = expect.objectContaining({ reason: 'shape' });
    expect(() => trainBooster(good, QUICK, { valid: learnableRows(10, 3) })).toThrow(refusal);
    expect(() => trainBooster(good, QUICK, { featureNames: ['a'] })).toThrow(refusal);
  });
});

test('a row is as long as the booster has features, or is refused', () => {
  const booster = trainBooster(learnableRows(50, 4), QUICK);
  expect(() => probabilityOf(booster, new Float32Array(3))).toThrow(RangeError);
  expect(() => probabilityOf(booster, new Float32Array(8), 5)).toThrow(RangeError);
  expect(() => marginsOf(booster, learnableRows(5, 5))).toThrow(RangeError);
  const long = learnableRows(1, 9).values;
  expect(marginOf(booster, long, 5)).toBe(marginOf(booster, long.slice(5)));
});
