import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  evolve,
  hasTakenProfit,
  isAccounted,
  isOverclosed,
  netOf,
  oneRUsd,
  type PositionEvent,
} from '../../../lib/desk/position/evolve.ts';
import type { Position, PositionFill, ProtectionOrder } from '../../../lib/desk/position/position.ts';
import { epochMs, isBetterFor, price, qty, type Side, usd } from '../../../lib/desk/units.ts';
import { NOW } from '../../kit/builders.ts';
import { aFill, aPosition, aReducedPosition, evolveAll } from '../../kit/positions.ts';

const filled = (overrides: Partial<PositionFill>): PositionEvent => ({
  type: 'filled',
  fill: aFill({ tradeId: 'x', ...overrides }),
});
const marked = (mark: number): PositionEvent => ({ type: 'marked', mark: price(mark) });
const moved = (to: number): PositionEvent => ({ type: 'stop-moved', price: price(to), stage: 'trailing' });

describe('entry fills', () => {
  const unfilled = aPosition({ fills: [] });

  test('I13 make the entry price, weighted by volume, once they account for all of it', () => {
    const part = evolve(unfilled, filled({ tradeId: '1', qty: qty(4), price: price(99) }));
    expect(part.entryPrice).toBe(100);
    const whole = evolve(part, filled({ tradeId: '2', qty: qty(6), price: price(101) }));
    expect(whole.entryPrice).toBeCloseTo((4 * 99 + 6 * 101) / 10, 12);
  });

  test('I12 never add to the quantity, which was opened by the fills already', () => {
    expect(evolve(unfilled, filled({ qty: qty(10) })).qty).toBe(10);
  });

  test('add up in spite of binary fractions', () => {
    const position = { ...unfilled, entryQty: qty(0.3), qty: qty(0.3) };
    const both = evolveAll(position, [
      filled({ tradeId: '1', qty: qty(0.1), price: price(99) }),
      filled({ tradeId: '2', qty: qty(0.2), price: price(102) }),
    ]);
    expect(both.entryPrice).toBeCloseTo(101, 12);
    expect(isAccounted(both)).toBe(true);
  });
});

describe('exit fills', () => {
  test('I28 reduce the position', () => {
    const position = evolveAll(aPosition(), [
      filled({ kind: 'partial-take-profit', leg: 'target-1', qty: qty(3) }),
      filled({ kind: 'stop-loss', leg: 'working', qty: qty(7) }),
    ]);
    expect(position.qty).toBe(0);
  });

  test('I29 end their leg, even when they fill it only in part', () => {
    const position = evolve(
      aPosition(),
      filled({ kind: 'partial-take-profit', leg: 'target-1', qty: qty(1) }),
    );
    expect(position.targets.map(leg => leg.filled)).toEqual([true, false, false]);
    expect(position.qty).toBe(9);
  });

  test('of a stop, or of somebody’s hand, end no target', () => {
    for (const fill of [{ kind: 'stop-loss', leg: 'working' }, { kind: 'by-hand' }] as const) {
      expect(evolve(aPosition(), filled({ ...fill, qty: qty(1) })).targets.some(leg => leg.filled)).toBe(
        false,
      );
    }
  });

  test.each([
    [0.3, 0.1, 0.2],
    [8000.3, 3000.2, 5000.1],
    [1_396_274.187, 1_241_132.61, 155_141.577],
  ])('leave exact quantities: %d less %d is %d', (before, less, left) => {
    const position = aPosition({
      qty: qty(before),
      entryQty: qty(before),
      fills: [aFill({ qty: qty(before) })],
    });
    const after = evolve(position, filled({ kind: 'stop-loss', qty: qty(less) }));
    expect(after.qty).toBe(left);
    expect(isAccounted(after)).toBe(true);
  });

  test('never make it less than nothing', () => {
    expect(evolve(aPosition(), filled({ kind: 'liquidation', qty: qty(11) })).qty).toBe(0);
  });
});

describe('the best mark', () => {
  test('is followed once a target has filled, never before', () => {
    expect(evolve(aPosition(), marked(105)).bestMark).toBeUndefined();
    expect(evolve(aReducedPosition(), marked(105)).bestMark).toBe(105);
  });

  test.each([
    ['long', [101.5, 101.2, 103, 102], 103],
    ['short', [98.5, 98.8, 97, 98], 97],
  ] as const)('of a %s through %j is %d', (side, marks, best) => {
    expect(evolveAll(aReducedPosition({ side }), marks.map(marked)).bestMark).toBe(best);
  });

  test('ignores a mark that is no price', () => {
    for (const side of ['long', 'short'] as const) {
      const position = aReducedPosition({ side, bestMark: price(100) });
      expect(evolveAll(position, [marked(0), marked(Number.NaN)]).bestMark).toBe(100);
      expect(evolve(aReducedPosition({ side }), marked(Number.NaN)).bestMark).toBeUndefined();
    }
  });
});

describe('the stop', () => {
  test.each([
    ['long', 99.5, 99.5],
    ['long', 98.5, 99],
    ['short', 100.5, 100.5],
    ['short', 101.5, 101],
    ['long', Number.NaN, 99],
  ] as const)('I34 of a %s asked to move to %d stands at %d', (side, to, at) => {
    expect(evolve(aPosition({ side }), moved(to)).stopPrice).toBe(at);
  });

  test('I34 only ever moves in favour, whatever happens, and the initial one never moves', () => {
    const events = fc.oneof(
      fc.double({ min: 50, max: 150, noNaN: true }).map(moved),
      fc.double({ min: 50, max: 150, noNaN: true }).map(marked),
      fc.double({ min: 0, max: 4, noNaN: true }).map(amount => filled({ kind: 'by-hand', qty: qty(amount) })),
    );
    fc.assert(
      fc.property(fc.constantFrom<Side>('long', 'short'), fc.array(events), (side, list) => {
        let position = aPosition({ side });
        for (const event of list) {
          const next = evolve(position, event);
          expect(isBetterFor(side, position.stopPrice, next.stopPrice)).toBe(false);
          expect(next.qty).toBeGreaterThanOrEqual(0);
          expect(next.qty).toBeLessThanOrEqual(position.qty);
          expect(next.initialStopPrice).toBe(position.initialStopPrice);
          position = next;
        }
      }),
    );
  });
});

describe('phases', () => {
  const exit: PositionEvent = {
    type: 'exit-sent',
    exit: { clientId: 'x', because: 'time-stop', minute: NOW },
  };

  test.each<{ from: Position['phase']; to: Position['phase']; event: PositionEvent }>([
    { from: 'open', to: 'protected', event: { type: 'protection-confirmed' } },
    { from: 'unknown', to: 'protected', event: { type: 'protection-confirmed' } },
    { from: 'reducing', to: 'reducing', event: { type: 'protection-confirmed' } },
    { from: 'protected', to: 'open', event: { type: 'protection-lost' } },
    { from: 'reducing', to: 'reducing', event: { type: 'protection-lost' } },
    { from: 'protected', to: 'reducing', event: exit },
    { from: 'protected', to: 'unknown', event: { type: 'doubted' } },
    { from: 'reducing', to: 'closed', event: { type: 'closed', minute: NOW, seenAt: epochMs(NOW + 3_000) } },
  ])('$event.type leads from $from to $to', ({ from, to, event }) => {
    expect(evolve(aPosition({ phase: from }), event).phase).toBe(to);
  });
});

describe('protection orders', () => {
  const order: ProtectionOrder = {
    clientId: 'a',
    leg: 'working',
    triggerPrice: price(99),
    qty: qty(10),
    placedAt: NOW,
    exitKind: 'stop-loss',
    state: 'sent',
  };

  test('are numbered as they are sent, so that a replacement has an id of its own', () => {
    const sent = evolveAll(aPosition(), [
      { type: 'order-sent', order },
      { type: 'order-sent', order: { ...order, clientId: 'b' } },
    ]);
    expect(sent.protectionSeq).toBe(2);
    expect(sent.protection.map(({ clientId }) => clientId)).toEqual(['a', 'b']);
  });

  test('keep the number of the order they became', () => {
    const done = evolveAll(aPosition({ protection: [order] }), [
      { type: 'order-state', clientId: 'a', state: 'done', orderId: '77' },
      { type: 'order-state', clientId: 'a', state: 'done' },
      { type: 'order-state', clientId: 'nobody', state: 'live' },
    ]);
    expect(done.protection).toEqual([{ ...order, state: 'done', orderId: '77' }]);
  });
});

describe('what another hand does', () => {
  const added = filled({ tradeId: 'added', byHand: true, qty: qty(5), price: price(103) });
  const closed = evolve(aPosition(), filled({ kind: 'stop-loss', leg: 'working', qty: qty(10) }));

  test('adds to the position: its stops must cover all of it, and its price is what all of it cost', () => {
    const larger = evolve(aReducedPosition(), added);
    expect([larger.entryQty, larger.qty, isAccounted(larger)]).toEqual([15, 12, true]);
    expect(larger.entryPrice).toBeCloseTo((10 * 100 + 5 * 103) / 15, 12);
    expect(larger.fills.at(-1)).toMatchObject({ tradeId: 'added', byHand: true });
  });

  test.each(['by-hand', 'unprotected-flatten'] as const)(
    'is no business of a position that is over: %s',
    kind => {
      expect(evolve(closed, added)).toBe(closed);
      expect(evolve(closed, filled({ tradeId: 'later', kind, qty: qty(2) }))).toBe(closed);
    },
  );

  test('but what the desk’s own orders did is, even then', () => {
    const more = evolve(closed, filled({ tradeId: 'late', kind: 'stop-loss', qty: qty(2) }));
    expect(more.fills.at(-1)).toMatchObject({ tradeId: 'late' });
    const slice = evolve(closed, filled({ tradeId: 'entered', qty: qty(2) }));
    expect([slice.fills.at(-1)?.tradeId, slice.entryQty, slice.qty]).toEqual(['entered', 10, 0]);
  });

  test.each<[string, readonly PositionFill[], boolean]>([
    ['closed more than there was', [aFill(), aFill({ tradeId: '2', kind: 'by-hand', qty: qty(12) })], true],
    ['closed just what there was', [aFill(), aFill({ tradeId: '2', kind: 'by-hand', qty: qty(10) })], false],
    ['closed a part', [aFill(), aFill({ tradeId: '2', kind: 'by-hand', qty: qty(4) })], false],
    [
      'closed more, while the entry is not accounted for yet',
      [aFill({ qty: qty(6) }), aFill({ tradeId: '2', kind: 'by-hand', qty: qty(8) })],
      false,
    ],
    [
      'was followed by a stop that closed the rest and more',
      [
        aFill(),
        aFill({ tradeId: '2', kind: 'by-hand', qty: qty(4) }),
        aFill({ tradeId: '3', kind: 'stop-loss', qty: qty(8) }),
      ],
      true,
    ],
    ['did nothing at all', [], false],
  ])('%s: whether more was closed than there was', (_what, fills, turned) => {
    expect(isOverclosed(aPosition({ fills }))).toBe(turned);
  });

  test('nothing was closed too much where nothing was entered', () => {
    expect(isOverclosed(aPosition({ fills: [], entryQty: qty(0) }))).toBe(false);
  });
});

describe('money', () => {
  test('I37 is the venue’s realised profit less commissions plus funding, and nothing else', () => {
    const position = evolveAll(aReducedPosition(), [
      { type: 'funded', amountUsd: usd(-0.4), at: epochMs(NOW + 1) },
      filled({ kind: 'stop-loss', qty: qty(7), realisedUsd: usd(-7), commissionUsd: usd(0.35) }),
    ]);
    // 3 - 7 of profit, 0.5 + 0.5 + 0.35 of fees, 0.4 of funding.
    expect(netOf(position)).toBeCloseTo(-4 - 1.35 - 0.4, 12);
  });

  test('counts a funding payment once, however often it is read', () => {
    const funded: PositionEvent = { type: 'funded', amountUsd: usd(-0.4), at: epochMs(NOW + 1) };
    const position = evolveAll(aPosition(), [funded, funded]);
    expect(position.fundingUsd).toBe(-0.4);
    expect(position.fundings).toEqual([{ at: NOW + 1, amountUsd: -0.4 }]);
  });

  test('one R is the loss at the initial stop with costs: 1 % and 0.14 % of $1,000', () => {
    expect(oneRUsd(aPosition())).toBeCloseTo(11.4, 9);
  });
});

test('a position is accounted for when its fills explain every unit that came and went', () => {
  expect(isAccounted(aPosition())).toBe(true);
  expect(isAccounted(aReducedPosition())).toBe(true);
  expect(isAccounted(aPosition({ fills: [] }))).toBe(false);
  expect(isAccounted(aPosition({ qty: qty(7) }))).toBe(false);
});

test('profit has been taken when a target has filled, and not by any other exit', () => {
  expect(hasTakenProfit(aReducedPosition())).toBe(true);
  expect(hasTakenProfit(aPosition())).toBe(false);
  expect(hasTakenProfit(evolve(aPosition(), filled({ kind: 'by-hand', qty: qty(1) })))).toBe(false);
});

describe('what is easily taken for something else', () => {
  test('I13 an entry fill that is listed after an exit makes the entry price by entries alone', () => {
    const opened = aPosition({ fills: [], entryPrice: price(100) });
    const position = evolveAll(opened, [
      filled({ tradeId: '1', qty: qty(4), price: price(99) }),
      filled({ tradeId: '2', kind: 'partial-take-profit', leg: 'target-1', qty: qty(3), price: price(101) }),
      filled({ tradeId: '3', qty: qty(6), price: price(102) }),
    ]);
    expect(position.entryPrice).toBeCloseTo((4 * 99 + 6 * 102) / 10, 12);
  });

  test('I34 the last target is a target: profit has been taken by it alone', () => {
    const last = evolve(aPosition(), filled({ kind: 'take-profit', leg: 'target-3', qty: qty(4) }));
    expect(hasTakenProfit(last)).toBe(true);
    expect(hasTakenProfit(evolve(aPosition(), filled({ kind: 'stop-loss', qty: qty(4) })))).toBe(false);
  });

  test('I37 more entered than was opened is not accounted for, even where what is left agrees', () => {
    const fills = [aFill({ qty: qty(12) }), aFill({ tradeId: '2', kind: 'by-hand', qty: qty(2) })];
    expect(isAccounted(aPosition({ fills }))).toBe(false);
  });

  test('I38 funding of the very instant up to which it was counted is new', () => {
    const position = aPosition();
    const paid = evolve(position, { type: 'funded', amountUsd: usd(-2), at: position.fundedTo });
    expect(paid.fundingUsd).toBe(-2);
    expect(evolve(paid, { type: 'funded', amountUsd: usd(-2), at: position.fundedTo })).toBe(paid);
  });

  test('I60 a second exit is remembered beside the first', () => {
    const exit = (clientId: string): PositionEvent => ({
      type: 'exit-sent',
      exit: { clientId, because: 'time-stop', minute: NOW },
    });
    const position = evolveAll(aPosition(), [exit('x-1'), exit('x-2')]);
    expect(position.exits.map(({ clientId }) => clientId)).toEqual(['x-1', 'x-2']);
  });
});
