import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../lib/desk/units.ts';
import { datasetOf } from '../../../lib/models/dataset.ts';
import { CHANNELS, SEQUENCE, windowsAt, windowsOf } from '../../../lib/models/features/sequence.ts';
import { featuresAt, WINDOW_BARS } from '../../../lib/models/features.ts';
import { DEFAULT_RECIPE } from '../../../lib/models/recipe.ts';
import type { BarSeries } from '../../../lib/models/series.ts';
import type { Windows } from '../../../lib/models/windows.ts';
import { aSeries, BAR_MS, type Bar, BEGIN, changedAfter, walkingCoins } from '../kit/coins.ts';

const COINS = walkingCoins({ seed: 1, coins: 5, bars: 400 });
const barTime = (bar: number) => epochMs(BEGIN + bar * BAR_MS);
const SIZE = WINDOW_BARS * CHANNELS;

/** A window written in the middle of something else, which must stay as it was. */
function windowOf(windows: Windows, row: number): Float32Array {
  const out = new Float32Array(SIZE + 2).fill(7);
  windows.write(row, out, 1);
  expect([out[0], out.at(-1)]).toEqual([7, 7]);
  return out.slice(1, SIZE + 1);
}

const bits = (values: Float32Array) => [...new Uint32Array(values.slice().buffer)];
const allBits = (windows: Windows) =>
  Array.from({ length: windows.rows }, (_, row) => bits(windowOf(windows, row)));

/** The last bars alone, as serving has them. */
const lastBars = (series: BarSeries, bar: number): BarSeries => {
  const cut = (of: Float64Array) => of.slice(bar - WINDOW_BARS + 1, bar + 1);
  const { open, high, low, close, volume, logClose, at } = series;
  return {
    ...series,
    at: cut(at),
    open: cut(open),
    high: cut(high),
    low: cut(low),
    close: cut(close),
    volume: cut(volume),
    logClose: cut(logClose),
  };
};

const scaled = (price: number, volume: number): BarSeries =>
  aSeries(
    Array.from({ length: WINDOW_BARS }, (_, i): Bar => {
      const [open, close] = [100 + Math.sin(i), 100 + Math.sin(i + 1)].map(value => value * price) as [
        number,
        number,
      ];
      return [
        open,
        Math.max(open, close) * 1.01,
        Math.min(open, close) * 0.99,
        close,
        volume * (2 + (i % 5)),
      ];
    }),
  );

describe('a window', () => {
  test('I47 of a whole history equals that of the last 128 bars, bit for bit, in the order of the rows', () => {
    const data = datasetOf(COINS, { recipe: DEFAULT_RECIPE });
    const trained = windowsOf(data.coins, data.coin, data.bar);
    for (const bar of [127, 128, 200, 333]) {
      const rows = [...data.at].flatMap((at, row) => (at === barTime(bar + 1) ? [row] : []));
      const served = windowsAt(COINS.map(series => lastBars(series, bar)).toReversed(), barTime(bar));
      expect(served.symbols).toEqual(featuresAt(COINS, barTime(bar)).symbols);
      expect(allBits(served)).toEqual(rows.map(row => bits(windowOf(trained, row))));
    }
  });

  test.each(['cut off', 'replaced by noise'] as const)(
    'I50 does not change by a bit when everything later is %s',
    how => {
      for (const bar of [150, 280]) {
        const changed = COINS.map(series => changedAfter(series, barTime(bar), how));
        expect(allBits(windowsAt(changed, barTime(bar)))).toEqual(allBits(windowsAt(COINS, barTime(bar))));
      }
    },
  );

  test('does change, in every channel, when its last bar does: the test above could tell', () => {
    const changed = COINS.map(series => changedAfter(series, barTime(199), 'replaced by noise'));
    const [before, after] = [COINS, changed].map(coins => windowOf(windowsAt(coins, barTime(200)), 0));
    const lastBar = SEQUENCE.names.filter((_, channel) => {
      const place = SIZE - CHANNELS + channel;
      return before?.[place] !== after?.[place];
    });
    expect(lastBar).toEqual(SEQUENCE.names);
  });

  test('has no scale: a coin at a thousandth of the price and a thousand times the volume looks the same', () => {
    const [one, other] = [scaled(1, 1), scaled(1 / 1024, 1024)].map(series =>
      windowOf(windowsOf([series], [0], [WINDOW_BARS - 1]), 0),
    );
    one?.forEach((value, place) => {
      expect(value).toBeCloseTo(other?.[place] ?? Number.NaN, 4);
    });
  });

  test.each<[string, Bar]>([
    ['never moves', [100, 100, 100, 100, 100]],
    ['never trades', [100, 101, 99, 100, 0]],
    ['trades next to nothing', [100, 101, 99, 100.5, 5e-324]],
    ['costs next to nothing', [1e-15, 2e-15, 1e-15, 2e-15, 1]],
    ['costs more than anything', [1e21, 1e21, 1e20, 1e20, 1e21]],
  ])('of a coin that %s holds numbers alone', (_name, bar) => {
    const series = aSeries(Array.from({ length: WINDOW_BARS }, () => bar));
    const window = windowOf(windowsOf([series], [0], [WINDOW_BARS - 1]), 0);
    expect(window.every(Number.isFinite)).toBe(true);
  });

  test('keeps one broken bar from drowning the others', () => {
    const bars = Array.from({ length: WINDOW_BARS }, (_, i): Bar => [100, 101, 99, 100 + (i % 2), 10]);
    const series = aSeries(bars.with(60, [100, 1e20, 1e-10, 1e20, 1e20]));
    const window = windowOf(windowsOf([series], [0], [WINDOW_BARS - 1]), 0);
    expect(window.every(value => Math.abs(value) < 50)).toBe(true);
  });

  test('is not there where a bar is missing', () => {
    const [coin, other] = COINS;
    if (coin === undefined || other === undefined) throw new Error('no coins');
    const gap = lastBars(changedAfter(coin, barTime(199), 'cut off'), 199);
    const windows = windowsAt([{ ...gap, at: gap.at.with(0, BEGIN) }, other], barTime(199));
    expect(windows.symbols).toEqual([other.symbol]);
    expect(windows.rows).toBe(1);
  });
});

test('the channels have a hash of their own', () => {
  expect(SEQUENCE.names).toEqual(['flow', 'thrust', 'volume', 'range']);
  expect(SEQUENCE.hash).toMatch(/^[0-9a-f]{64}$/);
});
