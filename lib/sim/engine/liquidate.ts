import { absQty, type Price } from '../../desk/units.ts';
import { closeOut } from './close-out.ts';
import type { Core } from './core.ts';
import { credit } from './credit.ts';
import { round8 } from './money.ts';
import type { PositionState } from './state.ts';

/** Share of notional that the venue's insurance fund takes from a liquidated position. */
export const LIQUIDATION_FEE = 0.0125;

/**
 * The venue closes the whole position at a price, under a client id of its own. An isolated position loses its own
 * wallet at most: the fee takes no more than is left of it, and the fund pays what the gap cost beyond it.
 */
export function liquidate(core: Core, position: PositionState, at: Price): void {
  const { symbol, isolatedWallet, entryPrice, qty: held } = position;
  const isolated = core.settingOf(symbol).marginType === 'ISOLATED';
  const left = isolatedWallet + round8(held * (at - entryPrice));
  closeOut(core, position, {
    idPrefix: 'autoclose-',
    at,
    qty: absQty(held),
    feeRate: LIQUIDATION_FEE,
    ...(isolated ? { commissionMax: Math.max(0, left) } : {}),
  });
  if (isolated && left < 0) credit(core, 'INSURANCE_CLEAR', symbol, -left);
  const owed = 0 - core.state.walletUsd;
  if (!isolated && owed > 0) credit(core, 'INSURANCE_CLEAR', symbol, owed);
}
