import { describe, expect, test } from 'vitest';
import { notionalUsd, price, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import { flat } from '../../kit/scripted-market.ts';
import { codeOf, limit, market, minute, SOL, started, value } from './hand.ts';

const still = flat(100, 20);

describe('an order meets the ladder', () => {
  test('a book that is shown stands in its place until time goes on', () => {
    const engine = started(still);
    const level = (at: number) => [{ price: price(at), qty: qty(5) }];
    expect(codeOf(engine.showBook(symbolId('NOTHING'), { bids: [], asks: [] }))).toBe(-1121);
    value(engine.showBook(SOL, { bids: level(99.5), asks: level(100.5) }));
    expect(engine.best(SOL)).toMatchObject({ bid: { price: 99.5 }, ask: { price: 100.5 } });
    const order = value(engine.placeOrder(market('buy', 9)));
    expect([order.executedQty, order.status]).toEqual([5, 'EXPIRED']);
    expect(engine.trades().map(trade => trade.price)).toEqual([100.5]);
    engine.advance(minute(1));
    value(engine.placeOrder(market('buy', 9)));
    expect(engine.trades().at(-1)).toMatchObject({ price: 100.01, qty: 9 });
  });

  test('a market buy pays half the spread, and the taker fee in dollars', () => {
    const engine = started(still);
    const order = value(engine.placeOrder(market('buy', 9)));
    expect(order.status).toBe('FILLED');
    const [trade] = engine.trades();
    expect(trade).toMatchObject({ price: 100.01, qty: 9, maker: false, realisedUsd: 0 });
    expect(trade?.commissionUsd).toBeCloseTo(9 * 100.01 * 0.0005, 8);
    expect(engine.account().walletUsd).toBeCloseTo(15_000 - 0.450045, 8);
  });

  test('a large order walks the levels and its entry is the volume-weighted price', () => {
    const engine = started(still, {}, { instrument: { depthUsdPerLevel: 1_000 } });
    value(engine.placeOrder(market('buy', 25)));
    const trades = engine.trades();
    expect(trades.map(trade => trade.price)).toEqual([100.01, 100.02, 100.03]);
    const [position] = engine.positions();
    const quote = trades.reduce((sum, trade) => sum + trade.price * trade.qty, 0);
    expect(position?.entryPrice).toBeCloseTo(quote / 25, 10);
  });

  test('an IOC limit takes what lies within its limit; the rest expires', () => {
    const engine = started(still, {}, { instrument: { depthUsdPerLevel: 1_000 } });
    const order = value(engine.placeOrder(limit('buy', 50, 100.02, { timeInForce: 'IOC' })));
    expect(order.status).toBe('EXPIRED');
    expect(order.executedQty).toBeCloseTo(9.999 + 9.998, 6);
  });

  test('a market order deeper than the ladder fills in part and expires (I60)', () => {
    const thin = { instrument: { depthUsdPerLevel: 50 } };
    const order = value(started(still, {}, thin).placeOrder(market('buy', 20)));
    expect(order.status).toBe('EXPIRED');
    expect(order.executedQty).toBeLessThan(20);
    const unbounded = started(still, { rules: { 'price-bound': false } }, thin);
    expect(value(unbounded.placeOrder(market('buy', 20))).status).toBe('FILLED');
  });

  test('a resting limit fills as maker once the market trades through it, not when it touches', () => {
    const engine = started([...flat(100, 2), [100, 100, 99, 99.5], [99.5, 99.6, 98.9, 99.2]]);
    const order = value(engine.placeOrder(limit('buy', 5, 99)));
    expect(order.status).toBe('NEW');
    engine.advance(minute(3));
    expect(order.status).toBe('NEW');
    engine.advance(minute(4));
    expect(order.status).toBe('FILLED');
    expect(engine.trades()[0]).toMatchObject({ price: 99, maker: true, commissionUsd: 5 * 99 * 0.0002 });
  });

  test('a resting limit fills as far as the bar’s volume goes, and rests on with what is left', () => {
    const bars = [...flat(100, 1), [100, 100, 98, 98.5], [98.5, 99, 98, 98.5], ...flat(98.5, 3)] as const;
    const engine = started(bars, { walletUsd: usd(1e6) });
    const order = value(engine.placeOrder(limit('buy', 15, 99)));
    engine.advance(minute(2));
    expect(order).toMatchObject({ status: 'PARTIALLY_FILLED', executedQty: 10 });
    expect(engine.openOrders()).toHaveLength(1);
    engine.advance(minute(3));
    expect(order).toMatchObject({ status: 'FILLED', executedQty: 15 });
    const generous = started(bars, { walletUsd: usd(1e6), rules: { 'resting-volume': false } });
    const whole = value(generous.placeOrder(limit('buy', 15, 99)));
    generous.advance(minute(2));
    expect(whole.status).toBe('FILLED');
  });

  test('orders that rest on one symbol share a bar’s volume', () => {
    const engine = started([...flat(100, 1), [100, 100, 98, 98.5]]);
    value(engine.placeOrder(limit('buy', 7, 99)));
    const second = value(engine.placeOrder(limit('buy', 7, 98.5)));
    engine.advance(minute(2));
    expect(second).toMatchObject({ status: 'PARTIALLY_FILLED', executedQty: 3 });
  });

  test('a reduce-only limit ends with the position, filled or not', () => {
    const engine = started([...flat(100, 1), [100, 102, 100, 101.5]]);
    value(engine.placeOrder(market('buy', 4)));
    const order = value(engine.placeOrder(limit('sell', 4, 101, { reduceOnly: true })));
    engine.advance(minute(2));
    expect(order.status).toBe('FILLED');
    expect(engine.positions()).toEqual([]);
  });

  test('a book bent by hand: a market stop fills in part, expires, and leaves a position (I60)', () => {
    const engine = started([...flat(100, 1), [100, 100, 80, 80], ...flat(80, 3)]);
    value(engine.placeOrder(market('buy', 20)));
    const stop = value(
      engine.placeAlgo({
        symbol: SOL,
        side: 'sell',
        type: 'STOP_MARKET',
        qty: qty(20),
        reduceOnly: true,
        triggerPrice: price(95),
      }),
    );
    value(engine.setBook(SOL, { spreadFraction: 0, depthTimes: 0.001 }));
    engine.advance(minute(2));
    expect(stop.status).toBe('FINISHED');
    expect(engine.order(SOL, { id: stop.actualOrderId })?.status).toBe('EXPIRED');
    expect(engine.positions()[0]?.qty).toBeGreaterThan(5);
    value(engine.setBook(SOL, { spreadFraction: 0, depthTimes: 1 }));
    value(engine.placeOrder(market('sell', 20, { reduceOnly: true })));
    expect(engine.positions()).toEqual([]);
  });

  test('nothing is filled beyond 5 % from the mark', () => {
    const wide = { instrument: { tickSize: price(1), depthUsdPerLevel: 100 } };
    const spent = (rules = {}) => {
      const engine = started(still, { rules }, wide);
      engine.placeOrder(market('buy', 12));
      return Math.max(...engine.trades().map(trade => trade.price));
    };
    expect(spent()).toBe(105);
    expect(spent({ 'percent-price': false })).toBeGreaterThan(105);
  });

  test('fill-or-kill and post-only are refused when the book does not suit them', () => {
    const engine = started(still, {}, { instrument: { depthUsdPerLevel: 1_000 } });
    expect(codeOf(engine.placeOrder(limit('buy', 50, 100.02, { timeInForce: 'FOK' })))).toBe(-5021);
    expect(codeOf(engine.placeOrder(limit('buy', 5, 101, { timeInForce: 'GTX' })))).toBe(-5022);
  });
});

describe('a position', () => {
  test('averages its entry when added to, realises against it when reduced, and can turn round', () => {
    const engine = started([[100, 100, 100, 100], [110, 110, 110, 110], ...flat(120, 5)]);
    engine.placeOrder(market('buy', 2));
    engine.advance(minute(1));
    engine.placeOrder(market('buy', 2));
    const entry = (100.01 + 110.01) / 2;
    expect(engine.positions()[0]?.entryPrice).toBeCloseTo(entry, 10);
    engine.advance(minute(2));
    value(engine.placeOrder(market('sell', 1)));
    expect(engine.trades().at(-1)?.realisedUsd).toBeCloseTo(119.99 - entry, 8);
    value(engine.placeOrder(market('sell', 5)));
    expect(engine.positions()[0]).toMatchObject({ qty: -2, entryPrice: 119.99 });
    expect(engine.trades().at(-1)?.realisedUsd).toBeCloseTo(3 * (119.99 - entry), 8);
  });

  test('pledges margin from the wallet and frees it again', () => {
    const engine = started(still);
    value(engine.placeOrder(market('buy', 9)));
    expect(engine.positions()[0]?.isolatedWalletUsd).toBeCloseTo((9 * 100.01) / 3, 8);
    const before = engine.account();
    expect(before.availableUsd).toBeCloseTo(before.walletUsd - (9 * 100.01) / 3, 8);
    value(engine.placeOrder(market('sell', 9, { reduceOnly: true })));
    expect(engine.account().availableUsd).toBeCloseTo(engine.account().walletUsd, 8);
  });

  test('the wallet is what the trades and the income say it is', () => {
    const engine = started(
      [...flat(100, 3), ...flat(103, 3), ...flat(99, 9)],
      {},
      { funding: { 4: 0.0001 } },
    );
    engine.placeOrder(market('buy', 3));
    engine.advance(minute(4));
    engine.placeOrder(market('sell', 5));
    engine.advance(minute(8));
    engine.placeOrder(market('buy', 2, { reduceOnly: true }));
    const income = engine.income().reduce((sum, line) => sum + line.amountUsd, 0);
    expect(engine.account().walletUsd).toBeCloseTo(15_000 + income, 6);
    const trades = engine.trades().reduce((sum, trade) => sum + trade.realisedUsd - trade.commissionUsd, 0);
    const funding = engine.income().filter(line => line.type === 'FUNDING_FEE');
    expect(funding).toHaveLength(1);
    expect(funding[0]?.amountUsd).toBeCloseTo(-3 * 103 * 0.0001, 8);
    expect(income).toBeCloseTo(trades + (funding[0]?.amountUsd ?? 0), 6);
  });

  test('funding is settled each time it is due, every hour as well, unless the rule is off', () => {
    const hourly = { funding: { 60: 0.0001, 120: 0.0001, 180: 0.0002 } };
    const paid = (rules = {}) => {
      const engine = started(still, { rules }, hourly);
      engine.placeOrder(market('buy', 4));
      engine.advance(minute(200));
      return engine
        .income()
        .filter(line => line.type === 'FUNDING_FEE')
        .map(line => line.amountUsd);
    };
    expect(paid()).toEqual([-0.04, -0.04, -0.08]);
    expect(paid({ funding: false })).toEqual([]);
  });

  test('a short is paid when longs pay', () => {
    const engine = started(still, {}, { funding: { 2: 0.001 } });
    engine.placeOrder(market('sell', 4));
    engine.advance(minute(3));
    expect(engine.income().find(line => line.type === 'FUNDING_FEE')?.amountUsd).toBeCloseTo(
      4 * 100 * 0.001,
      8,
    );
  });
});

describe('prices', () => {
  test('in a gap the last close holds, and a coin that has not traded has no price', () => {
    const engine = started([[100, 101, 99, 100.5], null, null, [102, 102, 102, 102]]);
    engine.advance(minute(2));
    expect(engine.priceOf(SOL)).toBe(100.5);
    engine.advance(minute(3));
    expect(engine.priceOf(SOL)).toBe(102);
    expect(codeOf(started([null, null, [1, 1, 1, 1]]).placeOrder(market('buy', 9)))).toBe(-4141);
  });

  test('the book is twenty levels a side, best first, bids below asks', () => {
    const { bids, asks } = started(still).depth(SOL);
    expect(bids).toHaveLength(20);
    expect(asks[0]).toEqual({ price: price(100.01), qty: qty(499.95) });
    expect(bids[0]?.price).toBe(99.99);
    expect(bids.every((level, i) => i === 0 || level.price < (bids[i - 1]?.price ?? 0))).toBe(true);
    expect(notionalUsd((asks[19]?.price ?? 0) * (asks[19]?.qty ?? 0))).toBeCloseTo(50_000, -2);
  });
});
