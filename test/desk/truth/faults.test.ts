import { expect, test } from 'vitest';
import { truthFaults } from '../../../lib/desk/truth/faults.ts';
import { epochMs, minutesAfter, usd } from '../../../lib/desk/units.ts';
import { NOW } from '../../kit/builders.ts';

const hoursAgo = (hours: number) => minutesAfter(NOW, -60 * hours);
const result = (hours: number, mismatch: number) => ({
  closedAt: hoursAgo(hours),
  mismatchUsd: usd(mismatch),
});
const open = (hours: number) => ({ to: epochMs(hoursAgo(hours)) });

test.each([
  ['a day that agrees', [result(1, 0)], [], 0],
  ['I37 a day that differs by two cents', [result(1, 0.02)], [], 1],
  ['a difference that was told for a day', [result(24, 5)], [], 0],
  ['a day that is just over', [], [open(1)], 0],
  ['a day that could not be compared for a day', [], [open(24)], 1],
  ['both', [result(2, 5), result(1, 0)], [open(30), open(6)], 2],
])('%s counts', (_what, results, left, faults) => {
  expect(truthFaults(results, left, NOW)).toBe(faults);
});
