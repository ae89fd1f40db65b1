import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spread, ticks, timeTicks } from '../../../lib/replay/report/scale.ts';
import { hold } from '../../kit/hostile.ts';

describe('ticks', () => {
  test.each<readonly [number, number, number, readonly number[]]>([
    [0, 1, 4, [0, 0.25, 0.5, 0.75, 1]],
    [-0.041, 0, 3, [-0.04, -0.02, 0]],
    [14_500, 21_300, 5, [16_000, 18_000, 20_000]],
    [5, 5, 4, [5]],
  ])('from %d to %d, about %d', (low, high, about, expected) => {
    expect(ticks(low, high, about)).toEqual(expected);
  });

  test('lie within the range and are never many', () => {
    const range = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
    );
    hold(range, ([low, room]) => {
      const found = ticks(low, low + room, 5);
      expect(found.length).toBeLessThanOrEqual(8);
      for (const at of found) {
        expect(at).toBeGreaterThanOrEqual(low - room * 1e-3);
        expect(at).toBeLessThanOrEqual(low + room * 1.001);
      }
    });
  });
});

describe('instants', () => {
  const day = (text: string) => Date.parse(`${text}T00:00Z`);

  test.each<readonly [string, string, readonly string[]]>([
    ['2025-03-01', '2025-03-02', ['1 Mar', '06:00', '12:00', '18:00', '2 Mar']],
    ['2025-03-01', '2025-03-05', ['1 Mar', '2 Mar', '3 Mar', '4 Mar', '5 Mar']],
    ['2025-01-15', '2025-06-20', ['Mar 2025', 'May 2025']],
    ['2024-01-01', '2025-12-31', ['Jan 2024', 'Jul 2024', 'Jan 2025', 'Jul 2025']],
  ])('from %s to %s', (from, to, expected) => {
    expect(timeTicks(day(from), day(to), 5).map(({ text }) => text)).toEqual(expected);
  });
});

test('a flat line has room on both sides', () => {
  const [low, high] = spread([100, 100]);
  expect(low).toBeLessThan(100);
  expect(high).toBeGreaterThan(100);
  expect(spread([])).toEqual([0, 1]);
});
