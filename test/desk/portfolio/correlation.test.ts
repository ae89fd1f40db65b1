import { describe, expect, test } from 'vitest';
import type { Candle } from '../../../lib/desk/candle.ts';
import { correlation } from '../../../lib/desk/portfolio/correlation.ts';
import { groupOf } from '../../../lib/desk/portfolio/groups.ts';
import { epochMs, MINUTE_MS, price, symbolId } from '../../../lib/desk/units.ts';
import { NOW } from '../../kit/builders.ts';

const BAR = 15 * MINUTE_MS;

/** Bars whose closes follow a coin's log returns. */
function bars(returns: readonly number[]): Candle[] {
  let close = 100;
  return [0, ...returns].map((by, i) => {
    close *= Math.exp(by);
    const at = price(close);
    return { at: epochMs(NOW + i * BAR), open: at, high: at, low: at, close: at, volume: 1 };
  });
}
const wave = (count: number, every = 1) =>
  Array.from({ length: count }, (_, i) => (Math.floor(i / every) % 2 === 0 ? 0.01 : -0.01));

describe('correlation', () => {
  const shrunk = (measured: number, count: number) => (count * measured + 200 * 0.6) / (count + 200);

  test.each([
    ['the same', wave(100), shrunk(1, 100)],
    ['the opposite', wave(100).map(by => -by), shrunk(-1, 100)],
    ['twice the same', wave(100).map(by => 2 * by), shrunk(1, 100)],
    ['a coin that stands still', wave(100).map(() => 0), 0.6],
  ])('with %s is measured, and shrunk towards 0.6', (_what, other, expected) => {
    expect(correlation(bars(wave(100)), bars(other), BAR)).toBeCloseTo(expected, 9);
  });

  test('of coins that move apart tends to nothing as evidence comes in', () => {
    const of = (count: number) => correlation(bars(wave(count)), bars(wave(count, 2)), BAR);
    expect(of(40)).toBeGreaterThan(of(400));
    expect(of(400)).toBeLessThan(0.25);
  });

  test('is 0.6 without a bar in common, and between -1 and 1 always', () => {
    expect(correlation([], bars(wave(50)), BAR)).toBe(0.6);
    expect(correlation(bars(wave(50)), bars(wave(50)), 60 * MINUTE_MS)).toBe(0.6);
    expect(correlation(bars(wave(5_000)), bars(wave(5_000)), BAR)).toBeLessThanOrEqual(1);
  });

  test('weighs the last days more than the first', () => {
    const [same, opposite] = [wave(300), wave(300).map(by => -by)];
    const lately = correlation(bars([...same, ...same]), bars([...opposite, ...same]), BAR);
    const once = correlation(bars([...same, ...same]), bars([...same, ...opposite]), BAR);
    expect(lately).toBeGreaterThan(once);
  });

  test('leaves out the return over a gap', () => {
    const [first = bars([])[0], ...rest] = bars(wave(100));
    if (first === undefined) throw new Error('no bars');
    const gapped = [{ ...first, at: epochMs(first.at - 9 * BAR), close: price(1) }, ...rest];
    expect(correlation(gapped, bars(wave(100)), BAR)).toBeCloseTo(shrunk(1, 99), 9);
  });
});

test.each([
  ['SOLUSDT', 'L1'],
  ['1000PEPEUSDT', 'meme'],
  ['NOSUCHUSDT', undefined],
])('%s belongs to the group %s', (symbol, group) => expect(groupOf(symbolId(symbol))).toBe(group));
