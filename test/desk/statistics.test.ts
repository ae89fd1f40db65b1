import { expect, test } from 'vitest';
import { median } from '../../lib/desk/statistics.ts';

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([10, 2, 30])).toBe(10);
  expect(median([10, 2, 30, 4])).toBe(7);
  expect(median([5])).toBe(5);
  expect(median([])).toBeNaN();
});
