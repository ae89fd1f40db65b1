import { describe, expect, test } from 'vitest';
import { evolve, isAccounted, oneRUsd } from '../../../lib/desk/position/evolve.ts';
import { entryOrderIds, knowsSlice } from '../../../lib/desk/position/join.ts';
import type { EntrySlice, Position } from '../../../lib/desk/position/position.ts';
import { traced } from '../../../lib/desk/sizing/trace.ts';
import { notionalUsd, price, qty, usd } from '../../../lib/desk/units.ts';
import { NOW } from '../../kit/builders.ts';
import { aFill, aPosition, evolveAll } from '../../kit/positions.ts';

const filled = (overrides: Partial<Extract<EntrySlice, { state: 'filled' }>> = {}): EntrySlice => ({
  state: 'filled',
  slice: 2,
  clientId: 'second',
  minute: NOW,
  orderId: '2',
  qty: qty(5),
  averagePrice: price(100.3),
  because: '5 of 5 filled',
  ...overrides,
});
const lapsed: EntrySlice = {
  state: 'lapsed',
  slice: 2,
  clientId: 'second',
  minute: NOW,
  notionalUsd: notionalUsd(500),
  because: 'the signal has lapsed',
};
const ended = (position: Position, slice: EntrySlice) => evolve(position, { type: 'slice-ended', slice });
const itsFill = {
  type: 'filled',
  fill: aFill({ tradeId: 'entry-2', qty: qty(5), price: price(100.3) }),
} as const;

describe('a slice that filled', () => {
  const joined = ended(aPosition(), filled());

  test('I13 joins quantity, dollars and price, weighted by what was paid', () => {
    expect([joined.entryQty, joined.qty]).toEqual([15, 15]);
    expect(joined.executedNotionalUsd).toBeCloseTo(1_000 + 501.5, 9);
    expect(joined.entryPrice).toBeCloseTo(100.1, 9);
    expect(entryOrderIds(joined)).toEqual(['1', '2']);
  });

  test('I12 is accounted for by its fills, and priced by them once they are all there', () => {
    expect(isAccounted(joined)).toBe(false);
    const whole = evolve(joined, itsFill);
    expect(isAccounted(whole)).toBe(true);
    expect(whole.entryPrice).toBeCloseTo((10 * 100 + 5 * 100.3) / 15, 12);
  });

  test('leaves the stop where it is, and R is what the whole loses there', () => {
    const whole = evolve(joined, itsFill);
    expect([whole.stopPrice, whole.initialStopPrice]).toEqual([99, 99]);
    expect(whole.stopFraction).toBeCloseTo((100.1 - 99) / 100.1, 12);
    const costs = 15 * 100.1 * whole.roundTripCostFraction;
    expect(oneRUsd(whole)).toBeCloseTo(15 * (100.1 - 99) + costs, 9);
    expect(whole.plan.stopFraction).toBeCloseTo(0.01, 9);
  });

  test('leaves R as it was where the price paid has come to the stop', () => {
    const odd = ended(aPosition(), filled({ qty: qty(1_000), averagePrice: price(98) }));
    expect(odd.stopFraction).toBe(aPosition().stopFraction);
  });

  test('I02 adds its line, and the trace still ends at what was executed', () => {
    const line = joined.trace.at(-1);
    expect(line).toMatchObject({ owner: 'Smart Execution', step: 'slice 2', because: '5 of 5 filled' });
    expect((line?.afterUsd ?? 0) - (line?.beforeUsd ?? 0)).toBeCloseTo(501.5, 9);
    expect(line?.beforeUsd).toBe(traced(aPosition().trace));
  });

  test('I11 joins once, however often it is told', () => {
    expect(ended(joined, filled())).toBe(joined);
    expect(knowsSlice(joined, 'second')).toBe(true);
    expect(knowsSlice(joined, 'third')).toBe(false);
  });

  test('stands beside those that joined before it', () => {
    const both = ended(joined, filled({ slice: 3, clientId: 'third', orderId: '3' }));
    expect(both.slices.map(({ clientId }) => clientId)).toEqual(['second', 'third']);
    expect(entryOrderIds(both)).toEqual(['1', '2', '3']);
  });

  test('I28 that is found after exits leaves what entries less exits leave', () => {
    const exit = aFill({
      tradeId: 'stop',
      kind: 'stop-loss',
      leg: 'working',
      qty: qty(12),
      realisedUsd: usd(-12),
    });
    // The stop closed more than the desk knew of: the slice had filled behind its back.
    const clamped = evolve(aPosition(), { type: 'filled', fill: exit });
    expect([clamped.qty, isAccounted(clamped)]).toEqual([0, false]);
    const whole = evolve(ended(clamped, filled()), itsFill);
    expect([whole.qty, isAccounted(whole)]).toEqual([3, true]);
  });

  test('wins over a record that it was given up', () => {
    const both = ended(ended(aPosition(), lapsed), filled());
    expect(both.slices).toHaveLength(1);
    expect(both.entryQty).toBe(15);
  });

  test('adds up in spite of binary fractions', () => {
    const position = aPosition({ qty: qty(0.1), entryQty: qty(0.1), fills: [aFill({ qty: qty(0.1) })] });
    const fill = aFill({ tradeId: 'entry-2', qty: qty(0.2) });
    const both = evolveAll(ended(position, filled({ qty: qty(0.2) })), [{ type: 'filled', fill }]);
    expect([both.entryQty, both.qty, isAccounted(both)]).toEqual([0.3, 0.3, true]);
  });
});

describe('a slice that was given up', () => {
  const told = ended(aPosition(), lapsed);

  test('I02 leaves its line, and nothing else', () => {
    expect(told.trace.at(-1)).toMatchObject({
      owner: 'Smart Execution',
      step: 'slice 2',
      beforeUsd: traced(aPosition().trace),
      afterUsd: traced(aPosition().trace),
      because: '$500.00 given up: the signal has lapsed',
    });
    const { slices: _slices, trace: _trace, ...rest } = told;
    const { slices: _none, trace: _before, ...same } = aPosition();
    expect(rest).toEqual(same);
    expect(entryOrderIds(told)).toEqual(['1']);
  });

  test('is told once', () => {
    expect(ended(told, lapsed)).toBe(told);
  });

  test('does not keep R from following what others of its entry have paid', () => {
    const both = evolve(ended(told, filled({ slice: 3, clientId: 'third', orderId: '3' })), itsFill);
    expect(both.stopFraction).toBeCloseTo((100.1 - 99) / 100.1, 12);
  });

  test('leaves R as it was planned, whatever the first order paid', () => {
    const unfilled = ended(aPosition({ fills: [] }), lapsed);
    const paid = evolve(unfilled, { type: 'filled', fill: aFill({ price: price(100.4) }) });
    expect([paid.entryPrice, paid.stopFraction]).toEqual([100.4, aPosition().stopFraction]);
  });
});

test('targets of another size replace the ones that were', () => {
  const targets = aPosition().targets.map(leg => ({ ...leg, qty: qty(leg.qty * 2) }));
  expect(evolve(aPosition(), { type: 'targets-resized', targets })).toEqual({ ...aPosition(), targets });
});
