import { expect, test } from 'vitest';
import { UNCALIBRATED } from '../../lib/models/calibration.ts';
import { type Opinion, verdictOf, weightsOf } from '../../lib/models/ensemble.ts';
import { logistic } from '../../lib/models/statistics.ts';

const says = (kind: Opinion['kind'], margin: number, gain: number): Opinion => ({ kind, margin, gain });
const word = (margin: number, weight: number) => ({ margin, weight });

test('weights are proportional to what each has gained, nothing below zero', () => {
  const votes = weightsOf([says('xgboost', 1, 0.003), says('lightgbm', 1, 0.001), says('nhits', 1, -0.01)]);
  expect(votes.map(({ weight }) => weight)).toEqual([0.75, 0.25, 0]);
});

test('one model’s verdict is that model’s', () => {
  const long = verdictOf([word(Math.log(3), 1)], UNCALIBRATED);
  const short = verdictOf([word(-Math.log(3), 1)], UNCALIBRATED);
  expect([long?.side, short?.side]).toEqual(['long', 'short']);
  for (const verdict of [long, short]) expect(verdict?.confidence).toBeCloseTo(0.75, 12);
});

test('the mean is of log odds, and is calibrated as a whole', () => {
  const words = [word(2, 0.25), word(-1, 0.75)];
  expect(verdictOf(words, UNCALIBRATED)?.pUp).toBeCloseTo(logistic(-0.25), 12);
  const calibration = { kind: 'platt', slope: 2, intercept: 0.1, n: 10 } as const;
  expect(verdictOf(words, calibration)?.pUp).toBeCloseTo(logistic(-0.4), 12);
});

test('I45 nobody with weight, no verdict: no fallback stands in', () => {
  expect(verdictOf([], UNCALIBRATED)).toBeUndefined();
  expect(verdictOf([word(3, 0), word(3, 0)], UNCALIBRATED)).toBeUndefined();
  expect(verdictOf([word(Number.NaN, 1)], UNCALIBRATED)).toBeUndefined();
});

test('a margin that is no number counts where it has weight, and there it silences the mean', () => {
  expect(verdictOf([word(Number.NaN, 0), word(1, 1)], UNCALIBRATED)?.pUp).toBeCloseTo(logistic(1), 12);
  expect(verdictOf([word(Number.NaN, 0.5), word(1, 0.5)], UNCALIBRATED)).toBeUndefined();
});
