import type { LeverageTier } from '../instrument.ts';
import { type Fraction, fraction, type NotionalUsd, type Side, signOf } from '../units.ts';

/** The tier that holds a notional: the first that reaches it, or the last. */
export const tierOf = (tiers: readonly LeverageTier[], notional: NotionalUsd): LeverageTier | undefined =>
  tiers.find(tier => notional <= tier.notionalMax) ?? tiers.at(-1);

/**
 * How far price moves against an isolated position before the venue liquidates it, as a fraction of the entry price.
 * From margin = maintenance: `entry / L - d = mmr x (entry -/+ d)`, the tier's deduction left out, which errs on the
 * near side. (Binance, "How to calculate liquidation price of USD-M futures".)
 */
export const liquidationDistance = (side: Side, leverage: number, maintenance: Fraction): Fraction =>
  fraction((1 / leverage - maintenance) / (1 - signOf(side) * maintenance));
