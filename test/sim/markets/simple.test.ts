import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { qtyDown } from '../../../lib/desk/instrument.ts';
import { DAY_MS, MINUTE_MS, minuteOf, minutesAfter, symbolId } from '../../../lib/desk/units.ts';
import { simpleMarket } from '../../../lib/sim/markets/simple.ts';
import { expectFolds } from './folds.ts';

const BTC = symbolId('BTCUSDT');
const market = simpleMarket({ seed: 1, days: 3 });
const historyFrom = market.startsAt - 31 * DAY_MS;
const symbols = market.instruments().map(({ symbol }) => symbol);

const days = (symbol: string) => market.candles(symbolId(symbol), '1d', historyFrom, market.startsAt);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const dayRange = (symbol: string) => mean(days(symbol).map(({ open, high, low }) => (high - low) / open));

describe('the simple market', () => {
  test('is the same for the same seed, whatever is asked first, and another for another', () => {
    const again = simpleMarket({ seed: 1, days: 3 });
    const other = simpleMarket({ seed: 2, days: 3 });
    const late = minutesAfter(market.startsAt, 2000);
    expect(again.minuteBar(BTC, late)).toBeDefined();
    expect(again.minuteBar(BTC, late)).toEqual(market.minuteBar(BTC, late));
    expect(again.candles(BTC, '15m', historyFrom, market.endsAt)).toEqual(
      market.candles(BTC, '15m', historyFrom, market.endsAt),
    );
    expect(other.minuteBar(BTC, late)).not.toEqual(market.minuteBar(BTC, late));
    expect(again.fundingRate(BTC, market.startsAt)).toBe(market.fundingRate(BTC, market.startsAt));
  });

  test('begins on 5 January 2026, with 31 days before it and nothing after its end', () => {
    expect(new Date(market.startsAt).toISOString()).toBe('2026-01-05T00:00:00.000Z');
    expect(market.endsAt - market.startsAt).toBe(3 * DAY_MS);
    expect(market.candles(BTC, '15m', historyFrom, market.startsAt)).toHaveLength(31 * 96);
    expect(market.candles(BTC, '1m', market.startsAt, Infinity)).toHaveLength(3 * 1440);
    expect(market.minuteBar(BTC, market.endsAt)).toBeUndefined();
    expect(market.candles(symbolId('NONEUSDT'), '1m', 0, Infinity)).toEqual([]);
  });

  test('agrees in every length over any span', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...symbols),
        fc.nat(33 * 1440),
        fc.integer({ min: 1, max: 3000 }),
        (symbol, start, length) => {
          const from = historyFrom + start * MINUTE_MS;
          expectFolds(market, symbol, from, from + length * MINUTE_MS);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('keeps every price on the tick, every volume on the step, every bar in shape', () => {
    for (const { symbol, tickSize, lot } of market.instruments()) {
      let last: number | undefined;
      for (const bar of market.candles(symbol, '1m', market.startsAt, market.startsAt + DAY_MS)) {
        const { open, high, low, close, volume } = bar;
        for (const at of [open, high, low, close])
          expect(Math.abs(at / tickSize - Math.round(at / tickSize))).toBeLessThan(1e-4);
        expect(qtyDown(volume, lot)).toBeCloseTo(volume, 9);
        expect(high >= Math.max(open, close) && low <= Math.min(open, close) && low > 0).toBe(true);
        if (last !== undefined) expect(open).toBe(last);
        last = close;
      }
    }
  });

  test('has fast and slow coins, and one of each kind that a scan leaves out', () => {
    expect(dayRange('WIFUSDT')).toBeGreaterThan(0.06);
    expect(dayRange('BNBUSDT')).toBeLessThan(0.02);
    expect(dayRange('ETHUSDT')).toBeGreaterThan(0.03);
    const pegged = days('USDCUSDT');
    expect(
      Math.max(...pegged.map(({ high }) => high)) / Math.min(...pegged.map(({ low }) => low)),
    ).toBeLessThan(1.02);
    expect(mean(days('ZRXUSDT').map(({ volume, close }) => volume * close))).toBeLessThan(5e6);
    const young = market.instruments().find(({ symbol }) => symbol === 'HYPEUSDT');
    expect(young?.onboardAt).toBe(market.startsAt - 12 * DAY_MS);
    expect(days('HYPEUSDT')).toHaveLength(12);
  });

  test('moves its coins together, in calm spells and lively ones', () => {
    const returns = (symbol: string) =>
      market
        .candles(symbolId(symbol), '15m', historyFrom, market.startsAt)
        .map(({ open, close }) => Math.log(close / open));
    expect(correlation(returns('BTCUSDT'), returns('ETHUSDT'))).toBeGreaterThan(0.5);
    expect(correlation(returns('USDCUSDT'), returns('ETHUSDT'))).toBeLessThan(0.2);
    const squares = returns('SOLUSDT').map(move => move * move);
    expect(correlation(squares.slice(4), squares.slice(0, -4))).toBeGreaterThan(0.03);
  });

  test('lets an order of 900 dollars be sized to within one per cent on most coins', () => {
    const fine = market.instruments().filter(({ symbol, lot }) => {
      const close = market.minuteBar(symbol, market.startsAt)?.close ?? 0;
      return lot.stepSize * close < 9;
    });
    expect(fine.length).toBeGreaterThanOrEqual(market.instruments().length - 1);
  });

  test('settles funding every eight hours and at no other time', () => {
    const rate = market.fundingRate(BTC, market.startsAt + DAY_MS / 3);
    expect(Math.abs(rate ?? 1)).toBeLessThan(0.001);
    expect(market.fundingRate(BTC, minuteOf(market.startsAt + DAY_MS / 4))).toBeUndefined();
    expect(market.fundingRate(symbolId('NONEUSDT'), market.startsAt)).toBeUndefined();
  });

  test('refuses to last for no time', () => {
    expect(() => simpleMarket({ seed: 1, days: 0 })).toThrow(RangeError);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? mb;
    ab += (x - ma) * (y - mb);
    aa += (x - ma) ** 2;
    bb += (y - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
