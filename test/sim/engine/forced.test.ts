import { describe, expect, test } from 'vitest';
import { qty, symbolId, usd } from '../../../lib/desk/units.ts';
import { Engine } from '../../../lib/sim/engine/engine.ts';
import { flat, START, scriptedMarket } from '../../kit/scripted-market.ts';
import { codeOf, limit, market, minute, SOL, started, stop, value } from './hand.ts';

const still = flat(100, 30);
const BTC = symbolId('BTCUSDT');

describe('auto-deleveraging', () => {
  test('closes part of a position at the mark, under the venue’s own id, for the taker’s fee', () => {
    const engine = started([...flat(100, 1), ...flat(110, 9)]);
    value(engine.placeOrder(market('buy', 10)));
    value(engine.placeAlgo(stop('sell', 10, 90)));
    engine.advance(minute(1));
    const order = value(engine.deleverage(SOL, qty(4)));
    expect(order.clientId).toMatch(/^adl_autoclose_\d+$/);
    expect(engine.positions()[0]).toMatchObject({ qty: 6 });
    expect(engine.positions()[0]?.isolatedWalletUsd).toBeCloseTo((6 * 100.01) / 3, 6);
    const trade = engine.trades().at(-1);
    expect(trade).toMatchObject({ price: 110, qty: 4, side: 'sell' });
    expect(trade?.realisedUsd).toBeCloseTo(4 * 9.99, 8);
    expect(trade?.commissionUsd).toBeCloseTo(4 * 110 * 0.0005, 8);
    expect(engine.openAlgos()).toHaveLength(1);
  });

  test('a short is bought back, all of it at most; without a position there is nothing to close', () => {
    const engine = started(still);
    value(engine.placeOrder(market('sell', 3)));
    const order = value(engine.deleverage(SOL, qty(50)));
    expect(order).toMatchObject({ side: 'buy', executedQty: 3, status: 'FILLED' });
    expect(engine.positions()).toEqual([]);
    expect(codeOf(engine.deleverage(SOL, qty(1)))).toBe(-2022);
    expect(codeOf(engine.deleverage(SOL, qty(0)))).toBe(-4003);
    expect(codeOf(engine.deleverage(symbolId('NOPEUSDT'), qty(1)))).toBe(-1121);
  });

  test('what the account accepted is not what the venue did: the order log stays as it was', () => {
    const engine = started(still);
    value(engine.placeOrder(market('buy', 3)));
    value(engine.deleverage(SOL, qty(1)));
    expect(engine.state.accepted).toHaveLength(1);
    expect(engine.state.safety.duplicateOrders).toBe(0);
  });
});

describe('a transfer', () => {
  test('moves the wallet and leaves a line in the income', () => {
    const engine = started(still);
    expect(value(engine.transfer(usd(2_500)))).toBe(17_500);
    expect(value(engine.transfer(usd(-500)))).toBe(17_000);
    expect(engine.income().map(({ type, symbol, amountUsd }) => [type, symbol, amountUsd])).toEqual([
      ['TRANSFER', '', 2_500],
      ['TRANSFER', '', -500],
    ]);
  });

  test('takes out no more than is available', () => {
    const engine = started(still);
    value(engine.placeOrder(market('buy', 30)));
    const { availableUsd } = engine.account();
    expect(codeOf(engine.transfer(usd(0 - availableUsd - 0.01)))).toBe(-2018);
    expect(codeOf(engine.transfer(usd(0 - availableUsd)))).toBe('accepted');
    expect(engine.account().availableUsd).toBe(0);
    expect(codeOf(engine.transfer(usd(Number.NaN)))).toBe(-1102);
  });
});

describe('maintenance by tiers', () => {
  test('a larger position is liquidated sooner: its tier asks for more', () => {
    const at = (amount: number) => {
      const engine = started(still, { walletUsd: usd(1e6) });
      engine.setLeverage(SOL, 10);
      value(engine.placeOrder(market('buy', amount)));
      return engine.positions()[0]?.liquidationPrice ?? 0;
    };
    const [small, large] = [at(100), at(900)];
    // First tier: 1 % of notional. Second: 5 % less 2,000.
    const entry = 100.01;
    expect(small).toBeCloseTo((100 * entry * 0.9) / (100 * 0.99), 6);
    expect(large).toBeGreaterThan(small);
    const held = (900 * entry * 0.9 - 2_000) / (900 * 0.95);
    expect(large / held).toBeCloseTo(1, 3);
  });

  test('in cross margin one position’s loss brings the other’s liquidation nearer', () => {
    const both = () => {
      const engine = Engine.start(
        scriptedMarket({ SOLUSDT: flat(100, 9), BTCUSDT: [...flat(1_000, 2), ...flat(800, 9)] }),
        { startAt: START, walletUsd: usd(2_000), accountKind: 'credits-cross' },
      );
      value(engine.placeOrder(market('buy', 20)));
      value(engine.placeOrder(market('buy', 3, { symbol: BTC })));
      return engine;
    };
    const engine = both();
    const before = engine.positions().find(({ symbol }) => symbol === SOL)?.liquidationPrice ?? 0;
    engine.advance(minute(2));
    const after = engine.positions().find(({ symbol }) => symbol === SOL)?.liquidationPrice ?? 0;
    expect(after).toBeGreaterThan(before + 20);
    expect(engine.account().marginBalanceUsd).toBeLessThan(1_420);
  });

  test('a liquidation takes what rested on the position with it', () => {
    const engine = started([...flat(100, 1), [100, 100, 60, 60], ...flat(60, 3)]);
    value(engine.placeOrder(market('buy', 10)));
    const rest = value(engine.placeOrder(limit('sell', 10, 104, { reduceOnly: true })));
    engine.advance(minute(3));
    expect(engine.positions()).toEqual([]);
    expect(rest.status).toBe('EXPIRED');
    expect(engine.trades().at(-1)?.side).toBe('sell');
  });
});
