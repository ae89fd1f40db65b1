import {
  type Fraction,
  fraction,
  type NotionalUsd,
  type Price,
  type Qty,
  type Side,
  signOf,
  type Usd,
  usd,
} from '../units.ts';
import { dollars } from '../words.ts';

/** A position as the account test sees it. */
export interface CrossHolding {
  readonly side: Side;
  readonly qty: Qty;
  readonly markPrice: Price;
  readonly stopPrice: Price;
}

/** The account that all positions share. */
export interface CrossAccount {
  /** Margin balance, unrealised profit included. */
  readonly equityUsd: Usd;
  /** Maintenance margin of what the account holds now. */
  readonly maintenanceUsd: Usd;
  readonly holdings: readonly CrossHolding[];
  /** Loss at the stop of intents under way. */
  readonly reservedLossUsd: Usd;
}

export interface CrossInput extends CrossAccount {
  readonly lossAtStopUsd: Usd;
  readonly notionalUsd: NotionalUsd;
  readonly maintenanceFraction: Fraction;
  readonly exitCostFraction: Fraction;
}

/** Share of the equity left after every stop that maintenance may take. */
const MAINTENANCE_SHARE_MAX = fraction(0.5);

/**
 * Cross margin has no liquidation price of a position's own, so the test is the account's: with every stop hit, the
 * sum of maintenance margins stays below half of the equity that is left. Undefined when it does.
 */
export function crossMarginFault(input: CrossInput): string | undefined {
  const fromMarkToStop = input.holdings.reduce(
    (sum, { side, qty, markPrice, stopPrice }) =>
      sum +
      Math.max(0, signOf(side) * (markPrice - stopPrice) * qty) +
      qty * stopPrice * input.exitCostFraction,
    0,
  );
  const left = usd(input.equityUsd - fromMarkToStop - input.reservedLossUsd - input.lossAtStopUsd);
  const maintenance = input.maintenanceUsd + input.notionalUsd * input.maintenanceFraction;
  if (maintenance < left * MAINTENANCE_SHARE_MAX) return undefined;
  return `with every stop hit ${dollars(left)} of equity would be left, and maintenance takes ${dollars(maintenance)} of it`;
}
