import type { LeverageTier } from '../../desk/instrument.ts';
import {
  type Leverage,
  type MarginUsd,
  type NotionalUsd,
  notionalUsd,
  type Price,
  price,
  type SignedQty,
} from '../../desk/units.ts';

/** The tier that holds a notional; beyond the last one, the last one. */
export function tierOf(tiers: readonly LeverageTier[], notional: number): LeverageTier {
  const tier = tiers.find(t => notional <= t.notionalMax) ?? tiers.at(-1);
  if (tier === undefined) throw new Error('an instrument needs at least one leverage tier');
  return tier;
}

/** Most notional that may be held at a leverage: the top of the last tier that still allows it. */
export function notionalMaxAt(tiers: readonly LeverageTier[], times: Leverage): NotionalUsd {
  const allowed = tiers.filter(tier => tier.leverageMax >= times);
  return allowed.at(-1)?.notionalMax ?? notionalUsd(0);
}

export const leverageMaxOf = (tiers: readonly LeverageTier[]): number => tiers[0]?.leverageMax ?? 1;

/** Maintenance margin of a notional, in dollars: notional x rate - deduction of its tier. */
export function maintenanceUsd(tiers: readonly LeverageTier[], notional: number): number {
  const tier = tierOf(tiers, notional);
  return notional * tier.maintenanceFraction - tier.maintenanceDeductionUsd;
}

/**
 * Price at which margin equals maintenance margin: `(collateral + deduction - qty x entry) / (|qty| x rate - qty)`.
 * Zero when no price above zero liquidates. `collateralUsd` is the isolated wallet, or in cross margin the free part
 * of the account. The tier is that of the notional at entry, so the price does not move with the mark.
 */
export function liquidationPrice(
  amount: SignedQty,
  entry: Price,
  collateralUsd: number,
  tiers: readonly LeverageTier[],
): Price {
  if (amount === 0) return price(0);
  const tier = tierOf(tiers, Math.abs(amount) * entry);
  const numerator = collateralUsd + tier.maintenanceDeductionUsd - amount * entry;
  const at = numerator / (Math.abs(amount) * tier.maintenanceFraction - amount);
  return price(Number.isFinite(at) && at > 0 ? at : 0);
}

/** Price at which an isolated position has lost its whole wallet: where the insurance fund takes it over. */
export const bankruptcyPrice = (amount: SignedQty, entry: Price, isolatedWallet: MarginUsd): Price =>
  price(Math.max(0, entry - isolatedWallet / amount));
