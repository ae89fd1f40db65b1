import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Candle } from '../../lib/desk/candle.ts';
import { atrFraction } from '../../lib/desk/indicators.ts';
import { correlation } from '../../lib/desk/portfolio/correlation.ts';
import { epochMs, price, symbolId } from '../../lib/desk/units.ts';
import { featuresAt } from '../../lib/models/features.ts';
import { barAt, seriesOf } from '../../lib/models/series.ts';
import { hold, oddNumber } from '../kit/hostile.ts';

const BAR_MS = 900_000;
const START = Date.UTC(2025, 4, 27);
const BARS = 140;

const whole = Array.from({ length: BARS }, (_, i): Candle => {
  const close = 100 + 5 * Math.sin(i / 7);
  return {
    at: epochMs(START + i * BAR_MS),
    open: price(close - 0.2),
    high: price(close + 1),
    low: price(close - 1),
    close: price(close),
    volume: 1_000 + i,
  };
});

const FIELDS = ['at', 'open', 'high', 'low', 'close', 'volume'] as const;
const strange = fc.oneof(
  fc.constantFrom(
    Number.NaN,
    Infinity,
    -Infinity,
    0,
    -0,
    -1,
    5e-324,
    1e-300,
    1e300,
    1.7e308,
    8.64e15,
    9e15,
    1e30,
  ),
  fc.double(),
);
const damage = fc.array(fc.tuple(fc.nat(BARS - 1), fc.constantFrom(...FIELDS), strange), {
  maxLength: 4,
  size: 'max',
});

test('I50 a bar with anything in it becomes a gap or a bar, and every feature a number or missing', () => {
  let gaps = 0;
  hold(
    damage,
    changes => {
      const candles = whole.map(bar => ({ ...bar }));
      for (const [i, field, value] of changes) candles[i] = { ...(candles[i] as Candle), [field]: value };
      const series = seriesOf(symbolId('COINUSDT'), candles, BAR_MS);
      for (const { at, name } of [
        { at: series.at, name: 'at' },
        { at: series.logClose, name: 'logClose' },
        { at: series.volume, name: 'volume' },
      ]) {
        expect(oddNumber([...at], name)).toBeUndefined();
      }
      // A bad price costs its own bar and no other; after a time that is wrong nobody can say which bar it is.
      if (changes.every(([, field]) => field !== 'at'))
        expect(series.at.length).toBeGreaterThanOrEqual(BARS - changes.length);
      for (let i = 1; i < series.at.length; i += 1)
        expect(series.at[i]).toBeGreaterThan(series.at[i - 1] ?? 0);
      gaps += BARS - series.at.length;
      const rows = featuresAt([series], epochMs(START + (BARS - 1) * BAR_MS));
      for (const value of rows.values) expect(Math.abs(value)).not.toBe(Infinity);
      expect(barAt(series, START)).toBeLessThan(BARS);
    },
    0.4,
  );
  expect(gaps).toBeGreaterThan(0);
});

test('what a plan and the portfolio reckon from bars that a decoder has passed is a number, however wild they are', () => {
  const wild = fc.array(fc.double({ min: 1e-15, max: 1e21, noNaN: true }), { minLength: 30, maxLength: 30 });
  hold(fc.tuple(wild, wild), ([a, b]) => {
    const [left, right] = [a, b].map(closes =>
      closes.map((close, i): Candle => {
        const before = closes[i - 1] ?? close;
        return {
          at: epochMs(START + i * BAR_MS),
          open: price(before),
          high: price(Math.max(before, close)),
          low: price(Math.min(before, close)),
          close: price(close),
          volume: 1,
        };
      }),
    ) as [Candle[], Candle[]];
    expect(atrFraction(left, 14)).toBeGreaterThanOrEqual(0);
    const rho = correlation(left, right, BAR_MS);
    expect(Math.abs(rho)).toBeLessThanOrEqual(1);
  });
});
