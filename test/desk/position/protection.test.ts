import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Holding,
  isProtected,
  protects,
  SURPLUS_AGE_MS,
  surplusStops,
} from '../../../lib/desk/position/protection.ts';
import type { RestingOrder } from '../../../lib/desk/position/resting.ts';
import { epochMs, price, qty, type Side, symbolId } from '../../../lib/desk/units.ts';
import { aRestingOrder, COIN, NOW } from '../../kit/builders.ts';

const aHolding = (overrides: Partial<Holding> = {}): Holding => ({
  symbol: COIN,
  side: 'long',
  qty: qty(10),
  liquidationPrice: price(70),
  ...overrides,
});

describe('I23 what protects ten coins held long', () => {
  test.each<[string, boolean, Partial<RestingOrder>]>([
    ['a live reduce-only stop of ten coins, to sell', true, {}],
    ['one of more than ten', true, { qty: qty(11) }],
    ['one that closes the position, whatever it is', true, { qty: 'all', reduceOnly: false }],
    ['one above the entry', true, { triggerPrice: price(104) }],
    ['one of less than ten', false, { qty: qty(9.999) }],
    ['one that could open', false, { reduceOnly: false }],
    ['one to buy', false, { side: 'buy' }],
    ['a target', false, { type: 'take-profit-market' }],
    ['an order of another kind', false, { type: 'other' }],
    ['one of another symbol', false, { symbol: symbolId('OTHERUSDT') }],
    ['one that has triggered', false, { status: 'triggered' }],
    ['one that has finished', false, { status: 'finished' }],
    ['one that was cancelled', false, { status: 'canceled' }],
    ['one that has expired', false, { status: 'expired' }],
    ['one that was rejected', false, { status: 'rejected' }],
    ['I35 one beyond liquidation', false, { triggerPrice: price(69) }],
    ['I35 one at liquidation', false, { triggerPrice: price(70) }],
  ])('%s: %s', (_what, does, overrides) => {
    expect(protects(aRestingOrder(overrides), aHolding())).toBe(does);
  });

  test('and a short is protected by the mirror image', () => {
    const short = aHolding({ side: 'short', liquidationPrice: price(130) });
    const stop = (at: number) => aRestingOrder({ side: 'buy', triggerPrice: price(at) });
    expect(protects(stop(101), short)).toBe(true);
    expect(protects(stop(131), short)).toBe(false);
    expect(protects(aRestingOrder({ triggerPrice: price(101) }), short)).toBe(false);
  });

  test('a holding without a liquidation price is protected by any such stop', () => {
    expect(protects(aRestingOrder(), aHolding({ liquidationPrice: price(0) }))).toBe(true);
  });

  test('two open orders are not protection; two halves are no whole', () => {
    const targets = [
      aRestingOrder({ type: 'take-profit-market' }),
      aRestingOrder({ type: 'take-profit-market' }),
    ];
    expect(isProtected(aHolding(), targets)).toBe(false);
    const halves = [aRestingOrder({ qty: qty(5) }), aRestingOrder({ qty: qty(5) })];
    expect(isProtected(aHolding(), halves)).toBe(false);
    expect(isProtected(aHolding(), [...halves, aRestingOrder()])).toBe(true);
    expect(isProtected(aHolding(), [])).toBe(false);
  });
});

const stopAt = (clientId: string, at: number, overrides: Partial<RestingOrder> = {}) =>
  aRestingOrder({ clientId, triggerPrice: price(at), ...overrides });
const surplus = (...orders: readonly RestingOrder[]) =>
  surplusStops(aHolding(), orders, NOW).map(({ clientId }) => clientId);
const aged = (ms: number) => ({ createdAt: epochMs(NOW - ms) });

describe('surplus stops', () => {
  test('are all but the tightest', () => {
    expect(surplus(stopAt('a', 99), stopAt('b', 100.2), stopAt('c', 99.5))).toEqual(['a', 'c']);
  });

  test('I22 are never the only one', () => expect(surplus(stopAt('a', 99))).toEqual([]));

  test('I22 are none while the tighter one is not live, or does not cover everything', () => {
    expect(surplus(stopAt('a', 99), stopAt('b', 100, { status: 'triggered' }))).toEqual([]);
    expect(surplus(stopAt('a', 99), stopAt('b', 100, { qty: qty(9) }))).toEqual(['b']);
    expect(surplus(stopAt('a', 99, { qty: qty(4) }), stopAt('b', 100, { qty: qty(9) }))).toEqual([]);
  });

  test('I59 are never younger than two minutes', () => {
    const tight = stopAt('b', 100, aged(0));
    expect(surplus(stopAt('a', 99, aged(120_000)), tight)).toEqual(['a']);
    expect(surplus(stopAt('a', 99, aged(119_999)), tight)).toEqual([]);
  });

  test('I28 of two as tight, the one of the better quantity stays, then the newer', () => {
    expect(surplus(stopAt('old', 100, { qty: qty(14) }), stopAt('new', 100))).toEqual(['old']);
    const [newer, older] = [stopAt('new', 100, aged(200_000)), stopAt('old', 100, aged(300_000))];
    expect(surplus(newer, older)).toEqual(['old']);
    expect(surplus(older, newer)).toEqual(['old']);
  });

  test('I61 leave the backstop alone, and everything that is no stop of this position', () => {
    expect(
      surplus(
        stopAt('backstop', 99, { qty: 'all' }),
        stopAt('target', 101, { type: 'take-profit-market' }),
        stopAt('other', 99, { symbol: symbolId('OTHERUSDT') }),
        stopAt('buys', 99, { side: 'buy' }),
        stopAt('working', 99.5),
      ),
    ).toEqual([]);
  });

  test('I22 I59 for any set of orders, what is left protects as well as before', () => {
    const order = fc.record({
      triggerPrice: fc.integer({ min: 60, max: 110 }).map(price),
      qty: fc.oneof(fc.integer({ min: 1, max: 14 }).map(qty), fc.constant('all' as const)),
      status: fc.constantFrom('live', 'triggered', 'canceled'),
      reduceOnly: fc.boolean(),
      side: fc.constantFrom('buy', 'sell'),
      createdAt: fc.integer({ min: 0, max: 400_000 }).map(ms => epochMs(NOW - ms)),
    });
    const sides = fc.constantFrom<Side>('long', 'short');
    fc.assert(
      fc.property(sides, fc.array(order, { maxLength: 8 }), (side, rows) => {
        const holding = aHolding({ side, liquidationPrice: price(side === 'long' ? 70 : 105) });
        const orders = rows.map((row, i) =>
          aRestingOrder({ ...(row as Partial<RestingOrder>), clientId: `o${i}` }),
        );
        const gone = surplusStops(holding, orders, NOW);
        const left = orders.filter(each => !gone.includes(each));
        expect(isProtected(holding, left)).toBe(isProtected(holding, orders));
        for (const each of gone) {
          expect(each.qty).not.toBe('all');
          expect(NOW - each.createdAt).toBeGreaterThanOrEqual(SURPLUS_AGE_MS);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
