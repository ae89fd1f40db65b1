import { expect, test } from 'vitest';
import { UNCALIBRATED } from '../../lib/models/calibration.ts';
import { type Opinion, verdictOf, weightsOf } from '../../lib/models/ensemble.ts';

const says = (kind: Opinion['kind'], margin: number, gain: number): Opinion => ({ kind, margin, gain });

test('weights are proportional to what each has gained, nothing below zero', () => {
  const votes = weightsOf([says('xgboost', 1, 0.003), says('lightgbm', 1, 0.001), says('nhits', 1, -0.01)]);
  expect(votes.map(({ weight }) => weight)).toEqual([0.75, 0.25, 0]);
});

test('one model’s verdict is that model’s', () => {
  const long = verdictOf([says('xgboost', Math.log(3), 0.01)], UNCALIBRATED);
  const short = verdictOf([says('xgboost', -Math.log(3), 0.01)], UNCALIBRATED);
  expect([long?.side, short?.side]).toEqual(['long', 'short']);
  for (const verdict of [long, short]) expect(verdict?.confidence).toBeCloseTo(0.75, 12);
});

test('the mean is of log odds', () => {
  const verdict = verdictOf([says('xgboost', 2, 0.01), says('lightgbm', -1, 0.03)], UNCALIBRATED);
  expect(verdict?.pUp).toBeCloseTo(1 / (1 + Math.exp(0.25)), 12);
});

test('I45 nobody with a gain, no verdict: no fallback stands in', () => {
  expect(verdictOf([], UNCALIBRATED)).toBeUndefined();
  expect(verdictOf([says('xgboost', 3, 0), says('nhits', 3, -1)], UNCALIBRATED)).toBeUndefined();
  expect(verdictOf([says('xgboost', Number.NaN, 1)], UNCALIBRATED)).toBeUndefined();
});

test('a margin that is no number does not spoil the others', () => {
  const verdict = verdictOf([says('xgboost', Number.NaN, 1), says('nhits', 1, 1)], UNCALIBRATED);
  expect(verdict?.votes.map(({ weight }) => weight)).toEqual([0, 1]);
  expect(verdict?.pUp).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
});
