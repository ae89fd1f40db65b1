import { describe, expect, test } from 'vitest';
import { INTERVAL_MS } from '../../../lib/desk/candle.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, minuteOf, symbolId } from '../../../lib/desk/units.ts';
import { loadRecordedMarket, type RecordedMarket } from '../../../lib/sim/markets/recorded.ts';
import { csv, folderWith } from './folders.ts';

const FIRST = Date.UTC(2025, 4, 27);
const QUARTER = INTERVAL_MS['15m'];
const BTC = symbolId('BTCUSDT');

const bar = (n: number, more = '100,101,99,100,5') => `${FIRST + n * QUARTER},${more}`;
const span = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => bar(from + i));
/** Three days of quarter hours. */
const WHOLE = span(0, 288);
const QUIET_FUNDING = `ts,funding_rate\n${Array.from({ length: 10 }, (_, n) => `${FIRST + n * 8 * HOUR_MS},0.0001`).join('\n')}\n`;

const market = (files: Record<string, string>, funding?: Record<string, string>): RecordedMarket =>
  loadRecordedMarket({
    dataFolder: folderWith(files),
    ...(funding === undefined ? {} : { fundingFolder: folderWith(funding) }),
  });
const said = (made: RecordedMarket): string[] => made.findings.map(({ kind, text }) => `${kind} ${text}`);
/** What is said of one coin of which everything else is known. */
const ofBars = (...rows: readonly string[]) =>
  said(market({ 'BTCUSDT-15m.csv': csv(...rows) }, { 'BTCUSDT-funding.csv': QUIET_FUNDING }));

const STANDS = 'nothing is filled in: its price stands, and no resting order fills there';

describe('what is said of recorded data', () => {
  test('is nothing where nothing is wrong', () => {
    expect(ofBars(...WHOLE)).toEqual([]);
  });

  test.each([
    [
      'a gap',
      [...span(0, 58), ...span(61, 288)],
      `gap BTCUSDT: 1 gap, 45 minutes from 2025-05-27 14:30; ${STANDS}`,
    ],
    [
      'several gaps',
      [...span(0, 4), ...span(5, 58), ...span(68, 200), ...span(201, 288)],
      `gap BTCUSDT: 3 gaps, the longest 2.5 hours from 2025-05-27 14:30, the first from 2025-05-27 01:00; ${STANDS}`,
    ],
    [
      'stretches without volume',
      [...span(0, 10), bar(10, '9,9,9,9,0'), bar(11, '9,9,9,9,0'), bar(12), bar(13, '9,9,9,9,0'), bar(14)],
      'no-volume BTCUSDT: 2 stretches without volume, the longest 30 minutes from 2025-05-27 02:30; no resting order fills there',
    ],
    [
      'a crash bar',
      [...span(0, 84), bar(84, '0.4654,0.4733,0.128,0.4099,7'), ...span(85, 288)],
      'crash BTCUSDT: a crash bar at 2025-05-27 21:00: open 0.4654, high 0.4733, low 0.128, close 0.4099, a range of 74.194 % of its open',
    ],
    [
      'several crash bars, by the worst',
      [...span(0, 2), bar(2, '100,131,100,120,7'), bar(3, '100,141,100,120,7'), bar(4, '100,130,100,120,7')],
      'crash BTCUSDT: 2 crash bars, the worst at 2025-05-27 00:45: open 100, high 141, low 100, close 120, a range of 41 % of its open',
    ],
  ])('%s is named', (_what, rows, expected) => {
    expect(ofBars(...rows)).toEqual([expected]);
  });

  test('nothing stands in the place of what is missing', () => {
    const made = market({ 'BTCUSDT-15m.csv': csv(...span(0, 58), ...span(61, 288)) });
    for (let at = FIRST + 58 * QUARTER; at < FIRST + 61 * QUARTER; at += MINUTE_MS)
      expect(made.minuteBar(BTC, minuteOf(at))).toBeUndefined();
    expect(made.candles(BTC, '15m', FIRST, Infinity)).toHaveLength(285);
  });

  const minutes = Array.from(
    { length: 60 },
    (_, n) => `${FIRST + 2 * DAY_MS + n * MINUTE_MS},100,101,99,100,5`,
  );
  const GAPS = 'days and signal bars are made of what is there';
  /** What is said of an hour of minutes whose history is these quarters of the two days before. */
  const ofHistory = (...rows: readonly string[]) =>
    loadRecordedMarket({
      dataFolder: folderWith({ 'BTCUSDT-1m.csv': csv(...minutes) }),
      historyFolder: folderWith({ 'BTCUSDT-15m.csv': csv(...rows) }),
      fundingFolder: folderWith({ 'BTCUSDT-funding.csv': QUIET_FUNDING }),
    });

  test.each([
    ['nothing, where it is whole', span(0, 192), []],
    ['nothing, where it goes on beside the minutes with a gap', [...span(0, 193), ...span(195, 200)], []],
    [
      'a gap in the middle',
      [...span(0, 58), ...span(61, 192)],
      [`gap BTCUSDT: its history has 1 gap, 45 minutes from 2025-05-27 14:30; ${GAPS}`],
    ],
    [
      'a gap between it and the minutes',
      span(0, 188),
      [`gap BTCUSDT: its history has 1 gap, 60 minutes from 2025-05-28 23:00; ${GAPS}`],
    ],
  ])('of the history before minutes: %s', (_what, rows, expected) => {
    expect(said(ofHistory(...rows))).toEqual(expected);
  });

  test('of the history before minutes: a gap that no minute looks back to is let be', () => {
    const made = ofHistory(...span(0, 58), ...span(61, 192));
    const days = (n: number) =>
      made.findingsIn(FIRST + n * DAY_MS, FIRST + (n + 1) * DAY_MS).map(({ kind }) => kind);
    expect([days(31), days(33)]).toEqual([
      expect.arrayContaining(['gap']),
      expect.not.arrayContaining(['gap']),
    ]);
  });

  const coins = (...rows: readonly (readonly string[])[]) =>
    Object.fromEntries(rows.map((each, n) => [`COIN${n}USDT-15m.csv`, csv(...each)]));
  const funded = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`COIN${n}USDT-funding.csv`, QUIET_FUNDING]));

  test.each([
    [
      'a coin that begins late',
      span(144, 288),
      'begins-late COIN1USDT: its bars begin 2025-05-28 12:00, 36 hours late: nothing trades there before',
    ],
    [
      'a coin that is delisted in the middle',
      span(0, 100),
      'delisted COIN1USDT: its bars end 2025-05-28 01:00, 47 hours before the others: taken for delisted, positions are settled there',
    ],
    [
      'a file that ends three bars early',
      span(0, 285),
      'ends-early COIN1USDT: its bars end 2025-05-29 23:15, 45 minutes before the others: its price stands from there on, and no resting order fills',
    ],
  ])('%s is named', (_what, rows, expected) => {
    expect(said(market(coins(WHOLE, rows), funded(2)))).toEqual([expected]);
  });

  test('a folder cut ragged is not passed over as delistings: more ends at once than a venue takes off', () => {
    const cut = (count: number) =>
      said(market(coins(WHOLE, ...Array.from({ length: count }, (_, n) => span(0, 96 + n))), funded(9)));
    expect(cut(5).map(text => text.split(' ')[0])).toEqual(Array(5).fill('delisted'));
    expect(cut(6)).toHaveLength(6);
    for (const text of cut(6)) expect(text).toMatch(/^cut-short .*, but 5 others end within a day of it/);
  });

  const only = csv(...WHOLE);
  const from = (hours: number, count: number) =>
    Array.from({ length: count }, (_, n) => `${FIRST + (hours + n * 8) * HOUR_MS},0.0001\n`).join('');
  test.each([
    [
      'none at all',
      undefined,
      'no funding is recorded: every coin pays the quiet rate, 0.01 % at 00, 08 and 16 UTC',
    ],
    [
      'a record that ends',
      `ts,funding_rate\n${from(0, 4)}`,
      'BTCUSDT: funding is recorded from 2025-05-27 00:00 to 2025-05-28 00:00 only: else it pays the quiet rate, 0.01 % at 00, 08 and 16 UTC',
    ],
    [
      'a record with a hole',
      `ts,funding_rate\n${from(0, 3)}${from(48, 4)}`,
      'BTCUSDT: funding has a hole of 32 hours after 2025-05-27 16:00: nothing is paid in it',
    ],
  ])('of funding: %s', (_what, record, expected) => {
    const funding = record === undefined ? undefined : { 'BTCUSDT-funding.csv': record };
    expect(said(market({ 'BTCUSDT-15m.csv': only }, funding))).toEqual([`funding ${expected}`]);
  });

  test('of funding: one coin that the folder does not know', () => {
    expect(said(market(coins(WHOLE, WHOLE), funded(1)))).toEqual([
      'funding COIN1USDT: no funding is recorded: it pays the quiet rate, 0.01 % at 00, 08 and 16 UTC',
    ]);
  });

  test('is of the span alone that is asked about', () => {
    const made = market(coins([...span(0, 4), ...span(8, 288)], span(0, 100)), funded(2));
    const kinds = (fromDay: number, toDay: number) =>
      made.findingsIn(FIRST + fromDay * DAY_MS, FIRST + toDay * DAY_MS).map(({ kind }) => kind);
    expect([kinds(0, 1), kinds(1, 3), kinds(2, 3)]).toEqual([['gap'], ['delisted'], ['delisted']]);
    expect(made.findingsIn(FIRST + 2 * DAY_MS, FIRST + 3 * DAY_MS)[0]?.text).toMatch(/before the beginning/);
  });
});
