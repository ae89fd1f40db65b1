import type { LeverageTier } from '../../desk/instrument.ts';
import { fraction, leverage, notionalUsd } from '../../desk/units.ts';

/** Upper notional, leverage, maintenance fraction. */
export type TierRow = readonly [notionalMax: number, leverageMax: number, maintenance: number];

/**
 * One ladder for every simulated symbol. The rows are this project's own choice, in the middle of what the venue
 * gives: its majors start at 100x to 150x and reach further, its small coins at 25x to 50x with narrower steps.
 */
const ROWS: readonly TierRow[] = [
  [50_000, 75, 0.01],
  [250_000, 50, 0.015],
  [1_000_000, 25, 0.02],
  [2_500_000, 20, 0.025],
  [10_000_000, 10, 0.05],
  [20_000_000, 5, 0.1],
  [25_000_000, 4, 0.125],
  [50_000_000, 2, 0.25],
  [100_000_000, 1, 0.5],
];

/** The ladder that simulated symbols share. */
export const GENERIC_TIERS: readonly LeverageTier[] = tierLadder(ROWS);

/** A ladder of rows, ascending; deductions make the maintenance margin continuous. */
export function tierLadder(rows: readonly TierRow[]): LeverageTier[] {
  let [floor, lastFraction, deductionUsd] = [0, 0, 0];
  return rows.map(([notionalMax, leverageMax, maintenance]) => {
    deductionUsd += floor * (maintenance - lastFraction);
    const tier = {
      notionalMin: notionalUsd(floor),
      notionalMax: notionalUsd(notionalMax),
      leverageMax: leverage(leverageMax),
      maintenanceFraction: fraction(maintenance),
      maintenanceDeductionUsd: Number(deductionUsd.toFixed(6)),
    };
    [floor, lastFraction] = [notionalMax, maintenance];
    return tier;
  });
}
