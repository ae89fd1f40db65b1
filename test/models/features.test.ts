import { describe, expect, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import { datasetOf } from '../../lib/models/dataset.ts';
import { COLUMNS, FEATURES, featuresAt, WINDOW_BARS } from '../../lib/models/features.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { columnOf, schemaOf } from '../../lib/models/schema.ts';
import type { BarSeries } from '../../lib/models/series.ts';
import { BAR_MS, BEGIN, changedAfter, symbolsOf, walkingCoins } from './kit/coins.ts';

const funded = (series: BarSeries): BarSeries => {
  const settlements = Array.from({ length: 40 }, (_, n) => BEGIN + n * 8 * 3_600_000);
  const rate = settlements.map((_, n) => 0.0001 * Math.sin(n + series.symbol.length));
  return { ...series, funding: { at: Float64Array.from(settlements), rate: Float64Array.from(rate) } };
};

const COINS = walkingCoins({ seed: 1, coins: 5, bars: 400 }).map(funded);
const barTime = (bar: number) => epochMs(BEGIN + bar * BAR_MS);

/** The window of each coin and nothing else, as serving has it. */
const windowAt = (series: BarSeries, bar: number): BarSeries => {
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

const bits = (values: Float32Array) => [...new Uint32Array(values.slice().buffer)];

describe('features', () => {
  test('I47 of a whole history equal those of the last 128 bars, bit for bit', () => {
    const dataset = datasetOf(COINS, { recipe: DEFAULT_RECIPE });
    for (const bar of [127, 128, 200, 333]) {
      const rows = [...dataset.at].flatMap((at, row) => (at === barTime(bar + 1) ? [row] : []));
      const batch = rows.flatMap(row => [...dataset.values.subarray(row * COLUMNS, (row + 1) * COLUMNS)]);
      const served = featuresAt(COINS.map(series => windowAt(series, bar)).toReversed(), barTime(bar));
      expect(served.symbols).toEqual(symbolsOf(COINS).toSorted());
      expect(bits(served.values)).toEqual(bits(Float32Array.from(batch)));
    }
  });

  test.each(['cut off', 'replaced by noise'] as const)(
    'I50 do not change by a bit when everything later is %s',
    how => {
      for (const bar of [150, 280]) {
        const whole = featuresAt(COINS, barTime(bar));
        const changed = featuresAt(
          COINS.map(series => changedAfter(series, barTime(bar), how)),
          barTime(bar),
        );
        for (const [column, name] of FEATURES.names.entries()) {
          const of = (values: Float32Array) => bits(values.filter((_, place) => place % COLUMNS === column));
          expect({ name, bits: of(changed.values) }).toEqual({ name, bits: of(whole.values) });
        }
      }
    },
  );

  test('do change when the last bar does: the test above could tell', () => {
    const whole = featuresAt(COINS, barTime(200)).values;
    const changed = featuresAt(
      COINS.map(series => changedAfter(series, barTime(199), 'replaced by noise')),
      barTime(200),
    ).values;
    const same = FEATURES.names.filter((_, column) => changed[column] === whole[column]);
    // What may well not notice: rates and hours are not in the bars.
    const slow = ['funding-rate', 'funding-mean-3', 'hour-sin', 'hour-cos'];
    expect(same.filter(name => !slow.includes(name))).toEqual([]);
  });

  test('are all there for a healthy coin', () => {
    const { values } = featuresAt(COINS, barTime(300));
    const missing = FEATURES.names.filter((_, column) => Number.isNaN(values[column]));
    expect(missing).toEqual([]);
  });

  test('I55 are free of scale: a coin in other units has the same', () => {
    const times = (of: Float64Array, by: number) => of.map(each => each * by);
    const other = COINS.map(series => {
      const { open, high, low, close, volume } = series;
      const [o, h, l, c] = [open, high, low, close].map(of => times(of, 1_000));
      if (o === undefined || h === undefined || l === undefined || c === undefined)
        throw new Error('no columns');
      return {
        ...series,
        open: o,
        high: h,
        low: l,
        close: c,
        volume: times(volume, 7),
        logClose: c.map(Math.log),
      };
    });
    const [a, b] = [featuresAt(COINS, barTime(300)).values, featuresAt(other, barTime(300)).values];
    for (const [place, value] of a.entries()) expect(b[place]).toBeCloseTo(value, 4);
  });

  test('are missing, not zero, where nothing is known', () => {
    const [coin] = COINS;
    if (coin === undefined) throw new Error('no coin');
    const alone = {
      ...coin,
      symbol: 'ADAUSDT' as typeof coin.symbol,
      funding: undefined,
      volume: coin.volume.map(() => 0),
    };
    const { values } = featuresAt([alone], barTime(300));
    const missing = FEATURES.names.filter((_, column) => Number.isNaN(values[column]));
    expect(missing).toEqual(
      FEATURES.names.filter(name => /^(volume|spike|peak|funding|bitcoin|rank)-/.test(name)),
    );
  });

  test('are missing where the funding is older than a day', () => {
    const stale = COINS.map(series => ({
      ...series,
      funding: { at: Float64Array.from([BEGIN]), rate: Float64Array.from([1e-4]) },
    }));
    const column = columnOf(FEATURES.names, 'funding-rate');
    expect(featuresAt(stale, barTime(127)).values[column]).toBeNaN();
    const fresh = COINS.map(series => ({
      ...series,
      funding: { at: Float64Array.from([BEGIN + 100 * BAR_MS]), rate: Float64Array.from([1e-4]) },
    }));
    expect(featuresAt(fresh, barTime(127)).values[column]).toBeCloseTo(1e-4);
  });

  test('make no row of a coin whose last 128 bars have a gap', () => {
    const [first, ...rest] = COINS;
    if (first === undefined) throw new Error('no coin');
    const at = first.at.map((open, i) => (i > 250 ? open + BAR_MS : open));
    expect(featuresAt([{ ...first, at }, ...rest], barTime(300)).symbols).toEqual(symbolsOf(rest).toSorted());
    expect(featuresAt(COINS, barTime(126)).symbols).toEqual([]);
  });
});

describe('the schema', () => {
  test('I47 has another hash in another order, another number or another version', () => {
    const hashes = [
      schemaOf(1, ['a', 'b']),
      schemaOf(1, ['b', 'a']),
      schemaOf(1, ['a', 'b', 'c']),
      schemaOf(2, ['a', 'b']),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(4);
    expect(schemaOf(1, ['a', 'b']).hash).toBe(hashes[0]);
  });

  test('names each feature once', () => {
    expect(() => schemaOf(1, ['a', 'a'])).toThrow('twice');
    expect(FEATURES.names).toHaveLength(COLUMNS);
  });
});
