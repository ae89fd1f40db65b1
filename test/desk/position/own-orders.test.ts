import { describe, expect, test } from 'vitest';
import { clientIdOf } from '../../../lib/desk/client-id.ts';
import { ownOrderOf, withFound, withRestingFound } from '../../../lib/desk/position/own-orders.ts';
import type { Position, ProtectionLeg } from '../../../lib/desk/position/position.ts';
import type { RestingOrder } from '../../../lib/desk/position/resting.ts';
import { epochMs, minutesAfter, price, qty, symbolId } from '../../../lib/desk/units.ts';
import { aRestingOrder, NOW } from '../../kit/builders.ts';
import { aPosition, aReducedPosition } from '../../kit/positions.ts';

const idOf = (leg: string, seq: number, position: Position = aPosition(), desk = 'test') =>
  clientIdOf(desk, position.id, leg, seq);
const LEGS: readonly ProtectionLeg[] = ['backstop', 'working', 'target-1', 'target-2', 'target-3'];

describe('an order’s id tells which of the position’s own it is', () => {
  const named = aPosition({ protectionSeq: 5 });

  test.each(LEGS)('%s, whichever number it has of those that a dead tick may have given', leg => {
    for (const seq of [0, 4, 5, 21]) expect(ownOrderOf('test', named, idOf(leg, seq))).toEqual({ leg, seq });
    expect(ownOrderOf('test', named, idOf(leg, 22))).toBeUndefined();
  });

  test.each([
    ['another desk’s', idOf('working', 0, aPosition(), 'another')],
    ['another position’s', idOf('working', 0, aPosition({ id: 'COINUSDT-20200101T0000' }))],
    ['the guardian’s', clientIdOf('test', 'guardian-COINUSDT-1', 'guard', 0)],
    ['a target’s that the position has not', idOf('target-4', 0)],
    ['a person’s', 'web_1'],
  ])('and nothing of one that is %s', (_whose, id) => {
    expect(ownOrderOf('test', named, id)).toBeUndefined();
  });
});

describe('an order that is found', () => {
  const found = (position: Position, leg: ProtectionLeg, seq = 0) =>
    withFound(
      position,
      { leg, seq },
      { clientId: 'found', triggerPrice: price(99), qty: qty(10), state: 'live' },
      NOW,
    );
  const trailing = aReducedPosition({ stopStage: 'trailing' });

  test.each<[string, Position, ProtectionLeg, string]>([
    ['the backstop', aPosition(), 'backstop', 'stop-loss'],
    ['the backstop of a winner', trailing, 'backstop', 'stop-loss'],
    ['the stop as it was placed first', aPosition(), 'working', 'stop-loss'],
    ['a stop after the first target', aReducedPosition(), 'working', 'break-even-stop'],
    ['a stop that trails', trailing, 'working', 'trailing-stop'],
    ['a stop at break-even', aReducedPosition({ stopStage: 'break-even' }), 'working', 'break-even-stop'],
    ['the first target', aPosition(), 'target-1', 'partial-take-profit'],
    ['the last target', aPosition(), 'target-3', 'take-profit'],
    ['a target of a position that has none', aPosition({ targets: [] }), 'target-1', 'partial-take-profit'],
  ])('says what its triggering will have been: %s', (_what, position, leg, exitKind) => {
    expect(found(position, leg).protection.at(-1)).toEqual({
      clientId: 'found',
      leg,
      triggerPrice: 99,
      qty: 10,
      exitKind,
      placedAt: NOW,
      state: 'live',
    });
  });

  test('keeps its number from being given out again, whichever that is', () => {
    expect(found(aPosition(), 'working', 3).protectionSeq).toBe(4);
    expect(found(aPosition({ protectionSeq: 9 }), 'working', 3).protectionSeq).toBe(9);
  });

  test('that has triggered names the order it became, and no other names one', () => {
    const report = { clientId: 'found', triggerPrice: price(99), qty: qty(10), state: 'done' } as const;
    const own = { leg: 'working', seq: 0 } as const;
    const of = (orderId?: string) =>
      withFound(aPosition(), own, { ...report, ...(orderId === undefined ? {} : { orderId }) }, NOW)
        .protection[0];
    expect(of('77')).toMatchObject({ orderId: '77', state: 'done' });
    expect(of()).not.toHaveProperty('orderId');
  });
});

describe('what rests of a position that its book does not know', () => {
  const resting = (leg: string, overrides: Partial<RestingOrder> = {}) =>
    aRestingOrder({ clientId: idOf(leg, 0), createdAt: epochMs(NOW - 90_000), ...overrides });
  const find = (position: Position, ...orders: readonly RestingOrder[]) =>
    withRestingFound(position, orders, 'test');

  test('is found again, each once, with the minute it was placed in', () => {
    const both = find(aPosition(), resting('backstop', { qty: 'all' }), resting('working'));
    expect(both.protection).toMatchObject([
      { leg: 'backstop', qty: 'all', state: 'live', placedAt: minutesAfter(NOW, -2) },
      { leg: 'working', qty: 10, triggerPrice: 99, state: 'live' },
    ]);
    expect(find(both, resting('working'), resting('backstop'))).toBe(both);
  });

  test.each<[string, RestingOrder]>([
    ['of another coin', resting('working', { symbol: symbolId('OTHERUSDT') })],
    ['that is over', resting('working', { status: 'canceled' })],
    ['of a person', resting('working', { clientId: 'web_1' })],
  ])('is not an order %s', (_what, order) => {
    const position = aPosition();
    expect(find(position, order)).toBe(position);
  });
});
