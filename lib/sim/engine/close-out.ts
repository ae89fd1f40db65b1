import { notionalUsd, type Price, type Qty, qty } from '../../desk/units.ts';
import type { Core } from './core.ts';
import { NO_PRICE } from './execute.ts';
import { bookFill } from './ledger.ts';
import type { OrderState, PositionState } from './state.ts';

export interface CloseOut {
  /** Begins the client id that the venue gives such an order. */
  readonly idPrefix: string;
  readonly at: Price;
  readonly qty: Qty;
  /** The taker's fee when left out. */
  readonly feeRate?: number;
  readonly commissionMax?: number;
}

/** The venue itself closes part or all of a position at a price, under an order and a client id of its own. */
export function closeOut(core: Core, position: PositionState, how: CloseOut): OrderState {
  const orderId = core.nextId();
  const order: OrderState = {
    orderId,
    clientId: `${how.idPrefix}${orderId}`,
    symbol: position.symbol,
    side: position.qty > 0 ? 'sell' : 'buy',
    type: 'LIMIT',
    origType: 'LIMIT',
    timeInForce: 'IOC',
    price: how.at,
    stopPrice: NO_PRICE,
    qty: how.qty,
    reduceOnly: true,
    closePosition: false,
    time: core.at,
    status: 'NEW',
    executedQty: qty(0),
    cumQuoteUsd: notionalUsd(0),
    updatedAt: core.at,
  };
  core.addOrder(order);
  // Ended first: closing the position would expire it as an orphan.
  core.endOrder(order, 'FILLED');
  const { feeRate, commissionMax } = how;
  bookFill(
    core,
    order,
    { price: how.at, qty: how.qty },
    {
      maker: false,
      ...(feeRate === undefined ? {} : { feeRate }),
      ...(commissionMax === undefined ? {} : { commissionMax }),
    },
  );
  return order;
}
