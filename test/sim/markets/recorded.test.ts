import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, INTERVAL_MS } from '../../../lib/desk/candle.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, minuteOf, symbolId } from '../../../lib/desk/units.ts';
import { CandleFileError } from '../../../lib/sim/markets/candle-file-error.ts';
import { loadRecordedMarket } from '../../../lib/sim/markets/recorded.ts';
import { csv, FIRST_MINUTE, folderWith, minuteRow, minuteRows } from './folders.ts';
import { expectFolds } from './folds.ts';

const BTC = symbolId('BTCUSDT');
const ADA = symbolId('ADAUSDT');
const QUARTER = INTERVAL_MS['15m'];
const FIRST_QUARTER = Date.UTC(2025, 4, 25, 10, 30);

const quarterRow = (at: number, open: number) => `${at},${open},${open + 9},${open - 9},${open + 1},1000`;
const historyRows = (count: number, from: number) =>
  Array.from({ length: count }, (_, n) => quarterRow(from + n * QUARTER, 50 + n));

describe('a recorded market', () => {
  test('spans its minutes and leaves gaps as gaps', () => {
    const dataFolder = folderWith({
      'BTCUSDT-1m.csv.gz': csv(minuteRow(0, 100), minuteRow(1, 101), minuteRow(4, 104)),
      'ADAUSDT-1m.csv': csv(minuteRow(2, 7)),
    });
    const market = loadRecordedMarket({ dataFolder });
    expect([market.startsAt, market.endsAt]).toEqual([FIRST_MINUTE, FIRST_MINUTE + 5 * MINUTE_MS]);
    expect(market.instruments().map(({ symbol }) => symbol)).toEqual(['ADAUSDT', 'BTCUSDT']);
    const bar = (n: number) => market.minuteBar(BTC, minuteOf(FIRST_MINUTE + n * MINUTE_MS))?.open;
    expect([-1, 0, 1, 2, 3, 4, 5].map(bar)).toEqual([
      undefined,
      100,
      101,
      undefined,
      undefined,
      104,
      undefined,
    ]);
    expect(market.candles(BTC, '1m', 0, Infinity)).toHaveLength(3);
    expect(market.candles(symbolId('NONEUSDT'), '1m', 0, Infinity)).toEqual([]);
  });

  test('takes tick, step and listing from what the numbers show', () => {
    const folders = {
      dataFolder: folderWith({ 'BTCUSDT-1m.csv': csv(minuteRow(0, 100, 0.25)) }),
      historyFolder: folderWith({
        'BTCUSDT-15m.csv': csv(`${FIRST_QUARTER - DAY_MS},50,50.125,49,50,1.125`),
      }),
    };
    expect(loadRecordedMarket(folders).instruments()[0]).toMatchObject({
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      contractType: 'PERPETUAL',
      status: 'TRADING',
      onboardAt: FIRST_QUARTER - DAY_MS,
      tickSize: 0.001,
      lot: { stepSize: 0.001, qtyMin: 0.001 },
      notionalMin: 5,
    });
  });

  test('has deeper books where more is traded, and never less than a thousand dollars', () => {
    const dataFolder = folderWith({
      'BTCUSDT-1m.csv': csv(...Array.from({ length: 60 }, (_, n) => minuteRow(n, 100, 50_000))),
      'ADAUSDT-1m.csv': csv(minuteRow(0, 100, 1)),
    });
    const [ada, btc] = loadRecordedMarket({ dataFolder }).instruments();
    expect(ada?.depthUsdPerLevel).toBe(1000);
    expect(btc?.depthUsdPerLevel).toBe((1440 * 100 * 50_000) / 50_000);
  });

  test('puts history before the minutes, and whole quarters of minutes before history', () => {
    const folders = {
      dataFolder: folderWith({ 'BTCUSDT-1m.csv': csv(...minuteRows(30)) }),
      historyFolder: folderWith({ 'BTCUSDT-15m.csv': csv(...historyRows(8, FIRST_QUARTER - 2 * QUARTER)) }),
    };
    const market = loadRecordedMarket(folders);
    const opens = market.candles(BTC, '15m', 0, Infinity).map(({ open }) => open);
    // 10:00, 10:15 history; 10:30 begins at 10:33, so history too; 10:45 minutes; 11:00 only three; 11:15 on history.
    expect(opens).toEqual([50, 51, 52, 112, 54, 55, 56, 57]);
    expect(market.candles(BTC, '1h', 0, Infinity).map(({ open }) => open)).toEqual([50, 54]);
    expect(market.candles(BTC, '1m', 0, FIRST_MINUTE)).toEqual([]);
  });

  test('folds what minutes there are where history knows nothing', () => {
    const market = loadRecordedMarket({
      dataFolder: folderWith({ 'BTCUSDT-1m.csv': csv(...minuteRows(30)) }),
    });
    const bars = market.candles(BTC, '15m', 0, Infinity);
    expect(bars.map(({ open }) => open)).toEqual([100, 112, 127]);
    expect(bars).toEqual(fold(market.candles(BTC, '1m', 0, Infinity), QUARTER));
  });

  test('settles funding as recorded, and at the quiet rate where nothing is recorded', () => {
    const four = Date.UTC(2025, 4, 25, 12);
    const folders = {
      dataFolder: folderWith({
        'BTCUSDT-1m.csv': csv(minuteRow(0, 100)),
        'ADAUSDT-1m.csv': csv(minuteRow(0, 7)),
      }),
      fundingFolder: folderWith({
        'BTCUSDT-funding.csv': `ts,funding_rate\n${four},-0.0002\n${four + 4 * HOUR_MS},0.0003\n${four + 12 * HOUR_MS},0.0004\n`,
      }),
    };
    const market = loadRecordedMarket(folders);
    expect([4, 8, 12, 16, 20].map(hours => market.fundingRate(BTC, four + (hours - 4) * HOUR_MS))).toEqual([
      -0.0002,
      0.0003,
      undefined,
      0.0004,
      undefined,
    ]);
    expect(market.fundingRate(BTC, Date.UTC(2025, 4, 27, 8))).toBe(0.0001);
    expect(market.fundingRate(ADA, Date.UTC(2025, 4, 25, 16))).toBe(0.0001);
    expect(market.fundingRate(ADA, Date.UTC(2025, 4, 25, 12))).toBeUndefined();
  });

  const one = { 'BTCUSDT-1m.csv': csv(minuteRow(0, 100)) };
  test.each([
    ['an empty folder', {}, 'no file SYMBOL-1m.csv.gz'],
    ['only other files', { 'README.md': 'x', 'BTCUSDT-5m.csv': csv() }, 'no file SYMBOL-1m.csv.gz'],
    [
      'two files of one symbol',
      { ...one, 'BTCUSDT-1m.csv.gz': csv(minuteRow(0, 100)) },
      'there is a second file',
    ],
    [
      'a symbol of an unknown quote',
      { 'BTCEUR-1m.csv': csv(minuteRow(0, 100)) },
      'cannot tell the quote asset',
    ],
  ])('refuses %s', (_name, files, expected) => {
    const load = () => loadRecordedMarket({ dataFolder: folderWith(files) });
    expect(load).toThrow(CandleFileError);
    expect(load).toThrow(expected);
  });

  test.each([
    [
      'history of other symbols',
      { historyFolder: { 'ADAUSDT-15m.csv': csv() } },
      'holds none of the symbols',
    ],
    ['history of no symbol', { historyFolder: {} }, 'no file SYMBOL-15m.csv.gz'],
    [
      'funding in per cents',
      { fundingFolder: { 'BTCUSDT-funding.csv': 'ts,funding_rate\n0,0.5\n' } },
      'is not a fraction',
    ],
    [
      'funding out of order',
      { fundingFolder: { 'BTCUSDT-funding.csv': 'ts,funding_rate\n3600000,0\n0,0\n' } },
      'not later',
    ],
  ])('refuses %s', (_name, folders: Record<string, Record<string, string>>, expected) => {
    const made = Object.fromEntries(Object.entries(folders).map(([key, files]) => [key, folderWith(files)]));
    expect(() => loadRecordedMarket({ dataFolder: folderWith(one), ...made })).toThrow(expected);
  });

  test('refuses a folder that is not there', () => {
    expect(() => loadRecordedMarket({ dataFolder: join(folderWith({}), 'nowhere') })).toThrow(
      /cannot be read/,
    );
  });
});

const SHARED = '../shared/data';
const real = {
  dataFolder: join(SHARED, 'candles-1m-2025-05_06'),
  historyFolder: join(SHARED, 'candles-15m-2024-10_2025-08'),
  fundingFolder: join(SHARED, 'funding/2025-05_06'),
};

describe('the recorded month of May and June 2025', () => {
  test.skipIf(!existsSync(real.dataFolder))(`agrees in every length [needs ${SHARED}]`, () => {
    const market = loadRecordedMarket(real);
    expect(market.instruments()).toHaveLength(9);
    const btc = market.instruments().find(({ symbol }) => symbol === BTC);
    expect(btc).toMatchObject({
      tickSize: 0.1,
      lot: { stepSize: 0.001 },
      onboardAt: Date.UTC(2024, 9, 23, 4, 30),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...market.instruments()),
        fc.nat(28 * 24 * 60),
        fc.integer({ min: 1, max: 2000 }),
        (coin, start, length) => {
          const from = Math.ceil((market.startsAt + start * MINUTE_MS) / DAY_MS) * DAY_MS;
          expectFolds(market, coin.symbol, from, from + length * MINUTE_MS);
        },
      ),
      { numRuns: 40 },
    );
  });
});
