import { describe, expect, test } from 'vitest';
import type { Candle } from '../../../lib/desk/candle.ts';
import { epochMs, price, symbolId } from '../../../lib/desk/units.ts';
import { eligibleOf } from '../../../lib/operator/training/eligible.ts';
import { wholeBars } from '../../../lib/operator/training/whole-bars.ts';
import { limitsWith } from '../../kit/builders.ts';

const QUARTER_MS = 900_000;
const DAY_BARS = 96;

interface Shape {
  readonly days?: number;
  /** Half of a day's range, as a fraction of price. */
  readonly swing?: number;
  readonly volume?: number;
  /** From this day on the price stands still and nothing is traded. */
  readonly diesOn?: number;
}

/** A coin that goes up and down once a bar, around 100. */
function quarters({ days = 40, swing = 0.03, volume = 10_000, diesOn = Infinity }: Shape): Candle[] {
  return Array.from({ length: days * DAY_BARS }, (_, i) => {
    const dead = i >= diesOn * DAY_BARS;
    const half = dead ? 0 : 100 * swing;
    return {
      at: epochMs(i * QUARTER_MS),
      open: price(100),
      high: price(100 + half),
      low: price(100 - half),
      close: price(100),
      volume: dead ? 0 : volume,
    };
  });
}

const judged = (symbol: string, shape: Shape): string => {
  const { leftOut } = eligibleOf([{ symbol: symbolId(symbol), quarters: quarters(shape) }], limitsWith());
  return leftOut.map(({ because }) => because).join();
};

describe('the coins that are learnt from', () => {
  test.each<[string, Shape, string]>([
    ['SOLUSDT', {}, ''],
    ['SOLUSDT', { swing: 0.005 }, 'stayed within'],
    ['SOLUSDT', { swing: 0.012 }, 'median of 7 days'],
    ['SOLUSDT', { volume: 1_000 }, '$9,600,000.00 a day'],
    ['SOLUSDT', { days: 29 }, '29 of 30 daily bars'],
    ['FDUSDUSDT', {}, 'currency token'],
    ['SOLUSDC', {}, 'quoted in USDC'],
  ])('%s %j: %s', (symbol, shape, because) => {
    if (because === '') expect(judged(symbol, shape)).toBe('');
    else expect(judged(symbol, shape)).toContain(because);
  });

  test('are judged by their first month: what becomes of them later is not looked at', () => {
    expect(judged('SOLUSDT', { diesOn: 31 })).toBe('');
    expect(judged('SOLUSDT', { diesOn: 10 })).not.toBe('');
  });

  test('hold Bitcoin whatever it does, since all features refer to it', () => {
    expect(judged('BTCUSDT', { swing: 0.001, volume: 0 })).toBe('');
  });
});

describe('longer bars', () => {
  const hourOf = (bars: readonly Candle[]) => wholeBars(bars, QUARTER_MS, 4 * QUARTER_MS);
  const bars = quarters({ days: 1 }).map((bar, i) => ({
    ...bar,
    open: price(100 + i),
    high: price(200 + i),
    low: price(50 - i / 10),
    close: price(101 + i),
    volume: i,
  }));

  test('go from the first open to the last close, over all that lies between', () => {
    const hours = hourOf(bars);
    expect(hours).toHaveLength(24);
    expect(hours[1]).toEqual({ at: 4 * QUARTER_MS, open: 104, high: 207, low: 49.3, close: 108, volume: 22 });
  });

  test.each([
    ['begins within it', bars.slice(1)],
    ['ends within it', bars.slice(0, -1)],
    ['has a gap in it', bars.filter((_, i) => i !== 42)],
  ])('are left out where the data %s', (_what, given) => {
    expect(hourOf(given)).toHaveLength(23);
  });
});
