import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gridAnchor, onGrid } from '../../../lib/models/trees/exact-sum.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

test('numbers on a grid add up to the same in any order, and what is taken away leaves the rest', () => {
  const numbers = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 300 });
  fc.assert(
    fc.property(numbers, fc.nat(), (raw, cut) => {
      const anchor = gridAnchor(sum(raw.map(Math.abs)) + 1);
      const placed = raw.map(n => onGrid(n, anchor));
      const at = cut % placed.length;
      expect(sum(placed.toReversed())).toBe(sum(placed));
      expect(sum(placed) - sum(placed.slice(0, at)) - sum(placed.slice(at))).toBe(0);
    }),
  );
});

test.each([1, 2, 50_000, 2 ** 20])('the grid is finer than a 32-bit float of its size: bound %i', bound => {
  const anchor = gridAnchor(bound);
  for (const x of [0.1, -0.25, 1 / 3, 0.9999]) {
    expect(Math.abs(onGrid(x, anchor) - x)).toBeLessThanOrEqual(bound * 2 ** -51);
  }
  expect(onGrid(-1, anchor)).toBe(-1);
});
