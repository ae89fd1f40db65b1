import { expect, test } from 'vitest';
import { dailySharpe, fallOf, growthOf, METRICS, scoreOf } from '../../../lib/replay/sweep/score.ts';

test.each([
  // Worked by hand: mean 0.01, sample deviation 0.02.
  ['the Sharpe ratio', dailySharpe, [0.01, 0.03, -0.01], 0.5],
  ['what a dollar becomes', growthOf, [0.1, -0.5, 0.2], 1.1 * 0.5 * 1.2 - 1],
  ['the deepest fall', fallOf, [0.1, -0.5, 0.2, -0.3], 1 - 0.5 * 1.2 * 0.7],
  ['no fall', fallOf, [0.1, 0.2], 0],
  ['a ratio of one day', dailySharpe, [0.01], 0],
  ['a ratio of days that are the same', dailySharpe, [0.01, 0.01, 0.01], 0],
] as const)('%s', (_name, of, returns, expected) => expect(of(returns)).toBeCloseTo(expected, 12));

test.each(METRICS)('by %s a desk that stood still scores 0', metric =>
  expect(scoreOf([0, 0, 0, 0], metric)).toBe(0),
);

test.each(METRICS)('by %s a day that takes all is the worst there is', metric =>
  expect(scoreOf([0.5, 0.5, -1, 0], metric)).toBe(Number.NEGATIVE_INFINITY),
);

test('growth over a fall that never came is without bound, and above every other', () => {
  expect(scoreOf([0.01, 0.02], 'calmar')).toBe(Number.POSITIVE_INFINITY);
  expect(scoreOf([0.1, -0.05], 'calmar')).toBeCloseTo((1.1 * 0.95 - 1) / 0.05, 12);
});
