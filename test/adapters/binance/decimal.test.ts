import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainDecimal } from '../../../lib/adapters/binance/decimal.ts';

test.each([
  [1e-7, '0.0000001'],
  [1.5e-7, '0.00000015'],
  [0.001, '0.001'],
  [0.1 + 0.2, '0.30000000000000004'],
  [45_000, '45000'],
  [1e20, '100000000000000000000'],
  [0, '0'],
])('%s is sent as %s', (value, text) => {
  expect(plainDecimal(value)).toBe(text);
});

test('every finite number is sent as plain digits and read back the same', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e15, noNaN: true }), value => {
      const text = plainDecimal(value);
      expect(text).toMatch(/^\d+(\.\d+)?$/);
      expect(Number(text)).toBe(value);
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e21])('%s is a bug, not a number to send', value => {
  expect(() => plainDecimal(value)).toThrow(RangeError);
});
