import { absQty, type Price, price } from '../../desk/units.ts';
import { closeOut } from './close-out.ts';
import type { Core } from './core.ts';
import { credit } from './credit.ts';
import { bankruptcyPrice } from './margin.ts';
import { round8 } from './money.ts';
import type { PositionState } from './state.ts';

/** Share of notional that the venue's insurance fund takes from a liquidated position. */
export const LIQUIDATION_FEE = 0.0125;

/**
 * The venue closes the whole position at a price, under a client id of its own. An isolated position loses its own wallet
 * and no more: where the market is beyond the bankruptcy price, the insurance fund takes it over at that price, and the
 * fee takes no more than is left. In cross margin the fund makes up for a wallet below zero.
 */
export function liquidate(core: Core, position: PositionState, at: Price): void {
  const { symbol, isolatedWallet, entryPrice, qty: held } = position;
  if (core.settingOf(symbol).marginType === 'ISOLATED') {
    const bankrupt = bankruptcyPrice(held, entryPrice, isolatedWallet);
    const closedAt = price(held > 0 ? Math.max(at, bankrupt) : Math.min(at, bankrupt));
    const left = Math.max(0, isolatedWallet + round8(held * (closedAt - entryPrice)));
    close(core, position, closedAt, { commissionMax: left });
    return;
  }
  close(core, position, at, {});
  const owed = 0 - core.state.walletUsd;
  if (owed > 0) credit(core, 'INSURANCE_CLEAR', symbol, owed);
}

const close = (core: Core, position: PositionState, at: Price, most: { readonly commissionMax?: number }) =>
  closeOut(core, position, {
    idPrefix: 'autoclose-',
    at,
    qty: absQty(position.qty),
    feeRate: LIQUIDATION_FEE,
    ...most,
  });
