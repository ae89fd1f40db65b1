import { describe, expect, test } from 'vitest';
import { profitOf, profitWaterfall } from '../../lib/desk/profit.ts';
import { fraction, notionalUsd, price, qty, usd } from '../../lib/desk/units.ts';
import { aPlan } from '../kit/builders.ts';
import { aFill, aPosition } from '../kit/positions.ts';

/** $900 planned at 100 with one target of 1.6 %, $450 executed: 4.5 coins. */
const plan = {
  ...aPlan(),
  referencePrice: price(100),
  targets: [{ distanceFraction: fraction(0.016), share: fraction(1) }],
};
const trade = (
  exitAt: number,
  expected: number | undefined,
  changes: { entry?: number; fee?: number } = {},
) => {
  const { entry = 100, fee = 0 } = changes;
  return aPosition({
    plan,
    entryPrice: price(entry),
    entryQty: qty(4.5),
    qty: qty(0),
    plannedNotionalUsd: notionalUsd(900),
    executedNotionalUsd: notionalUsd(450),
    fundingUsd: usd(-0.5),
    fills: [
      aFill({
        kind: 'entry',
        qty: qty(4.5),
        price: price(entry),
        realisedUsd: usd(0),
        commissionUsd: usd(fee),
      }),
      aFill({
        kind: 'take-profit',
        qty: qty(4.5),
        price: price(exitAt),
        realisedUsd: usd((exitAt - entry) * 4.5),
        commissionUsd: usd(fee),
        ...(expected === undefined ? {} : { expectedPrice: price(expected) }),
      }),
    ],
  });
};

describe('the profit waterfall', () => {
  test('of a trade that hit its target at half the planned size lost half to size, and nothing to exits', () => {
    expect(profitOf(trade(101.6, 101.6))).toMatchObject({
      plannedUsd: 14.4,
      sizeUsd: -7.2,
      fundingUsd: -0.5,
    });
    expect(profitOf(trade(101.6, 101.6)).exitsUsd).toBeCloseTo(0, 9);
    expect(profitOf(trade(101.6, 101.6)).realisedUsd).toBeCloseTo(7.2 - 0.5, 9);
  });

  test('of a trade that was stopped out shows the way from the target to the stop as exits', () => {
    expect(profitOf(trade(99.2, 99.2)).exitsUsd).toBeCloseTo(-7.2 - 3.6, 9);
  });

  test('keeps slippage apart: what was paid above the mark, and what was filled below the trigger', () => {
    const slipped = profitOf(trade(99.1, 99.2, { entry: 100.1 }));
    expect(slipped.slippageUsd).toBeCloseTo((-0.1 - 0.1) * 4.5, 9);
    expect(slipped.exitsUsd).toBeCloseTo(-7.2 - 3.6, 9);
  });

  test.each([
    [101.6, 101.6, 0, 100],
    [99.1, 99.2, 0.3, 100.1],
    [103, undefined, 1, 99.5],
  ])(
    'adds up to what the venue paid (exit %d meant for %s, fees %d a side, entry %d)',
    (exitAt, expected, fee, entry) => {
      const { plannedUsd, sizeUsd, exitsUsd, slippageUsd, feesUsd, fundingUsd, realisedUsd } = profitOf(
        trade(exitAt, expected, { entry, fee }),
      );
      expect(plannedUsd + sizeUsd + exitsUsd + slippageUsd + feesUsd + fundingUsd).toBeCloseTo(
        realisedUsd,
        9,
      );
      expect(realisedUsd).toBeCloseTo((exitAt - entry) * 4.5 - 2 * fee - 0.5, 9);
    },
  );

  test('over several trades is their sum, and nothing over none', () => {
    const two = profitWaterfall([trade(101.6, 101.6), trade(99.2, 99.2)]);
    expect(two).toMatchObject({ trades: 2, plannedUsd: 28.8 });
    expect(profitWaterfall([])).toMatchObject({ trades: 0, realisedUsd: 0 });
  });
});
