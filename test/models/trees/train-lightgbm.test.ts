import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fraction } from '../../../lib/desk/units.ts';
import type { Round } from '../../../lib/models/trees/boosting.ts';
import { TrainingError } from '../../../lib/models/trees/errors.ts';
import type { LightgbmParams } from '../../../lib/models/trees/params-lightgbm.ts';
import {
  lightgbmMarginOf,
  lightgbmMarginsOf,
  lightgbmProbabilityOf,
} from '../../../lib/models/trees/predict-lightgbm.ts';
import { readLightgbmText } from '../../../lib/models/trees/read-lightgbm.ts';
import { trainLightgbm } from '../../../lib/models/trees/train-lightgbm.ts';
import { writeLightgbmText } from '../../../lib/models/trees/write-lightgbm.ts';
import { areaUnderCurve, learnableRows, reordered } from './data.ts';
import { farthest } from './golden.ts';

const QUICK = { rounds: 6, numLeaves: 8, maxBin: 32, minDataInLeaf: 5 };

/** The leaves of each tree, by their places. */
const leavesOf = ({ feature, treeStarts }: { feature: Int32Array; treeStarts: Int32Array }) =>
  Array.from(treeStarts.subarray(1), (end, t) =>
    Array.from({ length: end - (treeStarts[t] ?? 0) }, (_, i) => (treeStarts[t] ?? 0) + i).filter(
      node => (feature[node] ?? 0) < 0,
    ),
  );

describe('leaf-wise training', () => {
  const orders = fc
    .array(fc.integer(), { minLength: 160, maxLength: 160 })
    .map(keys => keys.map((key, row) => ({ key, row })).sort((a, b) => a.key - b.key || b.row - a.row))
    .map(sorted => sorted.map(({ row }) => row));

  test('takes the rows in any order, to the last bit', () => {
    const plain = learnableRows(160, 3, { missing: true });
    const weighted = { ...plain, weights: plain.labels.map((_, row) => 0.1 + (row % 13) / 3) };
    fc.assert(
      fc.property(orders, fc.constantFrom(plain, weighted), (order, data) => {
        expect(trainLightgbm(reordered(data, order), QUICK)).toEqual(trainLightgbm(data, QUICK));
      }),
      { numRuns: 20 },
    );
  });

  test('gives the same trees for the same seed, and others for another', () => {
    const data = learnableRows(300, 6);
    const sampled = { ...QUICK, baggingFraction: fraction(0.6), featureFraction: fraction(0.5) };
    const first = trainLightgbm(data, { ...sampled, seed: 3 });
    expect(trainLightgbm(data, { ...sampled, seed: 3 })).toEqual(first);
    expect(trainLightgbm(data, { ...sampled, seed: 4 })).not.toEqual(first);
  });

  test('makes trees of as many leaves as allowed, and goes deep where the gain is', () => {
    const booster = trainLightgbm(learnableRows(2000, 4), { rounds: 5, numLeaves: 9 });
    for (const leaves of leavesOf(booster)) expect(leaves).toHaveLength(9);
    const shallow = trainLightgbm(learnableRows(2000, 4), { rounds: 5, numLeaves: 9, maxDepth: 2 });
    for (const leaves of leavesOf(shallow)) expect(leaves).toHaveLength(4);
  });

  test('leaves no child with less than it must have', () => {
    const bounds = { minDataInLeaf: 40, minSumHessian: 9 };
    const booster = trainLightgbm(learnableRows(900, 4, { missing: true }), { rounds: 1, ...bounds });
    for (const leaf of leavesOf(booster).flat()) {
      expect(booster.count[leaf]).toBeGreaterThanOrEqual(40);
      expect(booster.cover[leaf]).toBeGreaterThanOrEqual(9);
    }
  });

  test('adds its nodes’ rows and hessians up', () => {
    const booster = trainLightgbm(learnableRows(700, 4, { missing: true }), QUICK);
    booster.feature.forEach((feature, node) => {
      if (feature < 0) return;
      const [left, right] = [booster.left[node] ?? -1, booster.right[node] ?? -1];
      expect((booster.count[left] ?? 0) + (booster.count[right] ?? 0)).toBe(booster.count[node]);
      expect((booster.cover[left] ?? 0) + (booster.cover[right] ?? 0)).toBeCloseTo(
        booster.cover[node] ?? 0,
        9,
      );
    });
    expect(booster.count[0]).toBe(700);
  });

  test.each<[string, Partial<LightgbmParams>]>([
    ['with all rows and columns', {}],
    ['with half of the rows a tree', { baggingFraction: fraction(0.5) }],
    ['with half of the columns a tree', { featureFraction: fraction(0.5) }],
    ['with 8 bins', { maxBin: 8 }],
    ['with a bound on the depth', { maxDepth: 3 }],
    ['with a penalty', { lambda: 20 }],
  ])('finds what there is to find %s', (_, params) => {
    const booster = trainLightgbm(learnableRows(3000), { rounds: 40, numLeaves: 12, ...params });
    const unseen = learnableRows(2000, 4, { seed: 2 });
    expect(areaUnderCurve(lightgbmMarginsOf(booster, unseen), unseen.labels)).toBeGreaterThan(0.83);
  });

  test('margins kept while rows are sampled are those the booster predicts', () => {
    const data = learnableRows(400, 4, { missing: true });
    const rounds: Round[] = [];
    const params = { ...QUICK, baggingFraction: fraction(0.4), learningRate: 0.8, lambda: 1 };
    trainLightgbm(
      data,
      { ...params, rounds: 40, minSumHessian: 1 },
      { valid: data, onRound: round => rounds.push(round) },
    );
    expect(rounds.at(-1)?.validLogLoss ?? 1).toBeLessThan(0.4);
  });

  test('a missing value is a value: what is only missing tells the classes apart', () => {
    const labels = Float32Array.from({ length: 120 }, (_, row) => Number(row % 3 === 0));
    const values = labels.map(label => (label === 1 ? Number.NaN : 5));
    const booster = trainLightgbm({ rows: 120, columns: 1, values, labels }, { rounds: 30 });
    expect(lightgbmProbabilityOf(booster, Float32Array.of(Number.NaN))).toBeGreaterThan(0.85);
    expect(lightgbmProbabilityOf(booster, Float32Array.of(5))).toBeLessThan(0.15);
  });

  test('a value that was never missing is taken for zero where it is, as upstream does', () => {
    const booster = trainLightgbm(learnableRows(1000, 2), QUICK);
    const [missing, zero] = [Float32Array.of(Number.NaN, Number.NaN), new Float32Array(2)];
    expect(lightgbmMarginOf(booster, missing)).toBe(lightgbmMarginOf(booster, zero));
  });
});

describe('early stopping', () => {
  const data = learnableRows(400);
  const valid = learnableRows(400, 4, { seed: 5 });

  test('keeps the trees up to the round with the least validation loss', () => {
    const losses: number[] = [];
    const onRound = ({ validLogLoss = Number.NaN }: Round) => losses.push(validLogLoss);
    const params = { rounds: 200, learningRate: 0.3, earlyStoppingRounds: 7 };
    const booster = trainLightgbm(data, params, { valid, onRound });
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(leavesOf(booster)).toHaveLength(best);
    expect(losses).toHaveLength(best + 7);
    const margins = lightgbmMarginsOf(booster, valid);
    const loss = margins.reduce(
      (sum, margin, row) => sum + Math.log1p(Math.exp(-margin)) + (1 - (valid.labels[row] ?? 0)) * margin,
      0,
    );
    expect(loss / 400).toBeCloseTo(Math.min(...losses), 12);
  });
});

describe('data with little in it', () => {
  test.each([0, 1])('a label that is always %i is forecast so, by one leaf', label => {
    const booster = trainLightgbm({ ...learnableRows(50), labels: new Float32Array(50).fill(label) }, QUICK);
    expect([...booster.feature]).toEqual([-1]);
    expect(lightgbmProbabilityOf(booster, new Float32Array(4))).toBeCloseTo(label, 4);
    expect(readLightgbmText(writeLightgbmText(booster))).toEqual(booster);
  });

  test('a single row, and rows too few for a child, are forecast at their mean', () => {
    const one = { rows: 1, columns: 2, values: Float32Array.of(1, 2), labels: Float32Array.of(1) };
    expect(lightgbmProbabilityOf(trainLightgbm(one, QUICK), one.values)).toBeGreaterThan(0.99);
    const few = trainLightgbm({ ...learnableRows(8), labels: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0) }, {});
    expect(lightgbmProbabilityOf(few, new Float32Array(4))).toBeCloseTo(0.25, 12);
  });

  test('a constant feature and one that is always missing are never asked for', () => {
    const data = learnableRows(400, 4);
    const values = data.values.map((value, i) => (i % 4 === 0 ? 7 : i % 4 === 3 ? Number.NaN : value));
    const booster = trainLightgbm({ ...data, values }, { ...QUICK, minDataInLeaf: 0, minSumHessian: 0 });
    const asked = new Set(booster.feature);
    expect([asked.has(0), asked.has(1), asked.has(3)]).toEqual([false, true, false]);
    expect(
      farthest(
        booster.value,
        booster.value.map(value => Math.min(9, Math.max(-9, value))),
      ),
    ).toBe(0);
  });
});

describe('refused by name:', () => {
  const good = learnableRows(10, 2);

  test.each<[string, Partial<LightgbmParams>]>([
    ['no rounds', { rounds: 0 }],
    ['one leaf', { numLeaves: 1 }],
    ['half a level', { maxDepth: 2.5 }],
    ['a learning rate of 0', { learningRate: 0 }],
    ['a negative penalty', { lambda: -1 }],
    ['half a row', { minDataInLeaf: 0.5 }],
    ['a NaN bound', { minSumHessian: Number.NaN }],
    ['an infinite gain', { minSplitGain: Infinity }],
    ['a share of 0', { baggingFraction: fraction(0) }],
    ['a share above 1', { featureFraction: fraction(1.5) }],
    ['256 bins', { maxBin: 256 }],
    ['a broken seed', { seed: 0.5 }],
    ['early stopping without validation rows', { earlyStoppingRounds: 5 }],
  ])('%s', (_, params) => {
    const refusal = expect.objectContaining({ name: 'TrainingError', reason: 'parameter' });
    expect(() => trainLightgbm(good, { ...QUICK, ...params })).toThrow(refusal);
  });

  test('rows that no model may be made from, and options that do not fit them', () => {
    expect(() => trainLightgbm({ ...good, labels: good.labels.with(3, 2) }, QUICK)).toThrow(TrainingError);
    expect(() => trainLightgbm(good, QUICK, { valid: learnableRows(10, 3) })).toThrow(TrainingError);
    expect(() => trainLightgbm(good, QUICK, { featureNames: ['a'] })).toThrow(TrainingError);
  });
});

test('a row is as long as the booster has features, or is refused', () => {
  const booster = trainLightgbm(learnableRows(200, 4), QUICK);
  expect(() => lightgbmProbabilityOf(booster, new Float32Array(3))).toThrow(RangeError);
  expect(() => lightgbmProbabilityOf(booster, new Float32Array(8), 5)).toThrow(RangeError);
  expect(() => lightgbmMarginsOf(booster, learnableRows(5, 5))).toThrow(RangeError);
  const long = learnableRows(1, 9).values;
  expect(lightgbmMarginOf(booster, long, 5)).toBe(lightgbmMarginOf(booster, long.slice(5)));
});
