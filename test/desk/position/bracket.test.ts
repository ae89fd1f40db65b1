import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialStop, resizedTargets, targetLegs, tickInFavour } from '../../../lib/desk/position/bracket.ts';
import { fraction, isBetterFor, price, qty, type Side } from '../../../lib/desk/units.ts';
import { anInstrument, aPlan } from '../../kit/builders.ts';

const TICK = price(0.01);
const sides = fc.constantFrom<Side>('long', 'short');

describe('the initial stop', () => {
  test.each([
    ['long', 100, 0.008, 0.01, 99.2, 'below a long'],
    ['short', 100, 0.008, 0.01, 100.8, 'above a short'],
    ['long', 100, 0.00805, 0.01, 99.2, 'on the nearer tick, not the farther'],
    ['short', 100, 0.00805, 0.01, 100.8, 'on the nearer tick, not the farther'],
    ['long', 100, 0.006, 1, 99, 'one tick away where the tick is coarser than the stop'],
    ['short', 100, 0.006, 1, 101, 'one tick away where the tick is coarser than the stop'],
  ] as const)(
    'I24 of a %s at %d with a stop of %d and a tick of %d is %d: %s',
    (side, entry, stop, tick, at, _why) => {
      expect(initialStop(side, price(entry), fraction(stop), price(tick))).toBe(at);
    },
  );

  test('I24 lies on the losing side for any entry and distance', () => {
    fc.assert(
      fc.property(
        sides,
        fc.integer({ min: 1_000, max: 1e7 }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (side, ticks, stop) => {
          const entry = price(ticks / 100);
          const at = initialStop(side, entry, fraction(stop), TICK);
          expect(isBetterFor(side, entry, at)).toBe(true);
          const distance = Math.abs(entry - at) / entry;
          expect(distance).toBeLessThanOrEqual(Math.max(stop, 0.01 / entry) * (1 + 1e-6));
          expect(distance).toBeGreaterThanOrEqual(stop - 0.01 / entry - 1e-9);
        },
      ),
    );
  });

  test.each([-0.01, 0, Number.NaN, 1.5])('I24 of a distance of %d is a bug, and is thrown', stop => {
    expect(() => initialStop('long', price(100), fraction(stop), TICK)).toThrow('wrong side');
  });
});

test('a price is put on the tick that is better for the holder', () => {
  expect(tickInFavour('long', price(99.201), TICK)).toBe(99.21);
  expect(tickInFavour('short', price(100.809), TICK)).toBe(100.8);
});

const target = (distance: number, share: number) => ({
  distanceFraction: fraction(distance),
  share: fraction(share),
});
const THREE = [target(0.01, 0.3), target(0.02, 0.3), target(0.03, 0.4)];
const legs = (total: number, step: number, targets = THREE, side: Side = 'long') =>
  targetLegs(side, price(100), qty(total), targets, {
    ...anInstrument(),
    lot: { stepSize: qty(step), qtyMin: qty(step), qtyMax: qty(1e9) },
  });

describe('the ladder', () => {
  test.each([
    [10, 0.001, [3, 3, 4], 'as planned'],
    [10.5, 1, [3, 3, 4], 'each rounded down; what is no whole step belongs to nobody'],
    [7, 1, [2, 2, 3], 'rounded down, the last taking the rest'],
    [0.9, 0.1, [0.2, 0.2, 0.5], 'without 0.30000000000000004'],
    [3, 1, [1, 2], 'the first rounds to nothing and merges into the second'],
    [2, 1, [1, 1], 'the first merges into the second'],
    [1, 1, [1], 'all merge into the last'],
    [0, 1, [], 'nothing is nothing'],
  ])('I29 of %d in steps of %d is %j: %s', (total, step, amounts) => {
    expect(legs(total, step).map(leg => leg.qty)).toEqual(amounts);
  });

  test('names its legs by their place in the ladder, merged or not', () => {
    expect(legs(3, 1).map(({ leg, triggerPrice }) => [leg, triggerPrice])).toEqual([
      ['target-2', 102],
      ['target-3', 103],
    ]);
  });

  test('lies in favour of its side', () => {
    expect(legs(10, 1).map(leg => leg.triggerPrice)).toEqual([101, 102, 103]);
    expect(legs(10, 1, THREE, 'short').map(leg => leg.triggerPrice)).toEqual([99, 98, 97]);
  });

  test('I29 sums to the position exactly, each leg above nothing and on the step, for any ladder', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }).map(parts => {
      const whole = parts.reduce((sum, part) => sum + part, 0);
      return parts.map((part, i) => target((i + 1) / 100, part / whole));
    });
    fc.assert(
      fc.property(
        sides,
        shares,
        fc.constantFrom(1, 0.1, 0.01, 0.001, 1e-7, 10),
        fc.integer({ min: 1, max: 2 ** 31 }),
        (side, targets, step, steps) => {
          const total = Number((steps * step).toFixed(8));
          const ladder = legs(total, step, targets, side);
          const inSteps = ladder.map(leg => leg.qty / step);
          for (const count of inSteps) {
            expect(count).toBeGreaterThan(0.5);
            expect(Math.abs(count - Math.round(count))).toBeLessThan(1e-5);
          }
          expect(inSteps.reduce((sum, count) => sum + Math.round(count), 0)).toBe(steps);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('a ladder after the position has grown', () => {
  const step = (size: number) => ({
    ...anInstrument(),
    lot: { stepSize: qty(size), qtyMin: qty(size), qtyMax: qty(1e9) },
  });
  /** A position of `before`, its first legs filled, and what is there after it has grown to `after`. */
  const resized = (before: number, after: number, size: number, filled = 0) => {
    const targets = legs(before, size).map((leg, i) => ({ ...leg, filled: i < filled }));
    return resizedTargets({ targets, plan: aPlan({ targets: THREE }), qty: qty(after) }, step(size));
  };
  const amounts = (ladder: ReturnType<typeof resized>) =>
    ladder.map(leg => `${leg.leg} ${leg.qty}${leg.filled ? ' filled' : ''}`);

  test.each<[number, number, number, number, string[], string]>([
    [4, 10, 0.001, 0, ['target-1 3', 'target-2 3', 'target-3 4'], 'has the plan’s shares of the whole'],
    [4, 7, 1, 0, ['target-1 2', 'target-2 2', 'target-3 3'], 'rounds down, the last taking the rest'],
    [
      10,
      14,
      1,
      1,
      ['target-1 3 filled', 'target-2 6', 'target-3 8'],
      'shares what is left among what is to come',
    ],
    [3, 10, 1, 0, ['target-2 6', 'target-3 4'], 'keeps a merged leg merged'],
    [
      10,
      10,
      1,
      3,
      ['target-1 3 filled', 'target-2 3 filled', 'target-3 4 filled'],
      'has none left to resize',
    ],
  ])('from %d to %d in steps of %d with %d filled is %j: %s', (before, after, size, filled, expected) => {
    expect(amounts(resized(before, after, size, filled))).toEqual(expected);
  });

  test('keeps the prices that the first fill gave it', () => {
    expect(resized(4, 10, 1).map(({ triggerPrice }) => triggerPrice)).toEqual([101, 102, 103]);
  });

  test('I29 sums to the position exactly, for any growth and any legs filled', () => {
    const counts = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(counts, counts, fc.constantFrom(1, 0.1, 0.001), fc.nat(2), (a, b, size, filled) => {
        const total = Number((b * size).toFixed(8));
        const ladder = resized(Number((a * size).toFixed(8)), total, size, filled).filter(leg => !leg.filled);
        if (ladder.length === 0) return;
        expect(ladder.reduce((sum, leg) => sum + leg.qty, 0)).toBeCloseTo(total, 8);
        expect(ladder.every(leg => leg.qty > 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
