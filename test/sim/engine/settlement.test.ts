import { describe, expect, test } from 'vitest';
import { flat, type ScriptedBar } from '../../kit/scripted-market.ts';
import { codeOf, limit, market, minute, SOL, started, stop, value } from './hand.ts';

/** Two hours at 100, then half an hour at 90, and the end. */
const bars: ScriptedBar[] = [...flat(100, 120), ...flat(90, 30)];
const going = { instrument: { deliveryAt: minute(150) } };

function settled(rules = {}) {
  const engine = started(bars, { rules }, going);
  value(engine.placeOrder(market('buy', 10)));
  const resting = value(engine.placeOrder(limit('buy', 1, 80)));
  const guard = value(engine.placeAlgo(stop('sell', 10, 70)));
  engine.advance(minute(150));
  return { engine, resting, guard };
}

describe('a symbol at its delivery date', () => {
  test('positions are closed at the mean of the last hour, under the venue’s own id', () => {
    const { engine } = settled();
    expect(engine.positions()).toEqual([]);
    const order = engine.state.orders.at(-1);
    expect(order?.clientId).toMatch(/^settlement_autoclose-\d+$/);
    expect(order).toMatchObject({ status: 'FILLED', reduceOnly: true, side: 'sell' });
    const trade = engine.trades().at(-1);
    expect(trade).toMatchObject({ price: 95, qty: 10 });
    expect(trade?.realisedUsd).toBeCloseTo(10 * (95 - 100.01), 8);
    expect(trade?.commissionUsd).toBeCloseTo(10 * 95 * 0.0005, 8);
  });

  test('what rests lapses, and the symbol has no price any more', () => {
    const { engine, resting, guard } = settled();
    expect([resting.status, guard.status]).toEqual(['EXPIRED', 'EXPIRED']);
    expect(engine.priceOf(SOL)).toBeUndefined();
    expect(engine.depth(SOL)).toEqual({ bids: [], asks: [] });
    expect(engine.best(SOL)).toBeUndefined();
    engine.advance(minute(200));
    expect(engine.trades()).toHaveLength(2);
  });

  test('with the rule off nothing of it happens', () => {
    const { engine } = settled({ settlement: false });
    expect(engine.positions()).toHaveLength(1);
    expect(engine.openOrders()).toHaveLength(1);
  });

  test('in the half hour before, a position can be left but not opened', () => {
    const engine = started(bars, {}, going);
    value(engine.placeOrder(market('buy', 10)));
    engine.advance(minute(121));
    expect(codeOf(engine.placeOrder(market('buy', 1)))).toBe(-4140);
    expect(codeOf(engine.placeAlgo(stop('sell', 10, 80)))).toBe('accepted');
    expect(codeOf(engine.placeOrder(market('sell', 10, { reduceOnly: true })))).toBe('accepted');
  });

  test('an account without anything in it is not disturbed', () => {
    const engine = started(bars, {}, going);
    engine.advance(minute(160));
    expect(engine.trades()).toEqual([]);
    expect(engine.account().walletUsd).toBe(15_000);
  });
});
