import { expect, test } from 'vitest';
import type { Candle } from '../../lib/desk/candle.ts';
import { epochMs, price, symbolId } from '../../lib/desk/units.ts';
import { barAt, seriesOf } from '../../lib/models/series.ts';

const BAR_MS = 900_000;
const START = Date.UTC(2025, 4, 27);
const bar = (i: number, changes: Partial<Record<keyof Candle, number>> = {}): Candle => {
  const plain = { at: START + i * BAR_MS, open: 100, high: 102, low: 99, close: 101, volume: 7 };
  const { at, open, high, low, close, volume } = { ...plain, ...changes };
  return {
    at: epochMs(at),
    open: price(open),
    high: price(high),
    low: price(low),
    close: price(close),
    volume,
  };
};
const series = (...bars: readonly Candle[]) => seriesOf(symbolId('COINUSDT'), bars, BAR_MS);

test.each<[string, Partial<Record<keyof Candle, number>>]>([
  ['without a close', { close: Number.NaN }],
  ['with a high below its close', { high: 100.5 }],
  ['with a low above its open', { low: 100.5 }],
  ['at a price of nothing', { low: 0 }],
  ['at a price so small that quotients are infinite', { open: 1e-300, low: 1e-300 }],
  ['at a price so large that sums are', { high: 1e300 }],
  ['of less than no volume', { volume: -1 }],
  ['of a volume whose sum is infinite', { volume: 1e308 }],
  ['between two bars', { at: START + BAR_MS + 1 }],
  ['of a time without a date', { at: 9e20 }],
  ['of the bar before', { at: START }],
])('I50 a bar %s is a gap, and nothing is filled in', (_, changes) => {
  const { at } = series(bar(0), bar(1, changes), bar(2));
  expect([...at]).toEqual([START, START + 2 * BAR_MS]);
  expect(barAt(series(bar(0), bar(1, changes), bar(2)), START + BAR_MS)).toBe(-1);
});

test('bars that are such become columns', () => {
  const { at, logClose, volume } = series(bar(0), bar(1, { close: 100 }));
  expect([...at]).toEqual([START, START + BAR_MS]);
  expect([...logClose]).toEqual([Math.log(101), Math.log(100)]);
  expect([...volume]).toEqual([7, 7]);
});
