import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, INTERVAL_MS } from '../../../lib/desk/candle.ts';
import { MINUTE_MS } from '../../../lib/desk/units.ts';
import { BarSeries } from '../../../lib/sim/markets/series.ts';

const START = Date.UTC(2025, 4, 25, 10, 33);

/** Minutes at these offsets from the start, each with a price of its own. */
function minutesAt(offsets: readonly number[]): BarSeries {
  const series = new BarSeries(MINUTE_MS, 1);
  for (const n of offsets)
    series.push(START + n * MINUTE_MS, 100 + n, 101 + n, 99 + n, 100.5 + n, 1 + (n % 7));
  return series;
}

const someOffsets = fc
  .uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 120 })
  .map(offsets => offsets.sort((a, b) => a - b));

describe('a series of bars', () => {
  test('finds exactly the bars it was given, whatever the gaps', () => {
    fc.assert(
      fc.property(someOffsets, fc.integer({ min: -5, max: 410 }), (offsets, asked) => {
        const found = minutesAt(offsets).find(START + asked * MINUTE_MS);
        expect(found?.open).toBe(offsets.includes(asked) ? 100 + asked : undefined);
      }),
    );
  });

  test('gives the bars of any span, its end left out', () => {
    fc.assert(
      fc.property(someOffsets, fc.integer({ min: -5, max: 410 }), fc.nat(300), (offsets, from, length) => {
        const bars = minutesAt(offsets).slice(START + from * MINUTE_MS, START + (from + length) * MINUTE_MS);
        const wanted = offsets.filter(n => n >= from && n < from + length);
        expect(bars.map(bar => bar.at)).toEqual(wanted.map(n => START + n * MINUTE_MS));
      }),
    );
  });

  test('folds as the desk folds', () => {
    fc.assert(
      fc.property(someOffsets, fc.constantFrom('15m', '1h', '1d'), (offsets, interval) => {
        const series = minutesAt(offsets);
        const toMs = INTERVAL_MS[interval];
        const folded = series.foldTo(toMs);
        expect(folded.slice(0, Infinity)).toEqual(fold(series.slice(0, Infinity), toMs));
      }),
    );
  });

  test('has no bar when it is empty', () => {
    const empty = new BarSeries(MINUTE_MS);
    expect(empty.find(START)).toBeUndefined();
    expect(empty.slice(0, Infinity)).toEqual([]);
    expect(() => empty.candle(0)).toThrow(RangeError);
  });
});
