import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../lib/sim/random.ts';

const draws = (seed: number, stream: string, n: number, kind: 'next' | 'normal' = 'next') => {
  const random = seededRandom(seed, stream);
  return Array.from({ length: n }, () => random[kind]());
};
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('seeded chance', () => {
  test('repeats itself for the same seed and stream alone', () => {
    expect(draws(1, 'market', 5)).toEqual(draws(1, 'market', 5));
    expect(draws(1, 'market', 5)).not.toEqual(draws(2, 'market', 5));
    expect(draws(1, 'market', 5)).not.toEqual(draws(1, 'BTCUSDT', 5));
  });

  test('gives the same numbers on every machine, for ever: seeds are quoted in reports', () => {
    expect(draws(42, 'pin', 3).map(n => n.toFixed(9))).toEqual(['0.147114502', '0.612859210', '0.401771012']);
  });

  test('is uniform in [0, 1), and normal with mean 0 and deviation 1', () => {
    const uniform = draws(7, 'u', 50_000);
    expect(Math.min(...uniform.slice(0, 10_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform.slice(0, 10_000))).toBeLessThan(1);
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    const normal = draws(7, 'n', 50_000, 'normal');
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map(n => n * n))).toBeCloseTo(1, 1);
    expect(mean(normal.map(n => n ** 4))).toBeGreaterThan(2.8);
  });
});
