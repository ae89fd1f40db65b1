import { expect, test } from 'vitest';
import { median, winInterval } from '../../lib/desk/statistics.ts';

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([10, 2, 30])).toBe(10);
  expect(median([10, 2, 30, 4])).toBe(7);
  expect(median([5])).toBe(5);
  expect(median([])).toBeNaN();
});

test.each([
  [5, 10, 0.2366, 0.7634],
  [0, 4, 0, 0.4899],
  [4, 4, 0.5101, 1],
  [550, 1_000, 0.519, 0.5806],
])('%d won of %d say little or much', (won, n, low, high) => {
  const [from, to] = winInterval(won, n);
  expect(from).toBeCloseTo(low, 4);
  expect(to).toBeCloseTo(high, 4);
});
