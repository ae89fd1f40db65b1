import { expect, test } from 'vitest';
import { atrFraction } from '../../lib/desk/indicators.ts';
import { wilderOf } from '../../lib/models/features/wilder.ts';
import { labelAt, targetOf } from '../../lib/models/label.ts';
import { DEFAULT_RECIPE, recipeName, stopFractionOf } from '../../lib/models/recipe.ts';
import { aSeries, type Bar, candlesOf, walkingCoins } from './kit/coins.ts';

/** A stop of 1 % and three bars ahead. */
const RECIPE = { ...DEFAULT_RECIPE, horizonBars: 3 };
const ATR = 0.01 / 1.5;
const SIGNAL: Bar = [90, 90, 90, 90];

test.each<[string, Bar[], string, number]>([
  [
    '+1R first',
    [
      [100, 100.5, 99.5, 100],
      [100, 101, 100, 101],
      [101, 101, 90, 90],
    ],
    'up',
    2,
  ],
  [
    '-1R first',
    [
      [100, 100.5, 99, 99],
      [99, 110, 99, 110],
      [110, 110, 110, 110],
    ],
    'down',
    1,
  ],
  [
    'both in one bar',
    [
      [100, 101, 99, 100],
      [100, 105, 100, 105],
      [105, 105, 105, 105],
    ],
    'both',
    1,
  ],
  [
    'neither, and the return is positive',
    [
      [100, 100.9, 99.1, 100],
      [100, 100, 100, 100],
      [100, 100.2, 100, 100.1],
    ],
    'up',
    3,
  ],
  [
    'neither, and the return is negative',
    [
      [100, 100.9, 99.1, 100],
      [100, 100, 100, 100],
      [100, 100, 99.8, 99.9],
    ],
    'down',
    3,
  ],
  [
    'neither, and no return',
    [
      [100, 100.9, 99.1, 100],
      [100, 100, 100, 100],
      [100, 100.2, 99.8, 100],
    ],
    'flat',
    3,
  ],
])('the label is what is touched first after the next bar’s open: %s', (_name, bars, outcome, after) => {
  const label = labelAt(aSeries([SIGNAL, ...bars]), 0, ATR, RECIPE);
  expect(label).toEqual({ outcome, bars: after });
});

test('I48 neither side is right where both were touched or nothing moved', () => {
  expect((['up', 'down', 'both', 'flat'] as const).map(targetOf)).toEqual([1, 0, Number.NaN, Number.NaN]);
});

test('there is no label before the horizon is over, even where a stop was touched early', () => {
  const bars: Bar[] = [SIGNAL, [100, 102, 100, 102], [102, 102, 102, 102]];
  expect(labelAt(aSeries(bars), 0, ATR, RECIPE)).toBeUndefined();
});

test('there is no label across a gap', () => {
  const series = aSeries([SIGNAL, [100, 102, 100, 102], [102, 102, 102, 102], [102, 102, 102, 102]]);
  const at = Float64Array.from(series.at, (open, i) => (i === 3 ? open + series.barMs : open));
  expect(labelAt({ ...series, at }, 0, ATR, RECIPE)).toBeUndefined();
});

test('the ATR of the label is the desk’s over the same bars', () => {
  const [coin] = walkingCoins({ seed: 3, coins: 1, bars: 128 });
  if (coin === undefined) throw new Error('no coin');
  const bars = [...coin.at].map(
    (_, i): Bar => [coin.open[i] ?? 0, coin.high[i] ?? 0, coin.low[i] ?? 0, coin.close[i] ?? 0],
  );
  expect(wilderOf(coin, 0, 127).atrFraction).toBe(atrFraction(candlesOf(bars), 14));
});

test('the stop is a multiple of the ATR between its bounds', () => {
  expect([0.001, 0.01, 0.05].map(atr => stopFractionOf(atr, DEFAULT_RECIPE.stop))).toEqual([
    0.006, 0.015, 0.03,
  ]);
  expect(recipeName(DEFAULT_RECIPE)).toBe('15 min / 4 h');
});
