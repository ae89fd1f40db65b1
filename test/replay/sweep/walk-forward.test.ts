import { describe, expect, test } from 'vitest';
import { drawAt, streamKey } from '../../../lib/models/random.ts';
import { chosenReturns, daysNeeded, walkForward } from '../../../lib/replay/sweep/walk-forward.ts';

const key = streamKey(3, 1);
/** Returns that are drawn: `mean` is what they drift by. */
const drawn = (path: number, days: number, mean = 0): number[] =>
  Array.from({ length: days }, (_, day) => mean + (drawAt(key, path * 1_000 + day) - 0.5) / 50);
const steady = (days: number, each: number) => Array.from({ length: days }, () => each);

describe('the days of a walk', () => {
  test.each([
    [1, 10],
    [4, 25],
    [4, 200],
    [7, 61],
  ])('in %d folds over %d days are each in one fold, but for those that only choose', (folds, days) => {
    const walk = walkForward([drawn(0, days), drawn(1, days)], { folds, metric: 'growth' });
    expect(walk).toHaveLength(folds);
    expect(walk[0]?.from).toBeGreaterThanOrEqual(5);
    expect(walk.at(-1)?.to).toBe(days);
    for (const [i, { from, to }] of walk.entries()) {
      expect(to - from).toBeGreaterThanOrEqual(5);
      if (i > 0) expect(from).toBe(walk[i - 1]?.to);
    }
  });

  test('too few of them are none', () => {
    const days = daysNeeded(4) - 1;
    expect(() => walkForward([drawn(0, days)], { folds: 4, metric: 'growth' })).toThrow(/too few/);
  });

  test('of paths that are not equally long are none', () =>
    expect(() => walkForward([drawn(0, 30), drawn(1, 29)], { folds: 2, metric: 'growth' })).toThrow(
      RangeError,
    ));
});

describe('what is chosen', () => {
  test('depends on the days before alone: whatever is changed from a fold on, its choice stays', () => {
    const paths = [0, 1, 2, 3].map(path => drawn(path, 100));
    const rule = { folds: 4, metric: 'sharpe' as const };
    const walk = walkForward(paths, rule);
    for (const { from, chosen } of walk) {
      const other = paths.map((path, n) =>
        path.map((each, day) => (day < from ? each : (drawn(n + 9, 100)[day] ?? 0))),
      );
      const again = walkForward(other, rule);
      expect(again.find(fold => fold.from === from)?.chosen).toBe(chosen);
    }
  });

  test('a path that is the best of a fold is not chosen for it by that', () => {
    const late = [...steady(20, -0.001), ...steady(20, 0.05)];
    const walk = walkForward([steady(40, 0.001), late], { folds: 1, metric: 'growth' });
    expect(walk).toMatchObject([{ from: 20, to: 40, chosen: 0 }]);
    expect(chosenReturns([steady(40, 0.001), late], walk)).toEqual(steady(20, 0.001));
  });

  test('changes when the days before say so', () => {
    const turning = [...steady(20, 0.001), ...steady(40, 0.01)];
    const walk = walkForward([steady(60, 0.002), turning], { folds: 2, metric: 'growth' });
    expect(walk.map(({ chosen }) => chosen)).toEqual([0, 1]);
  });

  test('of equals is the first: what is stays', () => {
    const same = drawn(1, 60);
    const walk = walkForward([same, same, same], { folds: 3, metric: 'calmar' });
    expect(walk.map(({ chosen }) => chosen)).toEqual([0, 0, 0]);
  });

  test('is never a path that has lost everything, if there is another', () => {
    const broke = [0.9, 0.9, -1, ...steady(37, 0)];
    for (const metric of ['sharpe', 'growth', 'calmar'] as const)
      expect(
        walkForward([broke, steady(40, -0.01)], { folds: 3, metric }).map(({ chosen }) => chosen),
      ).toEqual([1, 1, 1]);
  });
});
