import { describe, expect, test } from 'vitest';
import { decide, type PositionView } from '../../../lib/desk/position/decide.ts';
import type { ExitOrder, Position, ProtectionOrder } from '../../../lib/desk/position/position.ts';
import type { RestingOrder } from '../../../lib/desk/position/resting.ts';
import { epochMs, minutesAfter, price, qty } from '../../../lib/desk/units.ts';
import { anInstrument, aRestingOrder, limitsWith, NOW } from '../../kit/builders.ts';
import { aPosition, aReducedPosition } from '../../kit/positions.ts';

/** What is done about a position, word for word: the journal keeps these sentences. */

const aView = (overrides: Partial<PositionView> = {}): PositionView => ({
  minute: NOW,
  mark: price(100),
  liquidationPrice: price(70),
  resting: [],
  instrument: anInstrument(),
  flattenAll: false,
  ...overrides,
});
const sent = (clientId: string, leg: ProtectionOrder['leg']): ProtectionOrder => ({
  clientId,
  leg,
  triggerPrice: price(99),
  qty: qty(10),
  placedAt: NOW,
  exitKind: 'stop-loss',
  state: 'live',
});
const OWN = [sent('b', 'backstop'), sent('w', 'working'), sent('v', 'working')];
const BACKSTOP = aRestingOrder({ clientId: 'b', qty: 'all' });
const stopAt = (at: number, changes: Partial<RestingOrder> = {}) =>
  aRestingOrder({ clientId: 'w', triggerPrice: price(at), ...changes });

/** A long of ten coins from 100 with its backstop at rest and no targets, or after its first target. */
const held = (changes: Partial<Position> = {}) => aPosition({ targets: [], protection: OWN, ...changes });
const reduced = (changes: Partial<Position> = {}) =>
  aReducedPosition({ targets: [], protection: OWN, ...changes });

const done = (
  position: Position,
  resting: readonly RestingOrder[],
  view: Partial<PositionView> = {},
  limits: Readonly<Record<string, string>> = {},
) => decide(position, aView({ resting: [BACKSTOP, ...resting], ...view }), limitsWith(limits));
const because = (...given: Parameters<typeof done>) => done(...given).map(action => action.because);

describe('an exit says why', () => {
  test.each<[string, () => readonly string[], string]>([
    [
      'past the stop',
      () => because(held({ protection: [] }), [], { mark: price(98.5), resting: [] }),
      'the mark 98.5 is already past the stop 99',
    ],
    [
      'a halt',
      () => because(held(), [stopAt(99)], { flattenAll: true }),
      'the desk is halted and control/halt-flatten is yes',
    ],
    [
      'a person’s word',
      () => because(held(), [stopAt(99)], {}, { 'control/flatten': 'all@2026-01-05T14:31:00Z' }),
      'a person wrote control/flatten (default)',
    ],
    [
      'the market ends',
      () =>
        because(held(), [stopAt(99)], { instrument: anInstrument({ deliveryAt: minutesAfter(NOW, 30) }) }),
      'the market is settled at 2026-01-05 15:00',
    ],
    [
      'held for long',
      () => because(held({ openedAt: minutesAfter(NOW, -240) }), [stopAt(99)]),
      'held for 240 of 240 minutes',
    ],
    [
      'I60 begun before',
      () => because(held({ phase: 'reducing', exits: [exit('time-stop')] }), []),
      'an exit has begun and the position is not flat',
    ],
    [
      'a target that is passed',
      () => because(aPosition({ protection: OWN }), [stopAt(99)], { mark: price(101.5) }).slice(0, 1),
      'the mark 101.5 is past target-1',
    ],
  ])('%s', (_name, told, sentence) => expect(told()).toEqual([sentence]));
});

const exit = (kind: ExitOrder['because']): ExitOrder => ({ clientId: 'x', because: kind, minute: NOW });

describe('an order that is placed says why', () => {
  test.each<[string, () => readonly string[], string]>([
    ['no working stop', () => because(held(), []), 'no working stop is live'],
    [
      'another quantity',
      () => because(held({ qty: qty(7) }), [stopAt(99)]),
      'its quantity follows the position',
    ],
    ['one that rests too far away', () => because(held(), [stopAt(98.5)]), 'as decided before'],
    [
      'break-even',
      () => because(reduced(), [stopAt(99)], { mark: price(101) }),
      'a target was reached: entry plus costs of 0.14 %',
    ],
    [
      'the trail',
      () => because(reduced({ bestMark: price(102) }), [stopAt(99)], { mark: price(101.9) }),
      '0.5 % behind the best mark 102',
    ],
    [
      'a target',
      () => because(aPosition({ protection: OWN }), [stopAt(99)]).slice(0, 1),
      'target-1 is not resting',
    ],
  ])('%s', (_name, told, sentence) => expect(told()).toEqual([sentence]));

  test('I61 the backstop, with all that it is', () => {
    expect(decide(held(), aView({ resting: [stopAt(99)] }), limitsWith())).toEqual([
      {
        type: 'place',
        leg: 'backstop',
        triggerPrice: 99,
        qty: 'all',
        exitKind: 'stop-loss',
        stage: 'initial',
        because: 'no backstop is live',
      },
    ]);
  });

  test('I21 the backstop, again, when the one that was there is live no more', () => {
    const over = { ...BACKSTOP, status: 'canceled' as const };
    const actions = decide(held(), aView({ resting: [over, stopAt(99)] }), limitsWith());
    expect(actions).toMatchObject([{ type: 'place', leg: 'backstop' }]);
  });
});

test('a stop that is surplus is cancelled for a tighter one', () => {
  const tighter = stopAt(99.5, { clientId: 'v' });
  expect(done(held({ stopPrice: price(99.5) }), [stopAt(99), tighter])).toEqual([
    { type: 'cancel', clientId: 'w', because: 'a tighter stop is live' },
  ]);
});

describe('nothing is done', () => {
  test.each([0, -1, Number.NaN])('at a mark of %d: no price tells whether anything is passed', mark => {
    expect(
      decide(held({ openedAt: minutesAfter(NOW, -999) }), aView({ mark: price(mark) }), limitsWith()),
    ).toEqual([]);
  });

  test('I29 about an exit of former minutes that took one target: the position is not being closed', () => {
    const exits = [{ ...exit('partial-take-profit'), leg: 'target-1' as const }];
    expect(done(held({ phase: 'protected', exits }), [stopAt(99)])).toEqual([]);
  });
});

describe('the trail moves by a step or not at all', () => {
  const STEP = {
    'exits/trail-step-r-min': '0.25',
    'exits/trail-fraction-min': '0.2',
    'exits/trail-atr-multiple': '0.1',
  };
  /** Trails 20 % behind the best mark; a step is a quarter of the stop distance, a quarter of a point. */
  const trailed = (bestMark: number, resting: readonly RestingOrder[], stopPrice = 104) =>
    decide(
      reduced({ bestMark: price(bestMark), stopPrice: price(stopPrice), stopStage: 'trailing' }),
      aView({ mark: price(120), resting: [BACKSTOP, ...resting] }),
      limitsWith(STEP),
    );
  const at104 = stopAt(104, { qty: qty(7) });

  test('I34 by just a step', () => {
    // 130.3125 less a fifth is 104.25.
    expect(trailed(130.3125, [at104])).toMatchObject([
      { leg: 'working', triggerPrice: 104.25, stage: 'trailing' },
    ]);
  });

  test('I34 not by less: what rests there stays', () => expect(trailed(130.3, [at104])).toEqual([]));

  test('I34 not by less: what has gone is placed where it stood', () => {
    expect(trailed(130.3, [])).toEqual([
      {
        type: 'place',
        leg: 'working',
        triggerPrice: 104,
        qty: 7,
        exitKind: 'trailing-stop',
        stage: 'trailing',
        because: 'no working stop is live',
      },
    ]);
  });

  test('I34 not by less: one that rests too far away is brought to where it was decided', () => {
    expect(trailed(130.3, [stopAt(103, { qty: qty(7) })])).toMatchObject([
      { triggerPrice: 104, because: 'as decided before' },
    ]);
  });

  test('I34 to break-even it moves by any step, however small', () => {
    const near = reduced({ stopPrice: price(100.1), bestMark: undefined });
    const actions = done(near, [stopAt(100.1, { qty: qty(7) })], { mark: price(101) });
    expect(actions).toMatchObject([{ leg: 'working', triggerPrice: 100.14, stage: 'break-even' }]);
  });
});

test('I14 the age of what rests is told by the minute', () => {
  const young = stopAt(99, { createdAt: epochMs(NOW - 60_000) });
  expect(done(held({ stopPrice: price(99.5) }), [young, stopAt(99.5, { clientId: 'v' })])).toEqual([]);
});
