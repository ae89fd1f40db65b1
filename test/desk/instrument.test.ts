import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalsOf, priceDown, priceNear, priceUp, qtyDown } from '../../lib/desk/instrument.ts';
import { price, qty } from '../../lib/desk/units.ts';
import { filtersHere, realInstruments, unlessFilters } from '../kit/real-filters.ts';

const lot = (step: number) => ({ stepSize: qty(step), qtyMin: qty(step), qtyMax: qty(1e9) });

test.each([
  [1, 0],
  [10, 0],
  [0.1, 1],
  [0.001, 3],
  [0.00005, 5],
  [1e-7, 7],
  [2.5e-7, 8],
])('a step of %d has %d decimals', (step, decimals) => expect(decimalsOf(step)).toBe(decimals));

test.each([
  [0.3, 0.1, 0.3, 'though 0.3 / 0.1 is 2.9999…'],
  [0.1 + 0.2, 0.1, 0.3, 'and not 0.30000000000000004'],
  [0.0299, 0.01, 0.02, 'never up to 0.03'],
  [7.999, 1, 7, 'never up to 8'],
  [0.0009, 0.001, 0, 'as less than a step is nothing'],
  [17, 5, 15, 'for steps above one'],
  [43_934_176.8, 0.1, 43_934_176.8, 'though half a thousand million steps are off by more than a few'],
])('I05 a quantity of %d in steps of %d is %d, %s', (amount, step, rounded) => {
  expect(qtyDown(amount, lot(step))).toBe(rounded);
});

test('a price is rounded to the tick below, above or nearest', () => {
  const tick = price(0.05);
  expect([priceDown(1.07, tick), priceUp(1.07, tick), priceNear(1.07, tick)]).toEqual([1.05, 1.1, 1.05]);
  expect([priceDown(1.1, tick), priceUp(1.1, tick), priceNear(1.1, tick)]).toEqual([1.1, 1.1, 1.1]);
});

describe('I17 over the venue’s recorded filters', () => {
  test.skipIf(!filtersHere)(`a quantity is on the step and never above the amount${unlessFilters}`, () => {
    const instruments = realInstruments();
    expect(instruments.length).toBeGreaterThan(1_000);
    fc.assert(
      fc.property(
        fc.constantFrom(...instruments),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (coin, part) => {
          const amount = part * coin.lot.qtyMax;
          const rounded = qtyDown(amount, coin.lot);
          expect(onGrid(rounded, coin.lot.stepSize)).toBe(true);
          expect(rounded).toBeLessThanOrEqual(amount * (1 + 1e-12) + coin.lot.stepSize * 1e-8);
          expect(amount - rounded).toBeLessThan(coin.lot.stepSize * (1 + 1e-6));
          expect(qtyDown(rounded, coin.lot)).toBe(rounded);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test.skipIf(!filtersHere)(`a price is on the tick, on the side that was asked for${unlessFilters}`, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...realInstruments()),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        ({ tickSize }, ticks) => {
          const at = ticks * tickSize;
          const [down, up] = [priceDown(at, tickSize), priceUp(at, tickSize)];
          expect(onGrid(down, tickSize) && onGrid(up, tickSize)).toBe(true);
          expect(down).toBeLessThanOrEqual(at + tickSize * 1e-8);
          expect(up).toBeGreaterThanOrEqual(at - tickSize * 1e-8);
          expect(Math.round((up - down) / tickSize)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

test('a rounded number is what its decimal text would be read as, to the last bit', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1e-10, 1e-8, 0.00001, 0.00025, 0.001, 0.05, 0.1, 0.5, 1, 5, 10),
      fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
      (step, at) => {
        const rounded = priceNear(price(at), price(step));
        expect(rounded).toBe(Number((Math.round(at / step) * step).toFixed(decimalsOf(step))));
      },
    ),
    { numRuns: 5_000 },
  );
});

/** Exactly the decimal that the venue would read: a whole number of steps, without binary dust. */
function onGrid(value: number, step: number): boolean {
  const decimals = decimalsOf(step);
  const scale = 10n ** BigInt(decimals);
  const units = (n: number) => {
    const [whole = '0', part = ''] = n.toFixed(decimals).split('.');
    return BigInt(whole) * scale + BigInt(part === '' ? '0' : part);
  };
  return Number(value.toFixed(decimals)) === value && units(value) % units(step) === 0n;
}
