import { notionalUsd, type Price, qty } from '../../desk/units.ts';
import type { Core } from './core.ts';
import { NO_PRICE } from './execute.ts';
import { bookFill, credit } from './ledger.ts';
import { round8 } from './money.ts';
import type { OrderState, PositionState } from './state.ts';

/** Share of notional that the venue's insurance fund takes from a liquidated position. */
export const LIQUIDATION_FEE = 0.0125;

/**
 * The venue closes the whole position at a price, under a client id of its own. An isolated position loses its own
 * wallet at most: the fee takes no more than is left of it, and the fund pays what the gap cost beyond it.
 */
export function liquidate(core: Core, position: PositionState, at: Price): void {
  const { symbol, isolatedWallet, entryPrice, qty: held } = position;
  const isolated = core.settingOf(symbol).marginType === 'ISOLATED';
  const orderId = core.nextId();
  const order: OrderState = {
    orderId,
    clientId: `autoclose-${orderId}`,
    symbol,
    side: held > 0 ? 'sell' : 'buy',
    type: 'LIMIT',
    origType: 'LIMIT',
    timeInForce: 'IOC',
    price: at,
    stopPrice: NO_PRICE,
    qty: qty(Math.abs(held)),
    reduceOnly: true,
    closePosition: false,
    time: core.at,
    status: 'NEW',
    executedQty: qty(0),
    cumQuoteUsd: notionalUsd(0),
    updatedAt: core.at,
  };
  const left = isolatedWallet + round8(held * (at - entryPrice));
  core.addOrder(order);
  const commissionMax = isolated ? Math.max(0, left) : undefined;
  bookFill(
    core,
    order,
    { price: at, qty: order.qty },
    {
      maker: false,
      feeRate: LIQUIDATION_FEE,
      ...(commissionMax === undefined ? {} : { commissionMax }),
    },
  );
  if (isolated && left < 0) credit(core, 'INSURANCE_CLEAR', symbol, -left);
  const owed = 0 - core.state.walletUsd;
  if (!isolated && owed > 0) credit(core, 'INSURANCE_CLEAR', symbol, owed);
  core.endOrder(order, 'FILLED');
}
