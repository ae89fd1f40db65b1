import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Held } from '../../../lib/desk/guardian/look.ts';
import { remedyFor, type Whose, whoseIs } from '../../../lib/desk/guardian/remedy.ts';
import { fraction, isBetterFor, price, qty, type Side, symbolId } from '../../../lib/desk/units.ts';
import { anIntent, aSignal, COIN } from '../../kit/builders.ts';
import { aPosition } from '../../kit/positions.ts';

const TICK = price(0.1);
const held = (side: Side, markPrice: number, liquidationPrice = 0): Held => ({
  symbol: COIN,
  side,
  qty: qty(10),
  entryPrice: price(100),
  markPrice: price(markPrice),
  liquidationPrice: price(liquidationPrice),
});
const own = (at: number): Whose => ({ type: 'own', positionId: 'p', stopPrice: price(at) });
const opening: Whose = { type: 'opening', positionId: 'p', stopFraction: fraction(0.01) };
const foreign = (rule: 'protect' | 'ignore' | 'flatten'): Whose => ({ type: 'foreign', rule });

/** Side, mark, liquidation (0 for none), whose → what it gets. */
type Row = readonly [string, Side, number, number, Whose, number | 'flatten' | 'leave' | 'helpless'];

describe('what a bare position gets', () => {
  test.each<Row>([
    ['the desk’s own: the stop of the book', 'long', 100, 70, own(99), 99],
    ['a trailed one, above its entry', 'long', 110, 70, own(105), 105],
    ['a short', 'short', 100, 130, own(101), 101],
    ['a short where the account alone can be liquidated', 'short', 100, 0, own(101), 101],
    ['I24 past its stop', 'long', 98.9, 70, own(99), 'flatten'],
    ['on its stop', 'long', 99, 70, own(99), 'flatten'],
    ['a short past its stop', 'short', 101.2, 130, own(101), 'flatten'],
    ['without a mark: the venue will say whether it is passed', 'long', 0, 70, own(99), 99],
    ['I35 whose stop lies beyond liquidation: half the way to that', 'long', 100, 98, own(97), 99],
    ['one that is being opened: the stop of its plan', 'long', 100, 70, opening, 99],
    ['a short that is being opened', 'short', 100, 130, opening, 101],
    ['of unknown plan: 3 % from its entry', 'long', 100, 70, { type: 'unknown' }, 97],
    ['of unknown plan, liquidation near', 'long', 100, 98, { type: 'unknown' }, 99],
    ['of unknown plan, beyond that', 'long', 96.9, 70, { type: 'unknown' }, 'flatten'],
    ['of unknown plan, without a mark', 'long', 0, 70, { type: 'unknown' }, 97],
    ['a person’s', 'long', 100, 0, foreign('protect'), 97],
    ['a person’s, a little below its entry: from the entry', 'long', 99, 0, foreign('protect'), 97],
    ['a person’s, far below its entry: from the price of now', 'long', 90, 0, foreign('protect'), 87.3],
    ['a person’s short, far above', 'short', 110, 0, foreign('protect'), 113.3],
    ['a person’s that is to be left alone', 'long', 100, 0, foreign('ignore'), 'leave'],
    ['a person’s that is to be closed', 'long', 100, 0, foreign('flatten'), 'flatten'],
    ['a person’s at the brink of liquidation', 'long', 90.1, 90.1, foreign('protect'), 'helpless'],
  ])('%s', (_what, side, mark, liquidation, whose, expected) => {
    const remedy = remedyFor(held(side, mark, liquidation), whose, TICK);
    if (typeof expected === 'number') expect(remedy).toMatchObject({ type: 'stop', triggerPrice: expected });
    else expect(remedy.type).toBe(expected);
  });

  test.each<[string, number, number, Whose, string]>([
    ['its own stop', 100, 70, own(99), 'where its plan has it'],
    ['closing, past that', 98.9, 70, own(99), 'the mark 98.9 is past its stop 99'],
    ['a stop of no plan', 100, 70, { type: 'unknown' }, 'near its entry, since nothing is known of its plan'],
    ['closing, past that', 96.9, 70, { type: 'unknown' }, 'the mark 96.9 is past where its stop would stand'],
    ['a person’s stop', 100, 70, foreign('protect'), 'the desk did not open it, and it had none'],
    ['closing, as a person wants it', 100, 70, foreign('flatten'), 'control/foreign is flatten'],
    [
      'nothing',
      90.1,
      90.1,
      foreign('protect'),
      'no stop fits before its liquidation, and control/foreign is protect',
    ],
  ])('and says why: %s', (_what, mark, liquidation, whose, because) => {
    expect(remedyFor(held('long', mark, liquidation), whose, TICK)).toMatchObject({ because });
  });

  test('a person’s position is never closed for want of a stop; the desk’s own is', () => {
    const last = (whose: Whose) => {
      const remedy = remedyFor(held('long', 100), whose, TICK);
      return remedy.type === 'stop' ? remedy.otherwise : remedy.type;
    };
    expect([foreign('protect'), own(99), opening, { type: 'unknown' } as const].map(last)).toEqual([
      'helpless',
      'flatten',
      'flatten',
      'flatten',
    ]);
  });

  test('I24 I35 a stop lies on the losing side of the mark and before liquidation, whatever is held', () => {
    const side = fc.constantFrom<Side>('long', 'short');
    const near = fc.integer({ min: 500, max: 1_500 }).map(n => n / 10);
    const whose = fc.oneof(
      near.map(own),
      fc.constant(opening),
      fc.constant<Whose>({ type: 'unknown' }),
      fc.constant(foreign('protect')),
    );
    fc.assert(
      fc.property(side, near, near, whose, (which, mark, liquidation, of) => {
        // A position that still stands is not past its liquidation.
        fc.pre(isBetterFor(which, price(mark), price(liquidation)));
        fc.pre(isBetterFor(which, price(100), price(liquidation)));
        const remedy = remedyFor(held(which, mark, liquidation), of, TICK);
        if (remedy.type !== 'stop') return;
        expect(isBetterFor(which, price(mark), remedy.triggerPrice)).toBe(true);
        expect(isBetterFor(which, remedy.triggerPrice, price(liquidation))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('whose a position is', () => {
  const coin = { symbol: COIN, side: 'long' as const };
  const position = aPosition();

  test.each<[string, Parameters<typeof whoseIs>[1], Whose['type']]>([
    ['nobody knows without the book', undefined, 'unknown'],
    ['the desk’s, which has it open', { positions: [position], intents: [] }, 'own'],
    ['the desk’s, which is opening it', { positions: [], intents: [anIntent()] }, 'opening'],
    ['a person’s, where the book has nothing', { positions: [], intents: [] }, 'foreign'],
    [
      'a person’s, where the book has it the other way round',
      { positions: [aPosition({ side: 'short' })], intents: [] },
      'foreign',
    ],
    [
      'a person’s, where the book has another coin',
      {
        positions: [aPosition({ symbol: symbolId('OTHERUSDT') })],
        intents: [anIntent({ symbol: symbolId('OTHERUSDT') })],
      },
      'foreign',
    ],
    [
      'a person’s, where the desk is opening the other side',
      { positions: [], intents: [anIntent({ signal: aSignal({ side: 'short' }) })] },
      'foreign',
    ],
    [
      'a person’s, where the desk’s own is closed',
      { positions: [{ ...position, phase: 'closed' }], intents: [] },
      'foreign',
    ],
  ])('%s', (_whose, book, type) => expect(whoseIs(coin, book, 'protect').type).toBe(type));
});
