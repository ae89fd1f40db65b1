import { describe, expect, test } from 'vitest';
import {
  isClosedByTrades,
  isLeftOver,
  type SeenTrade,
  tradesFrom,
} from '../../../lib/desk/guardian/closed.ts';
import type { RestingOrder } from '../../../lib/desk/position/resting.ts';
import { epochMs, type OrderSide, qty } from '../../../lib/desk/units.ts';
import { aRestingOrder, NOW } from '../../kit/builders.ts';

/** The order, of ten coins to sell, is five minutes old. Trades as `[side, coins, minutes ago]`. */
type Row = readonly [OrderSide, number, number];
const trades = (rows: readonly Row[]): SeenTrade[] =>
  rows.map(([side, amount, ago]) => ({ side, qty: qty(amount), at: epochMs(NOW - ago * 60_000) }));

const BACKSTOP: Partial<RestingOrder> = { qty: 'all' };
const TARGET: Partial<RestingOrder> = { type: 'take-profit-market', qty: qty(3) };

describe('I58 what an order was to close is closed', () => {
  test.each<[string, boolean, Partial<RestingOrder>, readonly Row[]]>([
    ['by no trade at all', false, {}, []],
    ['by its opening alone', false, {}, [['buy', 10, 6]]],
    [
      'when all that was opened was closed',
      true,
      {},
      [
        ['buy', 10, 6],
        ['sell', 10, 1],
      ],
    ],
    [
      'in parts',
      true,
      BACKSTOP,
      [
        ['buy', 10, 6],
        ['sell', 3, 4],
        ['sell', 7, 1],
      ],
    ],
    [
      'with the dust of binary fractions',
      true,
      BACKSTOP,
      [
        ['buy', 0.3, 6],
        ['sell', 0.1, 4],
        ['sell', 0.2, 1],
      ],
    ],
    [
      'not when a part is left',
      false,
      BACKSTOP,
      [
        ['buy', 10, 6],
        ['sell', 3, 4],
      ],
    ],
    [
      'not when a target that was smaller is left',
      false,
      TARGET,
      [
        ['buy', 10, 6],
        ['sell', 3, 4],
      ],
    ],
    [
      'not when more was opened since',
      false,
      BACKSTOP,
      [
        ['buy', 10, 6],
        ['sell', 10, 4],
        ['buy', 2, 1],
      ],
    ],
    ['when its opening lies too far back, and it closed as much itself', true, {}, [['sell', 10, 1]]],
    ['and in the very instant in which it was placed', true, {}, [['sell', 10, 5]]],
    ['not when it closed less than that', false, {}, [['sell', 9, 1]]],
    ['not when that was before it was placed', false, {}, [['sell', 10, 6]]],
    ['not for a target of that size: it was a part', false, TARGET, [['sell', 3, 1]]],
    ['not for a backstop whose size nobody knows', false, BACKSTOP, [['sell', 10, 1]]],
  ])('%s: %s', (_how, closed, overrides, rows) => {
    expect(isClosedByTrades(aRestingOrder(overrides), trades(rows))).toBe(closed);
  });

  test('and for a short by buying', () => {
    const order = aRestingOrder({ side: 'buy' });
    expect(
      isClosedByTrades(
        order,
        trades([
          ['sell', 10, 6],
          ['buy', 10, 1],
        ]),
      ),
    ).toBe(true);
    expect(
      isClosedByTrades(
        order,
        trades([
          ['sell', 10, 6],
          ['sell', 10, 1],
        ]),
      ),
    ).toBe(false);
  });
});

test('trades are read from before the oldest order, so that the opening is among them', () => {
  const old = aRestingOrder({ createdAt: epochMs(NOW - 900_000) });
  expect(tradesFrom([aRestingOrder(), old])).toBe(NOW - 1_500_000);
});

describe('I27 an order whose position the book has closed is left over', () => {
  test.each<[string, boolean, readonly Row[], Partial<RestingOrder>?]>([
    ['not without any trade', false, []],
    ['not after its opening alone', false, [['buy', 10, 6]]],
    ['when as much was closed since as it was to close', true, [['sell', 10, 4]]],
    [
      'in parts, the first while it was being placed',
      true,
      [
        ['sell', 4, 5.5],
        ['sell', 6, 1],
      ],
    ],
    ['not when a person has closed a part since (seed 1795834692)', false, [['sell', 4, 4]]],
    ['not when something was added since', false, [['buy', 4, 4]]],
    ['by any trade since, where it names no size', true, [['sell', 4, 4]], BACKSTOP],
    ['by any trade since, where it was for a part', true, [['sell', 2, 4]], TARGET],
    [
      'when what was traded the other way before it belonged to another position (seed 881001)',
      true,
      [
        ['buy', 7, 8],
        ['buy', 10, 5.1],
        ['sell', 10, 2],
      ],
    ],
    [
      'in parts, the first while it was being placed, after its opening and another position’s end',
      true,
      [
        ['buy', 7, 8],
        ['buy', 14, 5.7],
        ['sell', 4, 5.5],
        ['sell', 6, 1],
      ],
    ],
    ['when the last trade before it closed what it was for', true, [['sell', 10, 7]]],
    [
      'not when something was opened after that',
      false,
      [
        ['sell', 10, 8],
        ['buy', 10, 6],
      ],
    ],
  ])('%s', (_name, left, rows, overrides = {}) => {
    const order = aRestingOrder({ side: 'sell', createdAt: epochMs(NOW - 300_000), ...overrides });
    expect(isLeftOver(order, trades(rows))).toBe(left);
  });
});
