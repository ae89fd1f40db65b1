import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../lib/sim/random.ts';
import { asWritten } from '../../../lib/sim/shown/digits.ts';

const throughText = (value: number, decimals: number) => Number(value.toFixed(decimals));

describe('a number as written', () => {
  test.each([
    [0.1 + 0.2, 2, 0.3],
    [100.2665, 2, 100.27],
    [-100.2665, 2, -100.27],
    [1.005, 2, 1],
    [-0, 3, 0],
    [1e-9, 8, 0],
    [123_456_789, 0, 123_456_789],
    [1e20 + 1, 4, 1e20],
    [0.1, 30, 0.1],
  ])('%d with %d decimals is %d', (value, decimals, expected) => {
    expect(asWritten(value, decimals)).toBe(expected);
  });

  test('comes back from text to the last bit, on its steps, beside them and between them', () => {
    const random = seededRandom(1, 'digits');
    const wrong: string[] = [];
    for (let i = 0; i < 200_000; i += 1) {
      const decimals = Math.floor(random.next() * 21);
      const size = (random.next() - 0.5) * 10 ** (random.next() * 16 - 4);
      const onStep = throughText(size, decimals);
      const step = 10 ** -decimals;
      for (const value of [size, onStep, onStep * (1 + Number.EPSILON), onStep + step / 2, onStep + step]) {
        if (!Object.is(asWritten(value, decimals), throughText(value, decimals)))
          wrong.push(`${value} with ${decimals}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
