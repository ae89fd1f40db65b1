import { describe, expect, test } from 'vitest';
import { price, qty } from '../../../lib/desk/units.ts';
import type { ScriptedBar } from '../../kit/scripted-market.ts';
import { closeAt, market, minute, SOL, started, stop, target, value } from './hand.ts';

/** Opens `side` at 100 with the given orders, plays the bars that follow, and tells what the closing trades were. */
function play(
  side: 'long' | 'short',
  orders: ReturnType<typeof stop>[],
  bars: readonly ScriptedBar[],
  options = {},
) {
  const engine = started([[100, 100, 100, 100], ...bars], options);
  value(engine.placeOrder(market(side === 'long' ? 'buy' : 'sell', 10)));
  for (const order of orders) value(engine.placeAlgo(order));
  engine.advance(minute(1 + bars.length));
  const closing = engine.trades().slice(1);
  return { engine, closing, prices: closing.map(trade => trade.price) };
}

describe('where a triggered order fills', () => {
  test.each([
    {
      side: 'long',
      order: stop('sell', 10, 99),
      bar: [100, 100.2, 98, 98.5],
      at: 98.99,
      why: 'a stop a little below its trigger',
    },
    {
      side: 'short',
      order: stop('buy', 10, 101),
      bar: [100, 102, 99.8, 101.5],
      at: 101.01,
      why: 'a stop a little above its trigger',
    },
    {
      side: 'long',
      order: target('sell', 10, 102),
      bar: [100, 103, 99.8, 102.5],
      at: 101.99,
      why: 'a target likewise',
    },
    {
      side: 'short',
      order: target('buy', 10, 98),
      bar: [100, 100.2, 97, 97.5],
      at: 98.01,
      why: 'a target likewise',
    },
    {
      side: 'long',
      order: stop('sell', 10, 99),
      bar: [95, 96, 94, 95.5],
      at: 94.99,
      why: 'a gap through a stop at the open',
    },
    {
      side: 'short',
      order: stop('buy', 10, 101),
      bar: [105, 106, 104, 104.5],
      at: 105.01,
      why: 'a gap through a stop at the open',
    },
    {
      side: 'long',
      order: target('sell', 10, 102),
      bar: [104, 105, 103, 104],
      at: 103.99,
      why: 'a gap through a target at the open',
    },
  ] as const)('$side: $why', ({ side, order, bar, at }) => {
    const { prices, engine } = play(side, [order], [bar]);
    expect(prices).toHaveLength(1);
    expect(prices[0]).toBeCloseTo(at, 6);
    expect(engine.positions()).toEqual([]);
  });

  test('with the gap rule off a gap would fill at the trigger: better than anyone got', () => {
    const { prices } = play('long', [stop('sell', 10, 99)], [[95, 96, 94, 95.5]], {
      rules: { 'gap-fill': false },
    });
    expect(prices[0]).toBeCloseTo(98.99, 6);
  });

  test('a bar that reaches both stop and target is a loss', () => {
    const { prices } = play('long', [target('sell', 10, 101), stop('sell', 10, 99)], [[100, 102, 98, 101]]);
    expect(prices[0]).toBeCloseTo(98.99, 6);
    const short = play('short', [target('buy', 10, 99), stop('buy', 10, 101)], [[100, 102, 98, 101]]);
    expect(short.prices[0]).toBeGreaterThan(101);
  });

  test('with the rule off the target would come first: luck that nobody may count on', () => {
    const orders = [target('sell', 10, 101), stop('sell', 10, 99)];
    const { prices } = play('long', orders, [[100, 102, 98, 101]], { rules: { 'stop-first': false } });
    expect(prices[0]).toBeCloseTo(100.99, 6);
  });

  test('several targets fire in order of distance', () => {
    const ladder = [target('sell', 3, 103), target('sell', 3, 101), target('sell', 4, 102)];
    const { prices } = play('long', ladder, [[100, 104, 99.9, 103.5]]);
    expect(prices.map(Math.round)).toEqual([101, 102, 103]);
  });

  test('a gap fires at once: at the minute that opens beyond the trigger the position is already gone', () => {
    const engine = started([
      [100, 100, 100, 100],
      [95, 95, 95, 95],
    ]);
    engine.placeOrder(market('buy', 10));
    engine.placeAlgo(stop('sell', 10, 99));
    engine.advance(minute(1));
    expect(engine.priceOf(SOL)).toBe(95);
    expect(engine.positions()).toEqual([]);
  });
});

describe('what becomes of a conditional order', () => {
  test('triggered, it is a market order of its own and finished', () => {
    const { engine } = play('long', [stop('sell', 10, 99, { clientId: 'working' })], [[100, 100, 98, 98]]);
    const algo = engine.algo({ clientId: 'working' });
    expect(algo).toMatchObject({ status: 'FINISHED', actualQty: 10 });
    expect(algo?.actualPrice).toBeCloseTo(98.99, 6);
    const order = engine.order(SOL, { id: algo?.actualOrderId ?? 0 });
    expect(order).toMatchObject({
      type: 'MARKET',
      origType: 'STOP_MARKET',
      status: 'FILLED',
      reduceOnly: true,
    });
  });

  test('a closing fill takes the closePosition orders with it and leaves reduce-only ones behind (I27)', () => {
    const orders = [
      closeAt('sell', 'STOP_MARKET', 95, 'backstop'),
      stop('sell', 10, 99),
      target('sell', 10, 105, { clientId: 'tp' }),
    ];
    const { engine } = play('long', orders, [[100, 100, 98, 98]]);
    expect(engine.algo({ clientId: 'backstop' })?.status).toBe('EXPIRED');
    expect(engine.algo({ clientId: 'tp' })?.status).toBe('NEW');
  });

  test('an orphan reduce-only order is rejected when it triggers without a position', () => {
    const orders = [stop('sell', 10, 99), target('sell', 10, 105, { clientId: 'tp' })];
    const { engine, closing } = play('long', orders, [
      [100, 100, 98, 98],
      [98, 106, 98, 105],
    ]);
    expect(engine.algo({ clientId: 'tp' })).toMatchObject({
      status: 'REJECTED',
      because: 'Reduce Only reject',
    });
    expect(closing).toHaveLength(1);
  });

  test('a reduce-only stop larger than the position closes it and no more', () => {
    const { engine, closing } = play('long', [stop('sell', 25, 99)], [[100, 100, 98, 98]]);
    expect(closing.map(trade => trade.qty)).toEqual([10]);
    expect(engine.positions()).toEqual([]);
  });

  test('finished is not flat: beyond the book a stop fills in part (I60)', () => {
    const engine = started(
      [
        [100, 100, 100, 100],
        [100, 100, 90, 90],
      ],
      {},
      { instrument: { depthUsdPerLevel: 60 } },
    );
    engine.placeOrder(market('buy', 10));
    engine.placeOrder(market('buy', 10));
    const algo = value(engine.placeAlgo(stop('sell', 20, 99)));
    engine.advance(minute(2));
    expect(algo.status).toBe('FINISHED');
    expect(engine.positions()[0]?.qty).toBeGreaterThan(0);
  });
});

describe('a trailing stop', () => {
  const trailing = (callbackRate: number, activatePrice?: number) => ({
    symbol: SOL,
    side: 'sell' as const,
    type: 'TRAILING_STOP_MARKET' as const,
    qty: qty(10),
    reduceOnly: true,
    callbackRate,
    ...(activatePrice === undefined ? {} : { activatePrice: price(activatePrice) }),
  });

  test('follows the best mark and fires a callback below it', () => {
    const { prices } = play(
      'long',
      [trailing(1)],
      [
        [100, 104, 100, 104],
        [104, 104, 102, 102],
      ],
    );
    expect(prices).toHaveLength(1);
    expect(prices[0]).toBeCloseTo(102.95, 6);
  });

  test('waits for its activation price', () => {
    const { engine } = play('long', [trailing(1, 105)], [[100, 104, 98, 98]]);
    expect(engine.positions()).toHaveLength(1);
    const { prices } = play(
      'long',
      [trailing(1, 105)],
      [
        [100, 106, 100, 106],
        [106, 106, 104, 104],
      ],
    );
    expect(prices[0]).toBeCloseTo(106 * 0.99, 1);
  });
});

describe('liquidation', () => {
  const lever = (engine: ReturnType<typeof started>) => engine.setLeverage(SOL, 50);

  test('happens, unless the rule is off', () => {
    const bars: ScriptedBar[] = [
      [100, 100, 100, 100],
      [100, 100, 90, 90],
    ];
    const held = (rules = {}) => {
      const engine = started(bars, { rules });
      lever(engine);
      engine.placeOrder(market('buy', 100));
      engine.advance(minute(2));
      return engine.positions().length;
    };
    expect(held()).toBe(0);
    expect(held({ liquidation: false })).toBe(1);
  });

  test('closes an isolated position at the price where margin meets maintenance, and costs its own wallet at most', () => {
    const engine = started([
      [100, 100, 100, 100],
      [100, 100, 97, 97.5],
    ]);
    lever(engine);
    engine.placeOrder(market('buy', 100));
    const [position] = engine.positions();
    expect(position?.liquidationPrice).toBeCloseTo((100 * 100.01 - (100 * 100.01) / 50) / (100 * 0.99), 6);
    const before = engine.account().walletUsd;
    engine.advance(minute(2));
    expect(engine.positions()).toEqual([]);
    expect(engine.state.orders.at(-1)?.clientId).toMatch(/^autoclose-/);
    expect(engine.account().walletUsd).toBeCloseTo(before - (100 * 100.01) / 50, 6);
  });

  test('in a gap far beyond it the fund takes it over at the bankruptcy price: the rest of the wallet is safe', () => {
    const engine = started([
      [100, 100, 100, 100],
      [60, 60, 60, 60],
    ]);
    lever(engine);
    engine.placeOrder(market('buy', 100));
    const before = engine.account().walletUsd;
    engine.advance(minute(2));
    expect(engine.account().walletUsd).toBeCloseTo(before - (100 * 100.01) / 50, 6);
    const [opened, closed] = engine.trades();
    expect(closed?.price).toBeCloseTo(100.01 * (1 - 1 / 50), 6);
    expect(closed).toMatchObject({ commissionUsd: 0 });
    expect(closed?.realisedUsd).toBeCloseTo(-(100 * (opened?.price ?? 0)) / 50, 6);
  });

  test('a stop nearer than the liquidation price goes first, also in a fast bar', () => {
    const engine = started([
      [100, 100, 100, 100],
      [100, 100, 96, 96],
    ]);
    lever(engine);
    engine.placeOrder(market('buy', 100));
    engine.placeAlgo(stop('sell', 100, 99.5));
    engine.advance(minute(2));
    expect(engine.state.orders.at(-1)?.origType).toBe('STOP_MARKET');
    const short = started([
      [100, 100, 100, 100],
      [100, 110, 100, 110],
    ]);
    lever(short);
    short.placeOrder(market('sell', 100));
    short.placeAlgo(stop('buy', 100, 105));
    short.advance(minute(2));
    expect(short.state.orders.at(-1)?.clientId).toMatch(/^autoclose-/);
  });
});
