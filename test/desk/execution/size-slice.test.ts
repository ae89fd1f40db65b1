import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Intent } from '../../../lib/desk/book.ts';
import {
  afterDenial,
  pricePassed,
  type SliceInput,
  sizeSlice,
} from '../../../lib/desk/execution/size-slice.ts';
import { filledSlice } from '../../../lib/desk/execution/slices.ts';
import { priceNear, qtyDown } from '../../../lib/desk/instrument.ts';
import { resizedTargets } from '../../../lib/desk/position/bracket.ts';
import { isAccounted } from '../../../lib/desk/position/evolve.ts';
import { positionOf } from '../../../lib/desk/position/open.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { exposureOf } from '../../../lib/desk/risk/exposure.ts';
import { traced } from '../../../lib/desk/sizing/trace.ts';
import {
  isBetterFor,
  marginUsd,
  minutesAfter,
  notionalUsd,
  price,
  qty,
  type Side,
  usd,
} from '../../../lib/desk/units.ts';
import {
  aDepth,
  anInstrument,
  anIntent,
  aPlanInput,
  aSignal,
  limitsWith,
  NOW,
  planned,
  TIERS,
} from '../../kit/builders.ts';
import { aFill, evolveAll } from '../../kit/positions.ts';

/** $900 intended at 100, stopped at 99.2, first target at 100.8; 4 coins of it are there. */
function opened(side: Side = 'long', filledQty = 4): Position {
  const intent = anIntent({ plan: planned(aPlanInput({ side })), signal: aSignal({ side }) });
  const report = { orderId: '1', filledQty: qty(filledQty), averagePrice: price(100) };
  const position = positionOf(intent, report, anInstrument());
  return { ...position, phase: 'protected', fills: [aFill({ qty: qty(filledQty) })] };
}

const waitingFor = (position: Position, dollars: number, overrides: Partial<Intent> = {}): Intent =>
  anIntent({
    id: 'second',
    slice: 2,
    state: 'waiting',
    minute: NOW,
    signal: aSignal({ side: position.side }),
    plan: position.plan,
    notionalUsd: notionalUsd(dollars),
    ...overrides,
  });

function anInput(position: Position, overrides: Partial<SliceInput> = {}): SliceInput {
  return {
    waiting: waitingFor(position, 500),
    position,
    referencePrice: price(100),
    plan: position.plan,
    limits: limitsWith(),
    exposure: exposureOf([position], [], [], () => undefined),
    availableMarginUsd: marginUsd(15_000),
    tiers: TIERS,
    dayLossAtStopsUsd: usd(0),
    depth: aDepth(),
    instrument: anInstrument(),
    minutesLeft: 1,
    ...overrides,
  };
}

const sized = (input: SliceInput) => {
  const answer = sizeSlice(input);
  if (answer.type !== 'sized') throw new Error(answer.because);
  return answer;
};

describe('a slice', () => {
  const position = opened();

  test('I02 is what waits, with a trace of its own from there', () => {
    const { order, trace, later } = sized(anInput(position));
    expect(order.qty * order.limitPrice).toBeLessThanOrEqual(500);
    expect(order.qty).toBeCloseTo(500 / 100.1, 2);
    expect(later).toBeUndefined();
    expect(trace[0]).toMatchObject({
      owner: 'Smart Execution',
      step: 'slice 2',
      beforeUsd: 500,
      because: 'what depth left at 14:30',
    });
    expect(trace.map(({ step }) => step)).toContain('per-trade cap');
  });

  test('is never more than what is left of the intended size, whatever its intent says', () => {
    const { order } = sized(anInput(position, { waiting: waitingFor(position, 5_000) }));
    expect(order.qty * order.limitPrice).toBeLessThanOrEqual(position.intendedNotionalUsd - 400);
  });

  test('leaves what depth takes again to the next one, with its share of the loss at the stop', () => {
    const { order, later, lossAtStopUsd } = sized(anInput(position, { depth: aDepth({ asks: [[100, 2]] }) }));
    expect(order.qty).toBe(2);
    expect(later?.notionalUsd).toBeCloseTo(300, 0);
    expect(lossAtStopUsd / (later?.lossAtStopUsd ?? 0)).toBeCloseTo(2 / 3, 2);
  });

  test.each<[string, Partial<SliceInput>, string]>([
    ['the price is past the stop', { referencePrice: price(99.2) }, 'the price 99.2 is past the stop 99.2'],
    ['the price has reached the first target', { referencePrice: price(100.81) }, 'has reached target-1'],
    [
      'the book alone is past the stop',
      { depth: aDepth({ bids: [[99.08, 99]], asks: [[99.1, 99]] }) },
      'past the stop',
    ],
    [
      'it is less than an order may be',
      { waiting: waitingFor(position, 80) },
      'execution/entry-notional-usd-min',
    ],
    [
      'the symbol’s cap is reached',
      { limits: limitsWith({ 'risk/symbol-notional-usd-max': '400' }) },
      'per-symbol cap',
    ],
    [
      'the trade’s cap is reached by what is entered',
      { limits: limitsWith({ 'risk/trade-notional-usd-max': '400' }) },
      '$400.00 entered',
    ],
    ['the day has no room for it', { dayLossAtStopsUsd: usd(298) }, 'risk/daily-loss-usd-max'],
    ['no margin is free', { availableMarginUsd: marginUsd(0) }, 'free margin'],
  ])('ends when %s', (_what, overrides, because) => {
    const answer = sizeSlice(anInput(position, overrides));
    expect(answer.type).toBe('ends');
    expect(answer).toMatchObject({ because: expect.stringContaining(because) });
  });

  test.each<[string, Partial<SliceInput>]>([
    ['holds less than an order may be', { depth: aDepth({ asks: [[100, 0.5]] }) }],
    ['is empty', { depth: aDepth({ asks: [] }) }],
  ])('waits while the book %s', (_what, overrides) => {
    expect(sizeSlice(anInput(position, overrides))).toMatchObject({ type: 'waits' });
  });

  test.each<[string, Partial<SliceInput>, 'waits' | 'ends']>([
    [
      'the whole of it was asked of the book, however little that held',
      { depth: aDepth({ asks: [[100, 0.99]] }) },
      'waits',
    ],
    [
      'just an order’s least was asked of it',
      { waiting: waitingFor(position, 100), depth: aDepth({ asks: [[100, 0.5]] }) },
      'waits',
    ],
    [
      'less than that was asked, whatever it held',
      { waiting: waitingFor(position, 99), depth: aDepth({ asks: [[100, 0.5]] }) },
      'ends',
    ],
    [
      'less than the venue’s least was asked, though more than the desk’s',
      {
        waiting: waitingFor(position, 150),
        depth: aDepth({ asks: [[100, 0.5]] }),
        instrument: anInstrument({ notionalMin: notionalUsd(200) }),
      },
      'ends',
    ],
    [
      'the book gave all that was asked, and the lot took it',
      {
        waiting: waitingFor(position, 150),
        instrument: anInstrument({ lot: { stepSize: qty(2), qtyMin: qty(2), qtyMax: qty(100) } }),
      },
      'ends',
    ],
  ])('waits for the book alone: where %s', (_what, overrides, type) => {
    expect(sizeSlice(anInput(position, overrides)).type).toBe(type);
  });

  test('risks what lies between the price of now and the position’s own stop', () => {
    const near = sized(anInput(position, { referencePrice: price(99.6) }));
    const far = sized(anInput(position, { referencePrice: price(100.6) }));
    const perDollar = (answer: typeof near) => answer.lossAtStopUsd / traced(answer.trace);
    expect(perDollar(far) / perDollar(near)).toBeGreaterThan(2);
    // At a price that has run away the same dollars may be more than the day has room for.
    const full = { dayLossAtStopsUsd: usd(294.5) };
    expect(sizeSlice(anInput(position, { ...full, referencePrice: price(99.6) })).type).toBe('sized');
    expect(sizeSlice(anInput(position, { ...full, referencePrice: price(100.6) })).type).toBe('ends');
  });

  test('takes no place of its own where all are taken', () => {
    const limits = limitsWith({ 'risk/positions-max': '1' });
    expect(sizeSlice(anInput(position, { limits })).type).toBe('sized');
  });

  test('of a short asks the same the other way round', () => {
    const short = opened('short');
    expect(pricePassed(short, price(100.8))).toContain('past the stop');
    expect(pricePassed(short, price(99.1))).toContain('target-1');
    expect(pricePassed(short, price(100.2))).toBeUndefined();
  });

  test('has no target to reach where all have been filled', () => {
    const done = { ...position, targets: position.targets.map(target => ({ ...target, filled: true })) };
    expect(pricePassed(done, price(150))).toBeUndefined();
  });

  test.each([
    ['spread-wide', 'waits'],
    ['data-stale', 'waits'],
    ['data-implausible', 'waits'],
    ['equity-implausible', 'waits'],
    ['venue-unreadable', 'waits'],
    ['depth-thin', 'waits'],
    ['not-in-universe', 'ends'],
    ['protected-symbol', 'ends'],
    ['funding-against', 'ends'],
  ] as const)('after %s it %s', (code, type) => {
    expect(afterDenial({ code, because: 'so' })).toEqual({ type, because: 'so' });
  });
});

interface Round {
  /** Dollars that each of three levels holds. */
  readonly levelUsd: number;
  readonly drift: number;
  readonly fillShare: number;
  readonly atLimit: boolean;
  readonly capUsd: number;
}

const round = fc.record<Round>({
  levelUsd: fc.integer({ min: 0, max: 250 }),
  drift: fc.double({ min: -0.006, max: 0.006, noNaN: true }),
  fillShare: fc.double({ min: 0.01, max: 1, noNaN: true }),
  atLimit: fc.boolean(),
  capUsd: fc.integer({ min: 300, max: 2_000 }),
});

test('for any books, prices, caps and fills: never more than intended nor any cap, legs that sum, a stop that stays', () => {
  let filled = 0;
  fc.assert(
    fc.property(
      fc.constantFrom<Side>('long', 'short'),
      fc.integer({ min: 100, max: 800 }),
      fc.array(round, { minLength: 1, maxLength: 6 }),
      (side, firstUsd, rounds) => {
        const instrument = anInstrument();
        let position = opened(side, firstUsd / 100);
        let waiting: Intent | undefined = waitingFor(position, 900 - firstUsd);
        const { stopPrice } = position;
        for (const [i, { levelUsd, drift, fillShare, atLimit, capUsd }] of rounds.entries()) {
          if (waiting === undefined) break;
          const at = priceNear(100 * (1 + drift), instrument.tickSize);
          const sign = side === 'long' ? 1 : -1;
          const levels = [0, 1, 2].map(n => [at + sign * n * 0.04, levelUsd / at] as const);
          const limits = limitsWith({
            'risk/trade-notional-usd-max': String(capUsd),
            'risk/symbol-notional-usd-max': String(capUsd + 100),
          });
          const answer = sizeSlice(
            anInput(position, {
              waiting,
              referencePrice: at,
              limits,
              depth: aDepth({ asks: levels, bids: levels }),
            }),
          );
          if (answer.type === 'waits') continue;
          if (answer.type === 'ends') break;
          const { order, later } = answer;
          const amount = qtyDown(order.qty * fillShare, instrument.lot);
          const paid = atLimit ? order.limitPrice : price(levels[0]?.[0] ?? at);
          const before = position;
          if (amount > 0) {
            const sent = { ...waiting, qty: order.qty, trace: answer.trace };
            const report = { orderId: `${i + 2}`, filledQty: amount, averagePrice: paid };
            const fill = aFill({ tradeId: `${i + 2}`, qty: amount, price: paid });
            position = evolveAll(position, [
              { type: 'slice-ended', slice: filledSlice(sent, report, minutesAfter(NOW, i)) },
              { type: 'filled', fill },
            ]);
            position = { ...position, targets: resizedTargets(position, instrument) };
            filled += 1;
          }
          const { executedNotionalUsd: executed, targets, qty: whole } = position;
          expect(executed).toBeLessThanOrEqual(position.intendedNotionalUsd + 1e-9);
          expect(executed).toBeLessThanOrEqual(Math.max(capUsd, before.executedNotionalUsd) + 1e-9);
          expect(isAccounted(position)).toBe(true);
          expect(whole).toBeGreaterThanOrEqual(before.qty);
          const sum = targets.reduce((total, leg) => total + leg.qty, 0);
          expect(sum).toBeCloseTo(whole, 9);
          for (const leg of targets) expect(qtyDown(leg.qty, instrument.lot)).toBe(leg.qty);
          expect([position.stopPrice, position.initialStopPrice]).toEqual([stopPrice, stopPrice]);
          expect(isBetterFor(side, position.entryPrice, stopPrice)).toBe(true);
          expect(traced(position.trace)).toBeCloseTo(executed, 6);
          const held = executed + (later?.notionalUsd ?? 0);
          expect(held).toBeLessThanOrEqual(position.intendedNotionalUsd * 1.0011);
          waiting = later && waitingFor(position, later.notionalUsd, { id: `slice-${i + 3}`, slice: i + 3 });
        }
      },
    ),
    { numRuns: 1_000 },
  );
  expect(filled).toBeGreaterThan(300);
});
