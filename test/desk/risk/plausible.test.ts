import { describe, expect, test } from 'vitest';
import type { Candle } from '../../../lib/desk/candle.ts';
import type { Instrument } from '../../../lib/desk/instrument.ts';
import {
  doubtfulAccount,
  implausibleEquity,
  implausibleMarket,
  type MarketReading,
} from '../../../lib/desk/risk/plausible.ts';
import { fraction, price, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import { aDepth, anInstrument, limitsWith } from '../../kit/builders.ts';
import { days } from '../../kit/candles.ts';
import { aPosition } from '../../kit/positions.ts';

const aReading = (overrides: Partial<MarketReading> = {}): MarketReading => ({
  bars: days(20, 0.02),
  mark: price(100),
  fundingRate: fraction(0.0001),
  depth: aDepth(),
  instrument: anInstrument(),
  ...overrides,
});

const said = (overrides: Partial<MarketReading>) => implausibleMarket(aReading(overrides));
const { NaN: NAN, POSITIVE_INFINITY: ENDLESS } = Number;

describe('what no market can be', () => {
  test.each<[string, Partial<Candle>]>([
    ['a close of nothing', { close: price(0) }],
    ['a close below nothing', { close: price(-1) }],
    ['a close that is no number', { close: price(NAN) }],
    ['an endless high', { high: price(ENDLESS) }],
    ['a high below the close', { high: price(1) }],
    [
      'a high between its open and its close',
      { open: price(100), high: price(102), low: price(99), close: price(103) },
    ],
    [
      'a low between its open and its close',
      { open: price(100), high: price(103), low: price(101), close: price(102) },
    ],
    ['a low above the open', { low: price(1e6), high: price(2e6) }],
    ['an open that is no number', { open: price(NAN) }],
  ])('a bar with %s', (_what, broken) => {
    const bars = days(20, 0.02).map((bar, i) => (i === 12 ? { ...bar, ...broken } : bar));
    expect(said({ bars })).toMatchObject({
      code: 'data-implausible',
      because: expect.stringMatching(/^a signal bar reads open/),
    });
  });

  test.each<[string, Partial<MarketReading>, RegExp]>([
    ['a mark of nothing', { mark: price(0) }, /mark price reads 0/],
    ['a mark below nothing', { mark: price(-5) }, /mark price reads -5/],
    ['a mark that is no number', { mark: price(NAN) }, /mark price reads NaN/],
    ['a funding rate that is no number', { fundingRate: fraction(NAN) }, /funding rate reads NaN/],
    ['an ask that is no number', { depth: aDepth({ asks: [[NAN, 1]] }) }, /holds 1 at NaN/],
    ['an ask of nothing', { depth: aDepth({ asks: [[0, 1]] }) }, /holds 1 at 0/],
    ['a bid below nothing', { depth: aDepth({ bids: [[-1, 1]] }) }, /holds 1 at -1/],
    ['a level without a quantity', { depth: aDepth({ asks: [[100, 0]] }) }, /holds 0 at 100/],
    ['a quantity that is no number', { depth: aDepth({ bids: [[99, NAN]] }) }, /holds NaN at 99/],
    [
      'a bid above the ask',
      { depth: aDepth({ bids: [[101, 1]], asks: [[100, 1]] }) },
      /best bid 101 is not below/,
    ],
    [
      'a bid at the ask',
      { depth: aDepth({ bids: [[100, 1]], asks: [[100, 1]] }) },
      /best bid 100 is not below/,
    ],
    [
      'asks that begin with a worse one',
      {
        depth: aDepth({
          asks: [
            [101, 1],
            [100.5, 1],
          ],
        }),
      },
      /does not begin with its best level/,
    ],
    [
      'bids that begin with a worse one',
      {
        depth: aDepth({
          bids: [
            [99, 1],
            [99.5, 1],
          ],
        }),
      },
      /does not begin with its best level/,
    ],
  ])('%s', (_what, overrides, because) => {
    expect(said(overrides)).toMatchObject({
      code: 'data-implausible',
      because: expect.stringMatching(because),
    });
  });

  test.each<[string, (usual: Instrument) => Partial<Instrument>]>(
    [NAN, 0, -1, ENDLESS].flatMap((wrong): [string, (usual: Instrument) => Partial<Instrument>][] => [
      [`a tick of ${wrong}`, () => ({ tickSize: price(wrong) })],
      [`a step of ${wrong}`, ({ lot }) => ({ lot: { ...lot, stepSize: qty(wrong) } })],
      [`a largest order of ${wrong}`, ({ lot }) => ({ lot: { ...lot, qtyMax: qty(wrong) } })],
      [
        `a largest market order of ${wrong}`,
        ({ marketLot }) => ({ marketLot: { ...marketLot, qtyMax: qty(wrong) } }),
      ],
    ]),
  )('%s', (_what, change) => {
    expect(said({ instrument: anInstrument(change(anInstrument())) })).toMatchObject({
      code: 'data-implausible',
      because: expect.stringContaining('no numbers to round by'),
    });
  });

  test('and what one can be: an ordinary reading, an empty side, a minimum of nothing', () => {
    expect(said({})).toBeUndefined();
    expect(said({ depth: aDepth({ asks: [] }) })).toBeUndefined();
    expect(said({ depth: aDepth({ bids: [] }) })).toBeUndefined();
    const still = { open: price(100), high: price(100), low: price(100), close: price(100) };
    expect(said({ bars: days(20, 0.02).map(bar => ({ ...bar, ...still })) })).toBeUndefined();
    const levels = (...prices: readonly number[]) => prices.map(at => [at, 1] as const);
    const deep = aDepth({ asks: levels(100, 100, 100.5), bids: levels(99, 99, 98.5) });
    expect(said({ depth: deep })).toBeUndefined();
    const lot = { ...anInstrument().lot, qtyMin: qty(0) };
    expect(said({ instrument: anInstrument({ lot, notionalMin: 0 as never }) })).toBeUndefined();
  });
});

describe('I36 an equity beside what the monitor has just read', () => {
  test.each([
    [15_000, undefined],
    [12_001, undefined],
    [17_999, undefined],
    [11_999, 'equity-implausible'],
    [18_001, 'equity-implausible'],
    [0, 'equity-implausible'],
    [150_000, 'equity-implausible'],
    [NAN, 'equity-implausible'],
    [-15_000, 'equity-implausible'],
  ])('of 15,000: %d → %s', (equity, code) => {
    expect(implausibleEquity(usd(equity), usd(15_000), limitsWith())?.code).toBe(code);
  });

  test('is held against the limit in force, which the sentence names', () => {
    const limits = limitsWith({ 'risk/equity-move-fraction-max': '0.05' });
    expect(implausibleEquity(usd(14_000), usd(15_000), limits)?.because).toBe(
      'equity reads $14,000.00, and the monitor has just read $15,000.00 (risk/equity-move-fraction-max (default))',
    );
    const quarter = limitsWith({ 'risk/equity-move-fraction-max': '0.25' });
    expect(implausibleEquity(usd(18_750), usd(15_000), quarter)).toBeUndefined();
    expect(implausibleEquity(usd(14_000), usd(0), limits)?.code).toBe('equity-implausible');
  });
});

test('I58 an account is in doubt while the venue contradicts the fills of a position', () => {
  expect(doubtfulAccount([])).toBeUndefined();
  expect(doubtfulAccount([aPosition(), aPosition({ phase: 'protected' })])).toBeUndefined();
  expect(doubtfulAccount([aPosition({ phase: 'unknown' })])).toEqual({
    code: 'account-in-doubt',
    because: 'the venue’s answers about COINUSDT do not add up with the fills',
  });
  const two = [aPosition({ phase: 'unknown' }), aPosition({ phase: 'unknown', symbol: symbolId('AUSDT') })];
  expect(doubtfulAccount(two)?.because).toContain('about COINUSDT, AUSDT do not');
});
