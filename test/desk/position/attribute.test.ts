import { describe, expect, test } from 'vitest';
import {
  type AccountTrade,
  attribute,
  foreignExitKind,
  type OrderPurpose,
} from '../../../lib/desk/position/attribute.ts';
import { evolve } from '../../../lib/desk/position/evolve.ts';
import { epochMs, price, qty, usd } from '../../../lib/desk/units.ts';
import { NOW } from '../../kit/builders.ts';
import { aPosition } from '../../kit/positions.ts';

const trade = (tradeId: string, orderId: string, amount = 3): AccountTrade => ({
  tradeId,
  orderId,
  side: 'sell',
  price: price(101),
  qty: qty(amount),
  realisedUsd: usd(3),
  commissionUsd: usd(0.15),
  at: epochMs(NOW + 60_000),
});
const PURPOSES = new Map<string, OrderPurpose>([
  ['1', { kind: 'entry' }],
  ['2', { kind: 'partial-take-profit', leg: 'target-1' }],
  ['3', { kind: 'time-stop' }],
]);

describe('trades become fills', () => {
  test('with what their order was for, and the venue’s own figures', () => {
    expect(attribute(aPosition(), [trade('8', '2')], PURPOSES).fills).toEqual([
      {
        tradeId: '8',
        at: NOW + 60_000,
        kind: 'partial-take-profit',
        leg: 'target-1',
        price: 101,
        qty: 3,
        realisedUsd: 3,
        commissionUsd: 0.15,
      },
    ]);
  });

  test('I29 once: not those the position has, nor one that is listed twice', () => {
    const { fills } = attribute(
      aPosition(),
      [trade('entry-1', '1', 10), trade('8', '3'), trade('8', '3')],
      PURPOSES,
    );
    expect(fills.map(({ tradeId }) => tradeId)).toEqual(['8']);
  });

  test('I19 not at all where nobody knows what the order was for: it is named, once, and not guessed', () => {
    const answer = attribute(aPosition(), [trade('8', '99'), trade('9', '99'), trade('10', '3')], PURPOSES);
    expect(answer.unexplained).toEqual(['99']);
    expect(answer.fills.map(({ tradeId }) => tradeId)).toEqual(['10']);
  });
});

describe('a trade by another hand', () => {
  const byHand = new Map<string, OrderPurpose>([['4', { kind: 'by-hand' }], ...PURPOSES]);
  const fillOf = (side: 'buy' | 'sell', orderId: string, of: Parameters<typeof aPosition>[0] = {}) =>
    attribute(aPosition(of), [{ ...trade('8', orderId), side }], byHand).fills[0];

  test('on the side that opens is an entry of that hand’s, on the other it closes', () => {
    expect(fillOf('buy', '4')).toMatchObject({ kind: 'entry', byHand: true });
    expect(fillOf('sell', '4', { side: 'short' })).toMatchObject({ kind: 'entry', byHand: true });
    for (const closing of [fillOf('sell', '4'), fillOf('buy', '4', { side: 'short' })]) {
      expect(closing?.kind).toBe('by-hand');
      expect(closing).not.toHaveProperty('byHand');
    }
  });

  test('is never taken for one of the desk’s own', () => {
    expect(fillOf('buy', '1')).toMatchObject({ kind: 'entry' });
    expect(fillOf('buy', '1')).not.toHaveProperty('byHand');
    expect(fillOf('sell', '3')).toMatchObject({ kind: 'time-stop' });
  });
});
test.each(['unprotected-flatten', 'stop-loss'] as const)(
  'I40 what the guardian closes on the other side (%s) is no part of the position that a person turned round',
  kind => {
    const closes = { ...trade('8', '5'), side: 'buy' as const };
    const answer = attribute(aPosition(), [closes], new Map<string, OrderPurpose>([['5', { kind }]]));
    expect(answer).toEqual({ fills: [], unexplained: [] });
  },
);

test('I29 a target taken at market ends its leg, in however many trades it was filled', () => {
  const purposes = new Map<string, OrderPurpose>([['5', { kind: 'partial-take-profit', leg: 'target-1' }]]);
  const { fills } = attribute(aPosition(), [trade('8', '5', 1), trade('9', '5', 2)], purposes);
  const position = fills.reduce((held, fill) => evolve(held, { type: 'filled', fill }), aPosition());
  expect(position.targets.map(leg => leg.filled)).toEqual([true, false, false]);
  expect(position.qty).toBe(7);
});

test.each([
  ['autoclose-1700000000', 'liquidation'],
  ['adl_autoclose', 'deleveraging'],
  ['adl_autoclose-17', 'deleveraging'],
  ['settlement_autoclose-17', 'delisting'],
  ['delivery_autoclose-17', 'delisting'],
  ['web_abc', 'by-hand'],
  ['', 'by-hand'],
])('an order named "%s" that is not the desk’s closed the position by %s', (clientId, kind) => {
  expect(foreignExitKind(clientId)).toBe(kind);
});
