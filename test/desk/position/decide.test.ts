import { describe, expect, test } from 'vitest';
import { decide, decideInDoubt, isCovered, type PositionView } from '../../../lib/desk/position/decide.ts';
import type { Position, ProtectionLeg, ProtectionOrder } from '../../../lib/desk/position/position.ts';
import type { RestingOrder } from '../../../lib/desk/position/resting.ts';
import { epochMs, MINUTE_MS, minutesAfter, price, qty } from '../../../lib/desk/units.ts';
import { anInstrument, aRestingOrder, limitsWith, NOW } from '../../kit/builders.ts';
import { play } from '../../kit/play.ts';
import { aPosition, aReducedPosition } from '../../kit/positions.ts';
import { table } from '../../kit/table.ts';

/** ATR 0.5 %: the trail lies that far behind the best mark. Costs 0.14 %. One R is a point. */
describe('a long of ten coins from 100, stopped at 99, with targets at 101, 102 and 103', () => {
  test('I21 is protected in its first minute, by two stops and its targets, and then left alone', () =>
    play(table`
      mark   stop  decision
      100    99    backstop+placeStop+target-1+target-2+target-3
      100.5  99    hold
      99.01  99    hold`));

  test('I34 has its stop at break-even plus costs after the first target', () =>
    play(table`
      mark   fill      stop    decision
      100    -         99      backstop+placeStop+target-1+target-2+target-3
      100.3  target-1  100.14  raiseStop
      100.3  -         100.14  cancel
      100.2  -         100.14  hold`));

  test('I34 trails up by 0.1 R or more, never down; the old stop goes when it is two minutes old', () =>
    play(table`
      mark    fill      stop   decision
      100     -         99     backstop+placeStop+target-1+target-2+target-3
      101     target-1  100.5  raiseStop
      101.2   -         100.7  raiseStop+cancel
      101.25  -         100.7  cancel
      101     -         100.7  hold
      100.8   -         100.7  hold
      101.8   target-2  101.3  raiseStop
      101.5   -         101.3  cancel
      101.31  -         101.3  hold`));

  test('I34 fallen below break-even before the stop could be raised, it is closed at once', () =>
    play(table`
      mark   fill      stop  decision
      100    -         99    backstop+placeStop+target-1+target-2+target-3
      100.1  target-1  99    exit:break-even-stop`));

  test('I26 past its stop with none that is live, it is closed at once', () =>
    play(table`
      mark  decision
      98.9  exit:stop-loss`));

  test('I29 past a target that does not rest, that leg and no other is taken at market', () =>
    play(table`
      mark   stop  decision
      101.5  99    backstop+placeStop+exit:partial-take-profit+target-2+target-3`));
});

describe('a short of ten coins from 100, stopped at 101, with targets at 99, 98 and 97', () => {
  const position = aPosition({ side: 'short' });

  test('I21 I24 is protected in its first minute, its stop above it', () =>
    play(
      table`
        mark    stop  decision
        100     101   backstop+placeStop+target-1+target-2+target-3
        99.5    101   hold
        100.99  101   hold`,
      { position },
    ));

  test('I34 trails down, never up, and leaves the stop to the venue when the mark has reached it', () =>
    play(
      table`
        mark   fill      stop   decision
        100    -         101    backstop+placeStop+target-1+target-2+target-3
        99     target-1  99.49  lowerStop
        98.5   -         98.99  lowerStop+cancel
        98.9   -         98.99  cancel
        98.99  -         98.99  hold`,
      { position },
    ));

  test('I26 past its stop with none that is live, it is closed at once', () =>
    play(
      table`
        mark   decision
        101.1  exit:stop-loss`,
      { position },
    ));
});

test('the trail is never nearer than its minimum, however quiet the coin', () =>
  play(
    table`
      mark  fill      stop    decision
      100   -         99      backstop+placeStop+target-1+target-2+target-3
      102   target-1  101.39  raiseStop`,
    { limits: limitsWith({ 'exits/trail-fraction-min': '0.006' }) },
  ));

describe('what ends a position whatever its stops', () => {
  test('the time stop, to the minute', () =>
    play(
      table`
        mark   stop  decision
        100    99    backstop+placeStop+target-1+target-2+target-3
        100    99    hold
        100    99    hold
        100    99    hold
        100    99    hold
        100    99    exit:time-stop`,
      { limits: limitsWith({ 'exits/hold-minutes-max': '5' }) },
    ));

  test('a halt that flattens', () =>
    play(
      table`
        mark  decision
        100   exit:halt-flatten`,
      { view: { flattenAll: true } },
    ));

  test('a person’s word to flatten it', () =>
    play(
      table`
        mark  decision
        100   exit:operator`,
      { limits: limitsWith({ 'control/flatten': 'COINUSDT@2026-01-05T14:31:00Z' }) },
    ));

  test.each([
    [60, 'exit:delisting'],
    [61, 'backstop+placeStop+target-1+target-2+target-3'],
  ])('its market settled in %d minutes: %s', (minutes, decision) => {
    const instrument = anInstrument({ deliveryAt: minutesAfter(NOW, minutes) });
    const rows = [{ mark: '100', decision, ...(minutes === 60 ? {} : { stop: '99' }) }];
    play(rows, { view: { instrument } });
  });

  test('I60 an exit that has begun and has not made it flat goes on, as what it was', () => {
    const exits = [{ clientId: 'x', because: 'unprotected-flatten', minute: NOW }] as const;
    const actions = decide(aPosition({ phase: 'reducing', exits, qty: qty(4) }), aView(), limitsWith());
    expect(actions).toMatchObject([{ type: 'exit', kind: 'unprotected-flatten', qty: 4 }]);
  });
});

function aView(overrides: Partial<PositionView> = {}): PositionView {
  return {
    minute: NOW,
    mark: price(100),
    liquidationPrice: price(70),
    resting: [],
    instrument: anInstrument(),
    flattenAll: false,
    ...overrides,
  };
}

/** The desk's own memory of an order that rests. */
const sent = (clientId: string, leg: ProtectionLeg, at: number): ProtectionOrder => ({
  clientId,
  leg,
  triggerPrice: price(at),
  qty: qty(10),
  placedAt: NOW,
  exitKind: 'stop-loss',
  state: 'live',
});
const BACKSTOP = aRestingOrder({ clientId: 'b', qty: 'all' });
const WORKING = aRestingOrder({ clientId: 'w' });

/** A long without targets whose backstop and working stop rest at 99. */
function guarded(position: Partial<Position>, resting: readonly RestingOrder[] = [BACKSTOP, WORKING]) {
  const protection = [sent('b', 'backstop', 99), sent('w', 'working', 99)];
  const held = aPosition({ targets: [], protection, ...position });
  return decide(held, aView({ resting }), limitsWith());
}

describe('the working stop', () => {
  test('stands as it is while it is right', () => expect(guarded({})).toEqual([]));

  test('I28 follows the position’s quantity, down and up', () => {
    for (const amount of [7, 12]) {
      expect(guarded({ qty: qty(amount) })).toMatchObject([
        { type: 'place', leg: 'working', triggerPrice: 99, qty: amount, exitKind: 'stop-loss' },
      ]);
    }
  });

  test('I22 is replaced before it is cancelled, and not cancelled in the same breath when it is young', () => {
    const young = { ...WORKING, createdAt: epochMs(NOW - MINUTE_MS) };
    expect(guarded({ qty: qty(7) }, [BACKSTOP, young])).toMatchObject([{ type: 'place', leg: 'working' }]);
  });

  test('I23 is placed again when it is not live, or not the desk’s own', () => {
    const placed = [{ type: 'place', leg: 'working', because: 'no working stop is live' }];
    expect(guarded({}, [BACKSTOP])).toMatchObject(placed);
    expect(guarded({}, [BACKSTOP, { ...WORKING, status: 'triggered' }])).toMatchObject(placed);
    expect(guarded({}, [BACKSTOP, { ...WORKING, clientId: 'by hand' }])).toMatchObject(placed);
  });

  test('I35 is not good where liquidation comes before it, and is asked for again', () => {
    const protection = [sent('b', 'backstop', 99), sent('w', 'working', 99)];
    const view = aView({ resting: [BACKSTOP, WORKING], liquidationPrice: price(99.5) });
    expect(decide(aPosition({ targets: [], protection }), view, limitsWith())).toMatchObject([
      { type: 'place', leg: 'working', triggerPrice: 99 },
    ]);
  });

  test('says what its triggering will have been', () => {
    const reduced = aReducedPosition({ targets: [] });
    const [, stop] = decide(reduced, aView({ mark: price(100.3) }), limitsWith());
    expect(stop).toMatchObject({ leg: 'working', exitKind: 'break-even-stop', stage: 'break-even' });
    const trailing = decide(
      { ...reduced, bestMark: price(102) },
      aView({ mark: price(101.9) }),
      limitsWith(),
    );
    expect(trailing[1]).toMatchObject({ exitKind: 'trailing-stop', stage: 'trailing', triggerPrice: 101.49 });
  });
});

test('I28 a stop that is smaller than the position has grown is followed by one of its size', () => {
  const protection = [sent('b', 'backstop', 99), sent('w', 'working', 99)];
  const position = aPosition({ protection, qty: qty(15), entryQty: qty(15), targets: [] });
  expect(decide(position, aView({ resting: [BACKSTOP, WORKING] }), limitsWith())).toMatchObject([
    { leg: 'working', triggerPrice: 99, qty: 15, because: 'its quantity follows the position' },
  ]);
});

describe('the backstop', () => {
  test('I61 is placed once for whatever there is, at the initial stop, and never moved', () => {
    expect(guarded({}, [WORKING])).toMatchObject([
      { type: 'place', leg: 'backstop', triggerPrice: 99, qty: 'all' },
    ]);
    const raised = aReducedPosition({ protection: [sent('b', 'backstop', 99)], targets: [] });
    const legs = decide(raised, aView({ mark: price(101), resting: [BACKSTOP] }), limitsWith());
    expect(legs).toMatchObject([{ leg: 'working' }]);
    // Gone, it comes back where it stood and not where the working stop has moved to.
    const moved = { ...raised, stopPrice: price(100.4) };
    expect(decide(moved, aView({ mark: price(101) }), limitsWith())[0]).toMatchObject({
      leg: 'backstop',
      triggerPrice: 99,
    });
  });

  test('I58 is all that is done while the quantity is in doubt: nothing is cancelled, nothing closed', () => {
    const late = aPosition({ openedAt: minutesAfter(NOW, -999) });
    expect(decideInDoubt(late, aView({ flattenAll: true }))).toMatchObject([{ leg: 'backstop', qty: 'all' }]);
    const known = aPosition({ protection: [sent('b', 'backstop', 99)] });
    expect(decideInDoubt(known, aView({ resting: [BACKSTOP, WORKING] }))).toEqual([]);
  });

  test('I26 is not placed where it would trigger at once', () => {
    expect(decideInDoubt(aPosition(), aView({ mark: price(99) }))).toEqual([]);
  });
});

describe('targets', () => {
  test('I29 that have filled are not placed again, and the last one left is the take-profit', () => {
    const [first, second, third] = aPosition().targets;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no targets');
    const targets = [{ ...first, filled: true }, { ...second, filled: true }, third];
    const actions = decide(
      aReducedPosition({ targets, qty: qty(4) }),
      aView({ mark: price(102.5) }),
      limitsWith(),
    );
    const legs = actions.flatMap(action => (action.type === 'place' ? [[action.leg, action.exitKind]] : []));
    expect(legs).toContainEqual(['target-3', 'take-profit']);
    expect(legs.map(([leg]) => leg)).not.toContain('target-1');
  });

  test('I29 taken at market carry their leg, so that their fills end it', () => {
    const actions = decide(aPosition(), aView({ mark: price(102.2) }), limitsWith());
    const exits = actions.filter(action => action.type === 'exit');
    expect(exits).toMatchObject([
      { kind: 'partial-take-profit', leg: 'target-1', qty: 3 },
      { kind: 'partial-take-profit', leg: 'target-2', qty: 3 },
    ]);
  });

  test('are never larger than what is left of the position', () => {
    const actions = decide(aPosition({ qty: qty(2) }), aView(), limitsWith());
    const amounts = actions.flatMap(a => (a.type === 'place' && a.leg.startsWith('target') ? [a.qty] : []));
    expect(amounts).toEqual([2, 2, 2]);
  });

  describe('that rest in another quantity than their leg has', () => {
    const resting = (amount: number) =>
      aRestingOrder({
        clientId: 't1',
        type: 'take-profit-market',
        triggerPrice: price(101),
        qty: qty(amount),
      });
    const decided = (amount: number, mark = 100, left = 10) => {
      const protection = [sent('t1', 'target-1', 101), sent('b', 'backstop', 99), sent('w', 'working', 99)];
      const position = aPosition({ protection, qty: qty(left) });
      const all = [resting(amount), BACKSTOP, aRestingOrder({ ...WORKING, qty: qty(left) })];
      return decide(position, aView({ mark: price(mark), resting: all }), limitsWith()).filter(
        action => 'leg' in action && action.leg === 'target-1',
      );
    };

    test('are replaced: the old one goes first, since of two both would fill', () => {
      expect(decided(2)).toMatchObject([
        { type: 'place', qty: 3, replaces: 't1', because: 'its quantity follows the position' },
      ]);
    });

    test.each([
      ['in the quantity of their leg', 3, 100, 10],
      ['in all that is left of the position', 2, 100, 2],
      ['in that of their leg, though less is left', 3, 100, 2],
      ['and that the price has reached: they are about to trigger', 2, 101, 10],
    ])('are left alone %s', (_what, amount, mark, left) => {
      expect(decided(amount, mark, left)).toEqual([]);
    });
  });

  test('I23 are no protection', () => {
    const resting = [101, 102].map(at =>
      aRestingOrder({ type: 'take-profit-market', triggerPrice: price(at) }),
    );
    expect(isCovered(aPosition(), aView({ resting }))).toBe(false);
    expect(isCovered(aPosition(), aView({ resting: [...resting, BACKSTOP] }))).toBe(true);
  });
});
