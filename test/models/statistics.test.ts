import { describe, expect, test } from 'vitest';
import { drawAt } from '../../lib/models/random.ts';
import { deflatedSharpe } from '../../lib/models/report.ts';
import {
  areaUnderCurve,
  entropyOf,
  logLossOf,
  normalCdf,
  normalQuantile,
  studentQuantile,
} from '../../lib/models/statistics.ts';

test.each([
  [0.95, 1.644854],
  [0.8, 0.841621],
  [0.025, -1.959964],
])('the normal quantile of %d is %d', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 4);
  expect(normalCdf(z)).toBeCloseTo(p, 6);
});

test.each([
  [9, 1.833],
  [29, 1.699],
  [4, 2.132],
])('Student’s 95 %% quantile with %d degrees of freedom is %d', (freedom, t) => {
  expect(studentQuantile(0.95, freedom)).toBeCloseTo(t, 1);
});

test('log loss and entropy are in nats', () => {
  expect(logLossOf(0.25, 1)).toBeCloseTo(Math.log(4), 12);
  expect(logLossOf(0.25, 0)).toBeCloseTo(-Math.log(0.75), 12);
  expect(Number.isFinite(logLossOf(0, 1))).toBe(true);
  expect([entropyOf(0.5), entropyOf(0), entropyOf(1)]).toEqual([Math.LN2, 0, 0]);
});

test.each<[string, number[], number[], number]>([
  ['in order', [0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], 1],
  ['the other way round', [0.9, 0.8, 0.2, 0.1], [0, 0, 1, 1], 0],
  ['all alike', [0.5, 0.5, 0.5, 0.5], [0, 1, 0, 1], 0.5],
  ['one pair of four wrong', [0.1, 0.6, 0.4, 0.9], [0, 0, 1, 1], 0.75],
  ['a row without a label among them', [0.1, 0.99, 0.9], [0, Number.NaN, 1], 1],
  ['one class alone', [0.1, 0.2], [1, 1], Number.NaN],
])('the area under the curve of scores %s', (_name, scores, labels, area) => {
  expect(areaUnderCurve(scores, labels)).toBe(area);
});

describe('the deflated Sharpe ratio', () => {
  const returns = Array.from({ length: 250 }, (_, n) => drawAt(1, n) - 0.5 + 0.04);

  test('falls with every trial that was made to find it', () => {
    const ratios = [1, 10, 100, 1_000].map(trials => deflatedSharpe(returns, trials));
    expect(ratios).toEqual(ratios.toSorted((a, b) => b - a));
    expect(ratios[0]).toBeGreaterThan(0.9);
    expect(ratios[3]).toBeLessThan(0.5);
  });

  test('of one trial of normal-like returns is that of the plain ratio', () => {
    // Bailey and Lopez de Prado's own example: SR 2.5 a year over 1250 days, skewness -3, kurtosis 10, 100 trials: 0.90.
    const [sharpe, n, trials, spread] = [2.5 / Math.sqrt(250), 1_250, 100, Math.sqrt(0.5 / 250)];
    const best =
      spread *
      ((1 - 0.5772156649) * normalQuantile(1 - 1 / trials) +
        0.5772156649 * normalQuantile(1 - 1 / (trials * Math.E)));
    const width = Math.sqrt(1 + 3 * sharpe + (9 / 4) * sharpe ** 2);
    expect(normalCdf(((sharpe - best) * Math.sqrt(n - 1)) / width)).toBeCloseTo(0.9, 2);
  });

  test('of too few returns is not known', () => {
    expect(deflatedSharpe([1, 2, 3], 1)).toBeNaN();
  });
});
