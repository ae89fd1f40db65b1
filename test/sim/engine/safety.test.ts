import { describe, expect, test } from 'vitest';
import { price, qty } from '../../../lib/desk/units.ts';
import type { AlgoInstruction } from '../../../lib/sim/engine/algos.ts';
import { Engine } from '../../../lib/sim/engine/engine.ts';
import { flat, scriptedMarket } from '../../kit/scripted-market.ts';
import { closeAt, market, minute, SOL, started, stop, target } from './hand.ts';

const still = flat(100, 30);

describe('unprotected minutes are counted from the venue’s own book', () => {
  test.each<{ says: string; orders: AlgoInstruction[]; counts: number }>([
    { says: 'no stop at all', orders: [], counts: 5 },
    { says: 'a full working stop', orders: [stop('sell', 10, 98)], counts: 0 },
    { says: 'a stop on closePosition', orders: [closeAt('sell', 'STOP_MARKET', 95)], counts: 0 },
    { says: 'a stop for less than the position (I28)', orders: [stop('sell', 9, 98)], counts: 5 },
    { says: 'a stop on the wrong side', orders: [stop('buy', 10, 105)], counts: 5 },
    {
      says: 'only targets: two orders are not protection (I23)',
      orders: [target('sell', 5, 105), target('sell', 5, 106)],
      counts: 5,
    },
    {
      says: 'a stop that does not only reduce',
      orders: [stop('sell', 10, 98, { reduceOnly: false })],
      counts: 5,
    },
    {
      says: 'a trailing stop that follows',
      orders: [
        {
          symbol: SOL,
          side: 'sell',
          type: 'TRAILING_STOP_MARKET',
          qty: qty(10),
          reduceOnly: true,
          callbackRate: 2,
        },
      ],
      counts: 0,
    },
    {
      says: 'a trailing stop that still waits',
      orders: [
        {
          symbol: SOL,
          side: 'sell',
          type: 'TRAILING_STOP_MARKET',
          qty: qty(10),
          reduceOnly: true,
          callbackRate: 2,
          activatePrice: price(110),
        },
      ],
      counts: 5,
    },
  ])('$says: $counts of 5', ({ orders, counts }) => {
    const engine = started(still);
    engine.placeOrder(market('buy', 10));
    for (const order of orders) expect(engine.placeAlgo(order).type).toBe('accepted');
    engine.advance(minute(5));
    expect(engine.state.safety.unprotectedMinutes).toBe(counts);
  });

  test('a stop beyond the liquidation price protects nothing (I35)', () => {
    const engine = started(still);
    engine.setLeverage(SOL, 50);
    engine.placeOrder(market('buy', 10));
    engine.placeAlgo(stop('sell', 10, 95));
    engine.advance(minute(3));
    expect(engine.state.safety.unprotectedMinutes).toBe(3);
  });

  test('a stop placed within the minute counts: it is the start of play that matters', () => {
    const engine = started(still);
    engine.placeOrder(market('buy', 10));
    engine.placeAlgo(stop('sell', 10, 98));
    engine.advance(minute(2));
    engine.cancelAlgo({ id: engine.openAlgos()[0]?.algoId ?? 0 });
    engine.placeAlgo(stop('sell', 10, 97));
    engine.advance(minute(4));
    expect(engine.state.safety.unprotectedMinutes).toBe(0);
  });
});

test('an id that is accepted twice in the account’s life is a duplicate, of either kind of order', () => {
  const engine = started(still);
  engine.placeOrder(market('buy', 1, { clientId: 'a' }));
  engine.placeAlgo(stop('sell', 1, 98, { clientId: 'a' }));
  expect(engine.state.safety.duplicateOrders).toBe(0);
  engine.placeOrder(market('buy', 1, { clientId: 'a' }));
  engine.cancelAlgo({ clientId: 'a' });
  engine.placeAlgo(stop('sell', 1, 98, { clientId: 'a' }));
  expect(engine.state.safety.duplicateOrders).toBe(2);
  expect(engine.state.accepted.map(line => `${line.kind} ${line.clientId}`)).toEqual([
    'order a',
    'algo a',
    'order a',
    'algo a',
  ]);
});

test('a run that is stopped, stored as JSON and gone on with is the same run', () => {
  const bars = Array.from({ length: 60 }, (_, i) => {
    const at = 100 + 4 * Math.sin(i / 3);
    return [at, at + 1, at - 1, 100 + 4 * Math.sin((i + 1) / 3)] as const;
  });
  const steps = (engine: Engine, i: number) => {
    engine.advance(minute(i));
    if (i % 7 === 0) engine.placeOrder(market(i % 2 === 0 ? 'buy' : 'sell', 3, { clientId: `e${i}` }));
    if (i % 7 === 1)
      engine.placeAlgo(stop(i % 2 === 0 ? 'sell' : 'buy', 3, i % 2 === 0 ? 90 : 110, { clientId: `s${i}` }));
    if (i % 7 === 2)
      engine.placeAlgo({
        symbol: SOL,
        side: 'sell',
        type: 'TRAILING_STOP_MARKET',
        qty: qty(2),
        reduceOnly: true,
        callbackRate: 1,
      });
  };
  const whole = started(bars);
  for (let i = 0; i < 59; i += 1) steps(whole, i);
  let broken = started(bars);
  for (let i = 0; i < 59; i += 1) {
    const stored = JSON.stringify(broken.snapshot());
    broken = Engine.restore(
      JSON.parse(stored) as ReturnType<Engine['snapshot']>,
      scriptedMarket({ SOLUSDT: bars }),
    );
    steps(broken, i);
  }
  expect(broken.snapshot()).toEqual(whole.snapshot());
  expect(whole.trades().length).toBeGreaterThan(10);
});
