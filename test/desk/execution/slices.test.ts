import { describe, expect, test } from 'vitest';
import type { Intent } from '../../../lib/desk/book.ts';
import {
  afterOrder,
  filledSlice,
  lapsedSlice,
  lapseOf,
  minutesLeft,
  standing,
} from '../../../lib/desk/execution/slices.ts';
import { evolve } from '../../../lib/desk/position/evolve.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { minutesAfter, notionalUsd, price, qty, usd } from '../../../lib/desk/units.ts';
import { aBook, anIntent, aSignal, aTrace, NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';

const first = anIntent();
const waiting = anIntent({ id: 'second', slice: 2, state: 'waiting', notionalUsd: notionalUsd(400) });
const protectedOne = aPosition({ phase: 'protected' });

const standingOf = (
  overrides: { position?: Position | undefined; intents?: readonly Intent[]; after?: number } = {},
) => {
  const { intents = [waiting], after = 1 } = overrides;
  const position = 'position' in overrides ? overrides.position : protectedOne;
  return standing({ waiting, position, intents, minute: minutesAfter(NOW, after) }, undefined);
};

test('a signal is followed in three minutes, so a slice may follow in two, in one, and then in none', () => {
  expect(lapseOf(aSignal())).toBe(minutesAfter(NOW, 3));
  expect([0, 1, 2, 3, 9].map(n => minutesLeft(aSignal(), minutesAfter(NOW, n)))).toEqual([2, 1, 0, 0, 0]);
});

describe('what waits', () => {
  test('is ready while its position is protected and untouched', () => {
    expect(standingOf()).toEqual({ type: 'ready', position: protectedOne });
    expect(standingOf({ after: 2 })).toMatchObject({ type: 'ready' });
  });

  test.each<[string, Parameters<typeof standingOf>[0], string]>([
    ['with its signal', { after: 3 }, 'the signal of 14:30 has lapsed'],
    ['when no position was opened', { position: undefined }, 'the first slice opened no position'],
    ...(['open', 'unknown', 'closed'] as const).map(
      phase =>
        [
          `when its position is ${phase}`,
          { position: aPosition({ phase }) },
          `the position is ${phase}, not protected`,
        ] as [string, object, string],
    ),
    [
      'when an exit has filled',
      { position: evolve(protectedOne, { type: 'filled', fill: aFill({ tradeId: 'x', kind: 'by-hand' }) }) },
      'the position is being reduced',
    ],
    [
      'when an exit was sent, filled or not',
      {
        position: {
          ...protectedOne,
          exits: [{ clientId: 'x', because: 'partial-take-profit', leg: 'target-1', minute: NOW }],
        },
      },
      'the position is being reduced',
    ],
  ])('ends %s', (_when, given, because) => {
    expect(standingOf(given)).toEqual({ type: 'ends', because });
  });

  test('ends when the desk may open nothing, in the words of that', () => {
    const denial = { code: 'desk-halted', because: 'halted by hand' } as const;
    expect(
      standing({ waiting, position: protectedOne, intents: [], minute: minutesAfter(NOW, 1) }, denial),
    ).toEqual({
      type: 'ends',
      because: 'halted by hand',
    });
  });

  test.each<[string, Parameters<typeof standingOf>[0]]>([
    [
      'has opened no position yet',
      { position: undefined, intents: [{ ...first, state: 'submitted' }, waiting] },
    ],
    ['is another slice', { intents: [anIntent({ id: 'between', slice: 2, state: 'submitted' }), waiting] }],
  ])('I10 waits for the order before it, which is being asked about, where that %s', (_what, given) => {
    const because = 'the order before it is being asked about';
    expect(standingOf(given)).toEqual({ type: 'waits', because });
  });

  test('does not wait for a slice that waits itself', () => {
    const behind = anIntent({ id: 'third', slice: 3, state: 'waiting' });
    expect(standingOf({ intents: [waiting, behind] })).toMatchObject({ type: 'ready' });
    const because = 'the first slice opened no position';
    expect(standingOf({ position: undefined, intents: [waiting, behind] })).toEqual({
      type: 'ends',
      because,
    });
  });

  test('does not wait for an order that the position has told of already', () => {
    expect(standingOf({ intents: [{ ...first, state: 'submitted' }, waiting] })).toMatchObject({
      type: 'ready',
    });
  });
});

describe('an entry’s fidelity', () => {
  const book = aBook({
    reservations: [
      {
        intentId: 'second',
        symbol: first.symbol,
        minute: NOW,
        notionalUsd: notionalUsd(400),
        lossAtStopUsd: usd(3),
      },
    ],
  });
  const third = anIntent({ id: 'third', slice: 3, state: 'waiting' });

  test.each<[string, readonly Intent[], boolean]>([
    ['it is the only one', [waiting], true],
    ['the first is settled but still there', [{ ...first, state: 'submitted' }, waiting], true],
    ['another waits behind it', [waiting, third], false],
    ['one before it is being asked about', [anIntent({ id: 'x', slice: 2 }), waiting], false],
    ['those are another position’s', [waiting, { ...third, positionId: 'another' }], true],
  ])('I02 is known with its last order: %s', (_what, intents, last) => {
    const after = afterOrder(book, waiting, intents, protectedOne);
    expect(after.day.fidelities).toEqual(last ? [1000 / 900] : []);
    expect(after.reservations).toEqual([]);
  });

  test('is none where no position came of it', () => {
    const after = afterOrder(book, waiting, [waiting], undefined);
    expect([after.day.fidelities, after.reservations]).toEqual([[], []]);
  });
});

test('what became of a slice is told with its figures, and with what cut it', () => {
  const trace = [
    ...aTrace(400),
    {
      owner: 'Smart Execution',
      step: 'depth',
      beforeUsd: notionalUsd(400),
      afterUsd: notionalUsd(300),
      because: 'the book holds $300.00',
      limit: 'execution/slippage-bps-max (default)',
    } as const,
  ];
  const sent = { ...waiting, qty: qty(3), trace };
  const fill = { orderId: '77', filledQty: qty(2.5), averagePrice: price(100.02) };
  expect(filledSlice(sent, fill, NOW)).toEqual({
    state: 'filled',
    slice: 2,
    clientId: 'second',
    minute: NOW,
    orderId: '77',
    qty: 2.5,
    averagePrice: 100.02,
    because: '2.5 of 3 filled at 100.02; the book holds $300.00 (execution/slippage-bps-max (default))',
  });
  const cut = (step: string, limit?: string) => ({
    owner: 'Risk Guard' as const,
    step,
    beforeUsd: notionalUsd(400),
    afterUsd: notionalUsd(300),
    because: `by the ${step}`,
    ...(limit === undefined ? {} : { limit }),
  });
  const of = (...steps: ReturnType<typeof cut>[]) =>
    filledSlice({ ...sent, trace: [...aTrace(400), ...steps] }, fill, NOW).because;
  // A lot’s rounding is no cut worth telling, and a cut by no limit names none.
  expect(of(cut('lot'))).toBe('2.5 of 3 filled at 100.02');
  expect(of(cut('cap', 'a v1'), cut('free margin'))).toBe(
    '2.5 of 3 filled at 100.02; by the cap (a v1); by the free margin',
  );
  expect(lapsedSlice(waiting, NOW, 'the signal has lapsed')).toMatchObject({
    state: 'lapsed',
    slice: 2,
    notionalUsd: 400,
    because: 'the signal has lapsed',
  });
});
