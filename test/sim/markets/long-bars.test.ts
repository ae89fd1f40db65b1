import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isContiguous } from '../../../lib/desk/candle.ts';
import { atrFraction } from '../../../lib/desk/indicators.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, minuteOf, symbolId } from '../../../lib/desk/units.ts';
import { loadRecordedMarket } from '../../../lib/sim/markets/recorded.ts';
import { csv, folderWith, minuteRow } from './folders.ts';
import { expectFolds } from './folds.ts';

const BTC = symbolId('BTCUSDT');
const FIRST = Date.UTC(2025, 8, 15);
const hour = (n: number, open: number, more = '') =>
  `${FIRST + n * HOUR_MS},${open},${open + 2},${open - 1},${open + 1},600${more}`;
const hours = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => hour(from + i, 100 + from + i));
const market = (files: Record<string, string>) => loadRecordedMarket({ dataFolder: folderWith(files) });
const btc = (...rows: readonly string[]) => market({ 'BTCUSDT-1h.csv.gz': csv(...rows) });

describe('hours as a market', () => {
  test('an hour stands at its open until all of it happens in its last minute', () => {
    const made = btc(hour(0, 100), hour(1, 101));
    const minutes = made.candles(BTC, '1m', FIRST, FIRST + HOUR_MS);
    expect(minutes).toHaveLength(60);
    const still = { open: 100, high: 100, low: 100, close: 100, volume: 0 };
    for (const [i, bar] of minutes.slice(0, 59).entries())
      expect(bar).toEqual({ at: FIRST + i * MINUTE_MS, ...still });
    const all = { open: 100, high: 102, low: 99, close: 101, volume: 600 };
    expect(minutes[59]).toEqual({ at: FIRST + 59 * MINUTE_MS, ...all });
    for (const bar of minutes) expect(made.minuteBar(BTC, minuteOf(bar.at))).toEqual(bar);
    expect(made.candles(BTC, '15m', FIRST, FIRST + HOUR_MS)).toEqual([
      ...[0, 15, 30].map(n => ({ at: FIRST + n * MINUTE_MS, ...still })),
      { at: FIRST + 45 * MINUTE_MS, ...all },
    ]);
    expect(made.candles(BTC, '1h', 0, Infinity)[0]).toEqual({ at: FIRST, ...all });
  });

  test('nothing of an hour is to be seen before it has passed', () => {
    const one = btc(...hours(0, 2), hour(2, 110));
    const other = btc(...hours(0, 2), `${FIRST + 2 * HOUR_MS},110,400,3,5,9`);
    const lastMinute = FIRST + 3 * HOUR_MS - MINUTE_MS;
    expect(one.candles(BTC, '1m', FIRST, lastMinute)).toEqual(other.candles(BTC, '1m', FIRST, lastMinute));
    expect(one.candles(BTC, '15m', FIRST, lastMinute - 14 * MINUTE_MS)).toEqual(
      other.candles(BTC, '15m', FIRST, lastMinute - 14 * MINUTE_MS),
    );
  });

  test('a missing hour is missing in every length', () => {
    const made = btc(hour(0, 100), hour(2, 102));
    expect([made.startsAt, made.endsAt]).toEqual([FIRST, FIRST + 3 * HOUR_MS]);
    expect(made.minuteBar(BTC, minuteOf(FIRST + HOUR_MS))).toBeUndefined();
    expect(made.candles(BTC, '1m', FIRST, Infinity)).toHaveLength(120);
    expect(made.candles(BTC, '15m', FIRST, Infinity)).toHaveLength(8);
  });

  test('signal bars, their ATR and the daily bars come from the hours alone', () => {
    const made = btc(...hours(0, 31 * 24));
    const now = FIRST + 31 * DAY_MS;
    const quarters = made.candles(BTC, '15m', now - DAY_MS, now);
    expect(isContiguous(quarters, '15m')).toBe(true);
    expect(atrFraction(quarters, 14)).toBeGreaterThan(0);
    expect(made.candles(BTC, '1d', FIRST, now)).toHaveLength(31);
    expect(made.instruments()[0]).toMatchObject({ onboardAt: FIRST, tickSize: 1, lot: { stepSize: 1 } });
  });

  test('any stretch asked for is the same bars, and folds to every longer length', () => {
    const made = btc(...hours(0, 30), ...hours(33, 40));
    fc.assert(
      fc.property(fc.nat(80 * 60), fc.integer({ min: 1, max: 300 }), (start, length) => {
        const from = FIRST + start * MINUTE_MS;
        const to = from + length * MINUTE_MS;
        for (const interval of ['1m', '15m'] as const) {
          const whole = made.candles(BTC, interval, 0, Infinity).filter(bar => bar.at >= from && bar.at < to);
          expect(made.candles(BTC, interval, from, to)).toEqual(whole);
        }
      }),
      { numRuns: 60 },
    );
    for (let day = 0; day < 3; day++)
      expectFolds(made, BTC, FIRST + day * DAY_MS, FIRST + (day + 1) * DAY_MS);
  });

  test('a coin that ends before the market does is settled there, and that is news three days before', () => {
    const made = market({
      'BTCUSDT-1h.csv': csv(...hours(0, 240)),
      'GONEUSDT-1h.csv': csv(...hours(0, 200)),
      'NEWUSDT-1h.csv': csv(...hours(100, 140)),
    });
    const [bitcoin, gone, fresh] = made.instruments();
    const deliveryAt = FIRST + 200 * HOUR_MS;
    expect(gone).toMatchObject({ deliveryAt, deliveryKnownAt: deliveryAt - 3 * DAY_MS });
    expect(fresh?.onboardAt).toBe(FIRST + 100 * HOUR_MS);
    expect([bitcoin, fresh].map(each => each?.deliveryKnownAt)).toEqual([undefined, undefined]);
    expect(made.minuteBar(symbolId('NEWUSDT'), minuteOf(FIRST))).toBeUndefined();
  });

  test('hours take no history of quarters', () => {
    const historyFolder = folderWith({ 'BTCUSDT-15m.csv': csv(hour(0, 100)) });
    const dataFolder = folderWith({ 'BTCUSDT-1h.csv': csv(hour(0, 100)) });
    expect(() => loadRecordedMarket({ dataFolder, historyFolder })).toThrow(/hours, which are their own/);
  });

  test.each([
    ['a price that is none', hour(1, 101).replace('102', 'NaN'), 'close is not a number'],
    ['a cell that is missing', `${FIRST + HOUR_MS},1,1,1`, 'too short'],
    ['a negative price', `${FIRST + HOUR_MS},1,1,-1,1,1`, 'price -1 is not above zero'],
    ['a negative volume', `${FIRST + HOUR_MS},1,1,1,1,-1`, 'volume -1 is negative'],
    ['the same hour', hour(0, 101), 'stands there twice'],
    ['an earlier hour', hour(-1, 101), 'is out of order'],
    ['half an hour', `${FIRST + HOUR_MS / 2},1,1,1,1,1`, 'is not on the grid'],
  ])('%s is named with file and line', (_what, row, why) => {
    expect(() => btc(hour(0, 100), row)).toThrow(new RegExp(`BTCUSDT-1h\\.csv\\.gz:3: .*${why}`));
  });
});

const QUARTER_MS = 15 * MINUTE_MS;
const quarter = (n: number, open: number) =>
  `${FIRST + n * QUARTER_MS},${open},${open + 2},${open - 1},${open + 1},150.5`;
const quarters = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => quarter(from + i, 100 + ((from + i) % 7)));

describe('quarter hours as a market', () => {
  const made = () => market({ 'BTCUSDT-15m.csv.gz': csv(...quarters(0, 40), ...quarters(44, 60)) });

  test('a quarter stands at its open until all of it happens in its last minute', () => {
    const minutes = made().candles(BTC, '1m', FIRST, FIRST + QUARTER_MS);
    const still = { open: 100, high: 100, low: 100, close: 100, volume: 0 };
    expect(minutes).toEqual([
      ...Array.from({ length: 14 }, (_, n) => ({ at: FIRST + n * MINUTE_MS, ...still })),
      { at: FIRST + 14 * MINUTE_MS, open: 100, high: 102, low: 99, close: 101, volume: 150.5 },
    ]);
  });

  test('it spans its bars, a missing quarter is missing in every minute, and every length is the fold of them', () => {
    const market = made();
    expect([market.startsAt, market.endsAt]).toEqual([FIRST, FIRST + 104 * QUARTER_MS]);
    for (const n of [40, 43])
      expect(market.minuteBar(BTC, minuteOf(FIRST + n * QUARTER_MS + 14 * MINUTE_MS))).toBeUndefined();
    expect(market.candles(BTC, '15m', 0, Infinity)).toHaveLength(100);
    expectFolds(market, BTC, FIRST, FIRST + DAY_MS);
  });

  test('they are their own history', () => {
    const folder = folderWith({ 'BTCUSDT-15m.csv': csv(...quarters(0, 4)) });
    expect(() => loadRecordedMarket({ dataFolder: folder, historyFolder: folder })).toThrow(
      /holds quarter hours, which are their own/,
    );
  });
});

describe('a folder that holds bars of several lengths', () => {
  const minute = { 'BTCUSDT-1m.csv': csv(minuteRow(0, 100)) };
  const aQuarter = { 'BTCUSDT-15m.csv': csv(quarter(0, 100)) };
  const anHour = { 'BTCUSDT-1h.csv': csv(hour(0, 100)) };
  test.each([
    ['minutes before all', { ...minute, ...aQuarter, ...anHour }, '1m'],
    ['quarter hours before hours', { ...aQuarter, ...anHour }, '15m'],
    ['hours where there is nothing else', anHour, '1h'],
  ])('plays %s', (_what, files, interval) => {
    expect(market(files).interval).toBe(interval);
  });
});

describe('the series of a symbol', () => {
  test.each([
    ['1m', { 'BTCUSDT-1m.csv': csv(minuteRow(0, 100), minuteRow(1, 101)) }, ['1m', '15m', '1h', '1d']],
    ['15m', { 'BTCUSDT-15m.csv': csv(...quarters(0, 90)) }, ['15m', '1h', '1d']],
    ['1h', { 'BTCUSDT-1h.csv': csv(...hours(0, 30)) }, ['1h', '1d']],
  ] as const)(
    'of a folder of %s is there from that length on, and holds the candles',
    (_of, files, there) => {
      const made = market(files);
      for (const interval of ['1m', '15m', '1h', '1d'] as const) {
        const series = made.series(BTC, interval);
        expect(series !== undefined).toBe((there as readonly string[]).includes(interval));
        if (series === undefined) continue;
        const bars = made.candles(BTC, interval, 0, Infinity);
        expect(series.slice(0, Infinity)).toEqual(bars);
        expect(bars.map((_, i) => series.openAt(i))).toEqual(bars.map(({ open }) => open));
      }
      expect(made.series(symbolId('NONEUSDT'), '1d')).toBeUndefined();
    },
  );
});

const SHARED = '../shared/data/candles-1h-2025-09_2025-12';

test.skipIf(!existsSync(SHARED))(`549 perpetuals are read whole [needs ${SHARED}]`, () => {
  const real = loadRecordedMarket({ dataFolder: SHARED });
  expect(real.instruments()).toHaveLength(549);
  expect([real.startsAt, real.endsAt]).toEqual([FIRST, Date.UTC(2026, 0, 1)]);
  const ena = symbolId('ENAUSDT');
  const crashAt = minuteOf(Date.UTC(2025, 9, 10, 21, 59));
  expect(real.minuteBar(ena, crashAt)).toMatchObject({ open: 0.4654, low: 0.128, close: 0.4099 });
  expectFolds(real, ena, Date.UTC(2025, 9, 10), Date.UTC(2025, 9, 12));
});
