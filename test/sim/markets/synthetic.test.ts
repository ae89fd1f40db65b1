import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { qtyDown } from '../../../lib/desk/instrument.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, minutesAfter, symbolId } from '../../../lib/desk/units.ts';
import { syntheticMarket } from '../../../lib/sim/markets/synthetic.ts';
import { expectFolds } from './folds.ts';
import { correlation } from './labels.ts';

const BTC = symbolId('BTCUSDT');
const market = syntheticMarket({ seed: 1, days: 4 });
const twin = syntheticMarket({ seed: 1, days: 4, martingale: true });
const historyFrom = market.startsAt - 35 * DAY_MS;
const symbols = market.instruments().map(({ symbol }) => symbol);
const days = (symbol: string) => market.candles(symbolId(symbol), '1d', historyFrom, market.startsAt);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const dayRange = (symbol: string) => mean(days(symbol).map(({ open, high, low }) => (high - low) / open));
const returns = (symbol: string, of = market) =>
  of
    .candles(symbolId(symbol), '15m', historyFrom, of.startsAt)
    .map(({ open, close }) => Math.log(close / open));

describe('the synthetic market', () => {
  test('is the same for the same seed, whatever is asked first, and another for another', () => {
    const again = syntheticMarket({ seed: 1, days: 4 });
    const other = syntheticMarket({ seed: 2, days: 4 });
    const late = minutesAfter(market.startsAt, 2_000);
    expect(again.minuteBar(BTC, late)).toBeDefined();
    expect(again.minuteBar(BTC, late)).toEqual(market.minuteBar(BTC, late));
    expect(again.candles(BTC, '15m', historyFrom, market.endsAt)).toEqual(
      market.candles(BTC, '15m', historyFrom, market.endsAt),
    );
    expect(other.minuteBar(BTC, late)).not.toEqual(market.minuteBar(BTC, late));
    expect(again.fundingRate(BTC, market.startsAt)).toBe(market.fundingRate(BTC, market.startsAt));
  });

  test('a longer market begins with the shorter one', () => {
    const longer = syntheticMarket({ seed: 1, days: 9 });
    expect(longer.candles(BTC, '1h', historyFrom, market.endsAt)).toEqual(
      market.candles(BTC, '1h', historyFrom, market.endsAt),
    );
  });

  test('has 35 days before its first minute, or as many as asked for, and nothing after its end', () => {
    expect(new Date(market.startsAt).toISOString()).toBe('2026-01-05T00:00:00.000Z');
    expect(market.candles(BTC, '15m', 0, market.startsAt)).toHaveLength(35 * 96);
    expect(market.candles(BTC, '1m', market.startsAt, Infinity)).toHaveLength(4 * 1_440);
    expect(market.minuteBar(BTC, market.endsAt)).toBeUndefined();
    const shorter = syntheticMarket({ seed: 1, days: 1, prehistoryDays: 30 });
    expect(shorter.candles(BTC, '1d', 0, shorter.startsAt)).toHaveLength(30);
    expect(market.candles(symbolId('NONEUSDT'), '1m', 0, Infinity)).toEqual([]);
  });

  test('agrees in every length over any span', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...symbols),
        fc.nat(38 * 1_440),
        fc.integer({ min: 1, max: 3_000 }),
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
      let crooked = 0;
      for (const bar of market.candles(symbol, '1m', market.startsAt, market.startsAt + DAY_MS)) {
        const { open, high, low, close, volume } = bar;
        const onTick = [open, high, low, close].every(
          at => Math.abs(at / tickSize - Math.round(at / tickSize)) < 1e-4,
        );
        const inShape = high >= Math.max(open, close) && low <= Math.min(open, close) && low > 0;
        const onStep = Math.abs(qtyDown(volume, lot) - volume) < 1e-9;
        if (!onTick || !inShape || !onStep || (last !== undefined && open !== last)) crooked += 1;
        last = close;
      }
      expect({ symbol, crooked }).toEqual({ symbol, crooked: 0 });
    }
  });

  test('has coins of 1 to 8 % a day', () => {
    for (const { symbol } of market.instruments().filter(it => !/^(USDC|AUSD)/.test(it.symbol))) {
      expect(dayRange(symbol)).toBeGreaterThan(0.008);
      expect(dayRange(symbol)).toBeLessThan(0.12);
    }
    expect(dayRange('WIFUSDT')).toBeGreaterThan(0.05);
    expect(dayRange('BNBUSDT')).toBeLessThan(0.025);
  });

  test('has one of each kind that a scan leaves out: pegged, dead, young, about to go', () => {
    for (const pegged of ['USDCUSDT', 'AUSDUSDT']) {
      const month = days(pegged).slice(-30);
      const range = Math.max(...month.map(({ high }) => high)) / Math.min(...month.map(({ low }) => low));
      expect(range).toBeLessThan(1.02);
    }
    expect(mean(days('ZRXUSDT').map(({ volume, close }) => volume * close))).toBeLessThan(5e6);
    const find = (name: string) => market.instruments().find(({ symbol }) => symbol === name);
    expect(find('HYPEUSDT')?.onboardAt).toBe(market.startsAt - 12 * DAY_MS);
    expect(days('HYPEUSDT')).toHaveLength(12);
    const going = find('WAVESUSDT');
    expect(going?.deliveryAt).toBe(market.startsAt + 2 * DAY_MS);
    const left = market.candles(symbolId('WAVESUSDT'), '1m', market.startsAt, Infinity);
    expect(left).toHaveLength(2 * 1_440);
    expect(market.fundingRate(symbolId('WAVESUSDT'), going?.deliveryAt ?? 0)).toBeUndefined();
  });

  test('moves its coins together, a group’s more than strangers, a peg’s not at all', () => {
    expect(correlation(returns('BTCUSDT'), returns('ETHUSDT'))).toBeGreaterThan(0.5);
    const within = correlation(returns('WIFUSDT'), returns('1000PEPEUSDT'));
    const across = correlation(returns('WIFUSDT'), returns('TAOUSDT'));
    expect(within).toBeGreaterThan(across + 0.1);
    expect(across).toBeGreaterThan(0.15);
    expect(Math.abs(correlation(returns('USDCUSDT'), returns('ETHUSDT')))).toBeLessThan(0.08);
  });

  test('has calm spells and lively ones, for weeks', () => {
    const sizes = returns('SOLUSDT').map(move => Math.min(Math.abs(move), 0.01));
    for (const lag of [1, 4, 48]) {
      expect(correlation(sizes.slice(lag), sizes.slice(0, -lag))).toBeGreaterThan(0.05);
    }
  });

  test('settles funding every eight, four or one hours, by the coin', () => {
    const hours = (symbol: string) =>
      Array.from({ length: 24 }, (_, hour) =>
        market.fundingRate(symbolId(symbol), market.startsAt + hour * HOUR_MS),
      ).filter(rate => rate !== undefined).length;
    expect([hours('BTCUSDT'), hours('SUIUSDT'), hours('TAOUSDT')]).toEqual([3, 6, 24]);
    expect(market.fundingRate(symbolId('NONEUSDT'), market.startsAt)).toBeUndefined();
  });

  test('refuses to last for no time, and to begin without a past', () => {
    expect(() => syntheticMarket({ seed: 1, days: 0 })).toThrow(RangeError);
    expect(() => syntheticMarket({ seed: 1, days: 1, prehistoryDays: 29 })).toThrow(RangeError);
  });
});

describe('its martingale twin', () => {
  test('has the same volatility, and other prices', () => {
    const deviation = (values: readonly number[]) => Math.sqrt(mean(values.map(value => value * value)));
    for (const symbol of ['BTCUSDT', 'WIFUSDT', 'USDCUSDT']) {
      const ratio = deviation(returns(symbol, twin)) / deviation(returns(symbol));
      expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
    }
    expect(returns('WIFUSDT', twin)).not.toEqual(returns('WIFUSDT'));
  });

  test('states an even chance, always', () => {
    for (let bar = 0; bar < 96; bar += 1) {
      expect(twin.trueProbability(BTC, twin.startsAt + bar * 900_000)).toBe(0.5);
    }
    expect(twin.trueProbability(symbolId('USDCUSDT'), twin.startsAt)).toBe(0.5);
  });
});

describe('a stated chance', () => {
  test('is there for closes of signal bars with fifteen bars behind them, and for nothing else', () => {
    const young = symbolId('HYPEUSDT');
    const listed = market.startsAt - 12 * DAY_MS;
    expect(market.trueProbability(young, listed + 14 * 900_000)).toBeUndefined();
    expect(market.trueProbability(young, listed + 15 * 900_000)).toBeDefined();
    expect(market.trueProbability(BTC, market.startsAt + 60_000)).toBeUndefined();
    expect(market.trueProbability(BTC, market.endsAt)).toBeDefined();
    expect(market.trueProbability(BTC, market.endsAt + 900_000)).toBeUndefined();
    expect(market.trueProbability(symbolId('NONEUSDT'), market.startsAt)).toBeUndefined();
  });
});
