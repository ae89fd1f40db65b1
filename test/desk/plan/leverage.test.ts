import fc from 'fast-check';
import { expect, test } from 'vitest';
import { liquidationDistance, tierOf } from '../../../lib/desk/plan/leverage.ts';
import { fraction, notionalUsd } from '../../../lib/desk/units.ts';
import { TIERS } from '../../kit/builders.ts';

test.each([
  ['long', 10, 0.01, (0.1 - 0.01) / 0.99],
  ['short', 10, 0.01, (0.1 - 0.01) / 1.01],
  ['long', 1, 0, 1],
  ['long', 3, 0.02, (1 / 3 - 0.02) / 0.98],
  ['long', 50, 0.05, (0.02 - 0.05) / 0.95],
] as const)(
  'a %s at %dx with %d maintenance is liquidated after a move of %d',
  (side, times, rate, distance) => {
    expect(liquidationDistance(side, times, fraction(rate))).toBeCloseTo(distance, 12);
  },
);

test('at the liquidation price the margin left is the maintenance margin, for either side', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('long', 'short'),
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0.001, max: 0.015, noNaN: true }),
      (side, times, rate) => {
        const d = liquidationDistance(side, times, fraction(rate));
        const priceThen = side === 'long' ? 1 - d : 1 + d;
        expect(1 / times - d).toBeCloseTo(rate * priceThen, 10);
      },
    ),
  );
});

test('a notional lies in the first tier that reaches it, its bound included; beyond all of them in the last', () => {
  const maintenance = (notional: number) => tierOf(TIERS, notionalUsd(notional))?.maintenanceFraction;
  expect([50_000, 50_000.01, 1_000_000, 9_000_000].map(maintenance)).toEqual([0.01, 0.05, 0.05, 0.05]);
  expect(tierOf([], notionalUsd(1))).toBeUndefined();
});
