import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AverageTrueRange, atrFraction, averageTrueRange } from '../../lib/desk/indicators.ts';
import { MINUTE_MS } from '../../lib/desk/units.ts';
import { NOW } from '../kit/builders.ts';
import { candlesOf } from '../kit/candles.ts';
import { table } from '../kit/table.ts';

/**
 * By hand, period 3. True ranges: - (no close before), 4 (its own range), 6 (from the close 102 down to 96), 7 (from the
 * close 97 up to 104), 4, 10. Mean of the first three: (4 + 6 + 7) / 3 = 17/3. Then (2 x 17/3 + 4) / 3 = 46/9, and
 * (2 x 46/9 + 10) / 3 = 182/27.
 */
const bars = candlesOf(
  table`
    open high low close
    100  102  99  100
    100  103  99  102
    100  100  96  97
    101  104  101 103
    103  105  101 104
    104  112  102 110`,
  NOW,
  15 * MINUTE_MS,
);

describe('Wilder’s average true range', () => {
  test.each([
    [4, 17 / 3],
    [5, 46 / 9],
    [6, 182 / 27],
  ])('of the first %d bars is the figure reckoned by hand', (count, average) => {
    expect(averageTrueRange(bars.slice(0, count), 3)).toBeCloseTo(average, 12);
  });

  test('needs one bar more than its period', () => {
    expect(averageTrueRange(bars.slice(0, 3), 3)).toBeUndefined();
    expect(averageTrueRange([], 3)).toBeUndefined();
    expect(atrFraction(bars.slice(0, 3), 3)).toBeUndefined();
  });

  test('as a fraction is measured by the last close', () => {
    expect(atrFraction(bars, 3)).toBeCloseTo(182 / 27 / 110, 12);
  });

  test('is no figure where the bars hold none: a close of zero, a price that is not a number', () => {
    const last = bars.at(-1);
    if (last === undefined) throw new Error('no bars');
    for (const close of [0, Number.NaN]) {
      expect(atrFraction([...bars, { ...last, close: close as typeof last.close }], 3)).toBeUndefined();
    }
  });
});

/** Written out from the definition, with nothing kept from bar to bar: the mean of the first ranges, then Wilder's step. */
function written(ranges: readonly number[], period: number): number | undefined {
  if (ranges.length < period) return undefined;
  const first = ranges.slice(0, period).reduce((sum, range) => sum + range / period, 0);
  return ranges.slice(period).reduce((average, range) => (average * (period - 1) + range) / period, first);
}

describe('the average true range bar by bar', () => {
  const anyPrice = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
  const anyBar = fc.tuple(anyPrice, anyPrice, anyPrice).map(([a, b, c]) => {
    const [low = 0, close = 0, high = 0] = [a, b, c].toSorted((x, y) => x - y);
    return { low, close, high };
  });

  test('is at each bar, bit for bit, that of all bars so far', () => {
    fc.assert(
      fc.property(fc.array(anyBar, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (walk, period) => {
        const state = new AverageTrueRange(period);
        const ranges: number[] = [];
        for (const [i, { high, low, close }] of walk.entries()) {
          const previous = walk[i - 1]?.close;
          if (previous !== undefined) ranges.push(Math.max(high, previous) - Math.min(low, previous));
          expect(state.push(high, low, close)).toBe(written(ranges, period));
        }
      }),
    );
  });
});
