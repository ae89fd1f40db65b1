import { describe, expect, test } from 'vitest';
import { clientIdOf } from '../../../lib/desk/client-id.ts';
import { adoptStops } from '../../../lib/desk/position/adopt.ts';
import { guardianExitKind } from '../../../lib/desk/position/attribute.ts';
import type { RestingOrder } from '../../../lib/desk/position/resting.ts';
import { price, qty, symbolId } from '../../../lib/desk/units.ts';
import { aRestingOrder, NOW } from '../../kit/builders.ts';
import { aPosition } from '../../kit/positions.ts';

const GUARDS = clientIdOf('test', 'guardian-COINUSDT-1', 'guard', 0);
const guards = (overrides: Partial<RestingOrder> = {}) =>
  aRestingOrder({ clientId: GUARDS, triggerPrice: price(97), ...overrides });
const adopt = (...orders: readonly RestingOrder[]) => adoptStops(aPosition(), orders, 'test', NOW);

describe('I59 a stop of the guardian’s', () => {
  test('becomes one of the position’s own', () => {
    const { protection, stopPrice, protectionSeq } = adopt(guards());
    expect(protection).toEqual([
      {
        clientId: GUARDS,
        leg: 'working',
        triggerPrice: 97,
        qty: 10,
        exitKind: 'stop-loss',
        placedAt: NOW,
        state: 'live',
      },
    ]);
    expect([stopPrice, protectionSeq]).toEqual([99, 0]);
  });

  test('moves the position’s stop where it is tighter: the tightest is kept', () => {
    expect(adopt(guards({ triggerPrice: price(99.5) })).stopPrice).toBe(99.5);
  });

  test('is adopted once, and changes nothing after that', () => {
    const once = adopt(guards());
    expect(adoptStops(once, [guards()], 'test', NOW)).toBe(once);
  });

  test.each<[string, Partial<RestingOrder>]>([
    ['of another desk', { clientId: clientIdOf('another', 'p', 'guard', 0) }],
    ['that is a person’s', { clientId: 'web_1' }],
    ['that is the monitor’s', { clientId: clientIdOf('test', 'p', 'working', 7) }],
    ['that is a canary', { clientId: clientIdOf('test', 'p', 'canary', 0) }],
    ['of another coin', { symbol: symbolId('OTHERUSDT') }],
    ['of the other side', { side: 'buy' }],
    ['that is over', { status: 'canceled' }],
    ['that is no stop', { type: 'take-profit-market' }],
  ])('is not adopted when it is one %s', (_whose, overrides) => {
    const position = aPosition();
    expect(adoptStops(position, [guards(overrides)], 'test', NOW)).toBe(position);
  });
});

test.each([
  ['guard', 'stop-loss'],
  ['flatten', 'unprotected-flatten'],
  ['canary', undefined],
  ['working', undefined],
  ['entry', undefined],
])('I37 an order of the leg %s, found by its id alone, ended a position by %s', (leg, kind) => {
  expect(guardianExitKind('test', clientIdOf('test', 'p', leg, 0))).toBe(kind);
  expect(guardianExitKind('test', clientIdOf('another', 'p', leg, 0))).toBeUndefined();
});

test('no leg of the trader is taken for one of the guardian', () => {
  const position = aPosition({ qty: qty(10) });
  const legs = ['entry', 'backstop', 'working', 'x-exit', ...position.targets.map(({ leg }) => leg)];
  for (const leg of legs) expect(guardianExitKind('test', clientIdOf('test', 'p', leg, 0))).toBeUndefined();
});
