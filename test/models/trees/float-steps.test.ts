import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doubleAbove, floatAbove, floatBelow } from '../../../lib/models/trees/float-steps.ts';

const FLOAT_MAX = 3.4028234663852886e38;

test('a bound that includes and the next 32-bit float that excludes part 32-bit floats alike', () => {
  const bounds = fc.oneof(
    fc.double({ noNaN: true }),
    fc.float({ noNaN: true }),
    fc.constantFrom(0, -0, 1e-50),
  );
  const values = fc.float({ noNaN: true, noDefaultInfinity: true });
  const near = fc.tuple(bounds, fc.nat(2)).map(([bound, n]) => Math.fround(bound) * (1 + (n - 1) * 2 ** -23));
  fc.assert(
    fc.property(bounds, fc.oneof(values, near), (bound, x) => {
      const value = Math.fround(x);
      fc.pre(Number.isFinite(value));
      expect(value < floatAbove(bound)).toBe(value <= bound);
    }),
  );
});

test.each([
  [1, 1 + 2 ** -23],
  [-1, -1 + 2 ** -24],
  [0, 2 ** -149],
  [-(2 ** -149), 0],
  [0.1, Math.fround(0.1)],
  [FLOAT_MAX, Infinity],
  [1e300, Infinity],
  [Infinity, Infinity],
  [-1e300, -FLOAT_MAX],
])('the least 32-bit float above %d is %d', (x, above) => {
  expect(floatAbove(x)).toBe(above);
  if (Math.fround(x) === x && Number.isFinite(x)) expect(floatBelow(above) + 0).toBe(x);
});

test.each([1, -1, 0, 1e-310, 1e300, -1e-35])('nothing lies between %d and the 64-bit float above it', x => {
  const above = doubleAbove(x);
  expect(above).toBeGreaterThan(x);
  const middle = x / 2 + above / 2;
  expect([x, above]).toContain(middle === 0 ? 0 : middle);
});
