import { expect, test } from 'vitest';
import { DAY_MS, epochMs, HOUR_MS } from '../../lib/desk/units.ts';
import { datasetOf, rowsOf } from '../../lib/models/dataset.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { walkForward } from '../../lib/models/walk-forward.ts';
import { walkingCoins } from './kit/coins.ts';

const DATASET = datasetOf(walkingCoins({ seed: 1, coins: 3, bars: 96 * 30 }), { recipe: DEFAULT_RECIPE });
const OPTIONS = { folds: 4, firstShare: 0.4, embargoMs: 6 * HOUR_MS, stopShare: 0.2 };
const FOLDS = walkForward(DATASET, OPTIONS);
const timesOf = (rows: Uint32Array, of: Float64Array) => [...rows].map(row => of[row] ?? Number.NaN);

test('I50 I55 rows of all coins are pooled in the order of time, not laid end to end', () => {
  expect([...DATASET.at]).toEqual([...DATASET.at].toSorted((a, b) => a - b));
  expect(new Set(DATASET.coin.subarray(0, 3))).toEqual(new Set([0, 1, 2]));
});

test('I50 nothing that is learnt from reaches into what is tested, nor within the embargo of it', () => {
  for (const { fit, stop, test: tested } of FOLDS) {
    const [first = 0] = timesOf(tested, DATASET.at);
    expect(fit.length).toBeGreaterThan(500);
    expect(stop.length).toBeGreaterThan(100);
    expect(Math.max(...timesOf(stop, DATASET.endAt))).toBeLessThanOrEqual(first - OPTIONS.embargoMs);
    const [stopFirst = 0] = timesOf(stop, DATASET.at);
    expect(Math.max(...timesOf(fit, DATASET.endAt))).toBeLessThanOrEqual(stopFirst - OPTIONS.embargoMs);
  }
});

test('the tests follow each other without a gap, and each row after the first span is tested once', () => {
  const tested = FOLDS.flatMap(fold => [...fold.test]);
  const [first = 0] = tested;
  expect(tested).toEqual(Array.from({ length: DATASET.rows - first }, (_, n) => first + n));
});

test('rows without a winner are tested, and never learnt from', () => {
  const labels = DATASET.labels.map((label, row) => (row % 10 === 0 ? Number.NaN : label));
  const [fold] = walkForward({ ...DATASET, labels }, OPTIONS);
  if (fold === undefined) throw new Error('no fold');
  expect([...fold.fit, ...fold.stop].some(row => row % 10 === 0)).toBe(false);
  expect([...fold.test].some(row => row % 10 === 0)).toBe(true);
});

test('what may be known by a date is the same whatever came after it', () => {
  const coins = walkingCoins({ seed: 1, coins: 3, bars: 96 * 30 });
  const to = epochMs((DATASET.at[0] ?? 0) + 10 * DAY_MS);
  const early = datasetOf(coins, { recipe: DEFAULT_RECIPE, to });
  expect(Math.max(...early.endAt)).toBeLessThanOrEqual(to);
  expect([...early.labels]).toEqual([...DATASET.labels.subarray(0, early.rows)]);
});

test('a selection copies its rows together', () => {
  const { rows, columns, values, labels } = rowsOf(DATASET, Uint32Array.from([7, 2]));
  expect([rows, columns]).toEqual([2, DATASET.columns]);
  expect([...labels]).toEqual([DATASET.labels[7], DATASET.labels[2]]);
  expect([...values.subarray(columns)]).toEqual([...DATASET.values.subarray(2 * columns, 3 * columns)]);
});

test('bars of another length than the recipe’s make no dataset', () => {
  const recipe = { ...DEFAULT_RECIPE, barMinutes: 60 };
  expect(() => datasetOf(walkingCoins({ seed: 1, coins: 1, bars: 300 }), { recipe })).toThrow(
    /the recipe 3600000/,
  );
});
