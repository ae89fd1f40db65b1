import { expect, test } from 'vitest';
import { calibrated, fitPlatt, UNCALIBRATED } from '../../lib/models/calibration.ts';
import { drawAt } from '../../lib/models/random.ts';

/** Margins whose true log odds are `slope x margin + intercept`. */
function drawn(slope: number, intercept: number, n = 20_000) {
  const margins = Array.from({ length: n }, (_, i) => 4 * drawAt(1, i) - 2);
  const truth = { kind: 'platt', slope, intercept, n: 0 } as const;
  const labels = margins.map((margin, i) => (drawAt(2, i) < calibrated(truth, margin) ? 1 : 0));
  return { margins, labels };
}

test.each([
  [1, 0],
  [0.4, 0.3],
  [2.5, -1],
])('Platt scaling finds slope %d and intercept %d', (slope, intercept) => {
  const { margins, labels } = drawn(slope, intercept);
  const fitted = fitPlatt(margins, labels);
  expect(Math.abs(fitted.slope - slope)).toBeLessThan(0.08);
  expect(Math.abs(fitted.intercept - intercept)).toBeLessThan(0.08);
  expect(fitted.n).toBe(20_000);
});

test('margins that point the wrong way are no edge turned round: the base rate is all that is left', () => {
  const { margins, labels } = drawn(-1, 0);
  const fitted = fitPlatt(margins, labels);
  expect(fitted.slope).toBe(0);
  const base = labels.filter(label => label === 1).length / labels.length;
  expect(calibrated(fitted, 2)).toBeCloseTo(base, 3);
});

test('rows without a label or with a margin that is no number take no part', () => {
  const { margins, labels } = drawn(1, 0, 2_000);
  const fitted = fitPlatt([...margins, 1, Number.NaN], [...labels, Number.NaN, 1]);
  expect(fitted).toEqual(fitPlatt(margins, labels));
});

test('with one outcome alone nothing is fitted', () => {
  expect(fitPlatt([1, 2, 3], [1, 1, 1])).toEqual(UNCALIBRATED);
  expect(fitPlatt([], [])).toEqual(UNCALIBRATED);
});

test('a margin that parts the outcomes perfectly does not run away', () => {
  const margins = Array.from({ length: 100 }, (_, i) => (i < 50 ? -1 : 1));
  const fitted = fitPlatt(
    margins,
    margins.map(margin => (margin > 0 ? 1 : 0)),
  );
  expect(calibrated(fitted, 1)).toBeGreaterThan(0.9);
  expect(calibrated(fitted, 1)).toBeLessThan(0.99);
});

test('a slope above its bound is not taken: the best intercept goes with the bound', () => {
  const margins = Array.from({ length: 400 }, (_, n) => (n % 20) / 10 - 0.9);
  const labels = margins.map((margin, n) =>
    (n * 7) % 100 < 100 / (1 + Math.exp(-4 * margin - 0.5)) ? 1 : 0,
  );
  expect(fitPlatt(margins, labels).slope).toBeGreaterThan(3);
  const bound = fitPlatt(margins, labels, 2);
  expect(bound.slope).toBe(2);
  const expected = margins.reduce((sum, margin) => sum + calibrated(bound, margin), 0);
  expect(expected).toBeCloseTo(labels.filter(label => label === 1).length, 0);
});
