import { describe, expect, test } from 'vitest';
import { decode, decodeRows } from '../../../lib/adapters/binance/decode.ts';
import {
  bestQuoteOf,
  candlesOf,
  dayTickerOf,
  depthOf,
  instrumentOf,
  markOf,
} from '../../../lib/adapters/binance/market-mapper.ts';
import {
  bookTickerWire,
  dayTickerWire,
  depthWire,
  klinesWire,
  premiumIndexWire,
  symbolWire,
} from '../../../lib/adapters/binance/wire.ts';
import { symbolId } from '../../../lib/desk/units.ts';
import { PortError } from '../../../lib/ports.ts';
import { ANSWERS } from './sample-answers.ts';

const COIN = symbolId('COINUSDT');
type Fields = Record<string, unknown>;

describe('an order book', () => {
  const book = (bids: readonly [string, string][], asks: readonly [string, string][]) =>
    depthOf(COIN, decode(depthWire, { bids, asks }, 'order book'));

  test('may be empty on a side', () => {
    expect(book([], [['100', '1']])).toMatchObject({ bids: [], asks: [{ price: 100, qty: 1 }] });
  });

  test.each<[string, [string, string][], [string, string][]]>([
    [
      'with its worst bid first',
      [
        ['98', '1'],
        ['99', '1'],
      ],
      [['100', '1']],
    ],
    [
      'with its worst ask first',
      [['99', '1']],
      [
        ['101', '1'],
        ['100', '1'],
      ],
    ],
    [
      'with a level twice',
      [
        ['99', '1'],
        ['99', '1'],
      ],
      [['100', '1']],
    ],
    ['that is crossed: its spread would be below zero, and pass', [['101', '1']], [['100', '1']]],
    ['with a price of nothing', [['0', '1']], [['100', '1']]],
    ['with a quantity below nothing', [['99', '-1']], [['100', '1']]],
  ])('%s is malformed', (_, bids, asks) => {
    expect(() => book(bids, asks)).toThrow(PortError);
  });
});

describe('bars', () => {
  const bar = (at: number, open: string, high: string, low: string, close: string, volume = '7') => [
    at,
    open,
    high,
    low,
    close,
    volume,
    at + 59_999,
  ];
  const bars = (...rows: readonly unknown[]) => candlesOf(decode(klinesWire, rows, 'bars'), 'bars');

  test('are read by their places', () => {
    expect(bars(bar(60_000, '1', '3', '0.5', '2'))).toEqual([
      { at: 60_000, open: 1, high: 3, low: 0.5, close: 2, volume: 7 },
    ]);
  });

  test.each([
    ['whose high is below its close', [bar(0, '1', '1.5', '1', '2')]],
    ['whose low is above its open', [bar(0, '1', '3', '1.5', '2')]],
    ['of a price of nothing', [bar(0, '0', '1', '0', '1')]],
    ['of a price below nothing', [bar(0, '-1', '1', '-1', '1')]],
    ['of a volume below nothing', [bar(0, '1', '1', '1', '1', '-7')]],
    ['in the wrong order', [bar(60_000, '1', '1', '1', '1'), bar(0, '1', '1', '1', '1')]],
    ['that stand there twice', [bar(0, '1', '1', '1', '1'), bar(0, '1', '1', '1', '1')]],
    ['without an instant', [bar(0.5, '1', '1', '1', '1')]],
  ])('I50 %s are malformed', (_, rows) => {
    expect(() => bars(...rows)).toThrow(PortError);
  });
});

describe('a row of a list about all markets is left out', () => {
  const [ticker] = ANSWERS.fapiPublicGetTicker24hr[0] as Fields[];
  const tickers = (changes: Fields) =>
    decodeRows(dayTickerWire, [ticker, { ...ticker, ...changes }], 'day ticker', dayTickerOf);
  const [quote] = ANSWERS.fapiPublicGetTickerBookTicker[0] as Fields[];
  const quotes = (changes: Fields) =>
    decodeRows(bookTickerWire, [quote, { ...quote, ...changes }], 'book ticker', bestQuoteOf);
  const [mark] = ANSWERS.fapiPublicGetPremiumIndex[0] as Fields[];
  const marks = (changes: Fields) =>
    decodeRows(premiumIndexWire, [mark, { ...mark, ...changes }], 'mark price', markOf);
  const [symbol] = (ANSWERS.fapiPublicGetExchangeInfo[0] as { symbols: [Fields] }).symbols;
  const instruments = (changes: Fields) =>
    decodeRows(symbolWire, [symbol, { ...symbol, ...changes }], 'exchange info', instrumentOf);
  const filtered = (filterType: string, changes: Fields) => ({
    filters: (symbol.filters as Fields[]).map(each =>
      each.filterType === filterType ? { ...each, ...changes } : each,
    ),
  });

  test.each<[string, readonly unknown[]]>([
    ['for a day that opened at nothing: its range would be infinite, and pass', tickers({ openPrice: '0' })],
    ['for a day whose low is above its high', tickers({ lowPrice: '105' })],
    ['for a volume below nothing', tickers({ quoteVolume: '-1' })],
    ['for quotes that are crossed', quotes({ bidPrice: '100.01' })],
    ['for a mark of nothing', marks({ markPrice: '0.00' })],
    ['for funding of more than all', marks({ lastFundingRate: '1.5' })],
    ['for a listing day that is none', instruments({ onboardDate: 8.64e15 + 1 })],
    [
      'I17 for a step that rounding cannot count in',
      instruments(filtered('LOT_SIZE', { stepSize: '1e-300' })),
    ],
    ['I17 for a tick of nothing', instruments(filtered('PRICE_FILTER', { tickSize: '0' }))],
    ['I17 for a filter that is missing', instruments(filtered('MIN_NOTIONAL', { filterType: 'OTHER' }))],
    [
      'I17 for a filter whose fields are not its own',
      instruments(filtered('LOT_SIZE', { stepSize: undefined, ['__proto__']: { stepSize: '1' } })),
    ],
  ])('%s', (_, rows) => expect(rows).toHaveLength(1));

  test('but not where nobody bids or asks: that is what the quotes say', () => {
    expect(quotes({ askPrice: '0', bidPrice: '0' })).toHaveLength(2);
    expect(quotes({ askPrice: '0' })).toHaveLength(2);
  });
});
