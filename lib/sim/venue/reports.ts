import { epochMs, marginUsd, price, qty, signedQty, usd } from '../../desk/units.ts';
import type { Account, ConditionalReport, OrderReport, OrderStatus, VenuePosition } from '../../ports.ts';
import type { AccountView, PositionView } from '../engine/account.ts';
import type { Engine } from '../engine/engine.ts';
import { averagePrice } from '../engine/ledger.ts';
import type * as state from '../engine/state.ts';
import { asWritten, digitsOf, moneyAsWritten } from '../shown/digits.ts';
import { instrumentAt } from './answer.ts';

/** The engine's state in the words of the ports, each number as it would come back from the wire. */

export const accountOf = (view: AccountView): Account => ({
  equityUsd: usd(moneyAsWritten(view.marginBalanceUsd)),
  walletUsd: usd(moneyAsWritten(view.walletUsd)),
  availableMarginUsd: marginUsd(moneyAsWritten(view.availableUsd)),
  maintenanceUsd: usd(moneyAsWritten(view.maintenanceUsd)),
});

export function positionOf(engine: Engine, held: PositionView): VenuePosition {
  const digits = digitsOf(instrumentAt(engine, held.symbol));
  const average = (at: number) => price(asWritten(at, digits.average));
  return {
    symbol: held.symbol,
    qty: signedQty(asWritten(held.qty, digits.qty)),
    entryPrice: average(held.entryPrice),
    markPrice: average(held.markPrice),
    liquidationPrice: average(Math.max(0, held.liquidationPrice)),
    unrealisedUsd: usd(moneyAsWritten(held.unrealisedUsd)),
    updatedAt: epochMs(held.updatedAt),
  };
}

const ORDER_STATUS: Readonly<Record<state.OrderStatus, OrderStatus>> = {
  NEW: 'new',
  PARTIALLY_FILLED: 'partially-filled',
  FILLED: 'filled',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
  REJECTED: 'rejected',
};

export function orderOf(engine: Engine, order: state.OrderState): OrderReport {
  const digits = digitsOf(instrumentAt(engine, order.symbol));
  return {
    clientId: order.clientId,
    orderId: String(order.orderId),
    symbol: order.symbol,
    side: order.side,
    status: ORDER_STATUS[order.status],
    qty: qty(asWritten(order.qty, digits.qty)),
    filledQty: qty(asWritten(order.executedQty, digits.qty)),
    averagePrice: price(asWritten(averagePrice(order), digits.average)),
    reduceOnly: order.reduceOnly,
  };
}

const ALGO_STATUS: Readonly<Record<state.AlgoStatus, ConditionalReport['status']>> = {
  NEW: 'live',
  TRIGGERED: 'triggered',
  FINISHED: 'finished',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
  REJECTED: 'rejected',
};
const ALGO_TYPE: Readonly<Record<state.AlgoType, ConditionalReport['type']>> = {
  STOP_MARKET: 'stop-market',
  TAKE_PROFIT_MARKET: 'take-profit-market',
  TRAILING_STOP_MARKET: 'other',
};

export function conditionalOf(engine: Engine, algo: state.AlgoState): ConditionalReport {
  const digits = digitsOf(instrumentAt(engine, algo.symbol));
  return {
    clientId: algo.clientId,
    algoId: String(algo.algoId),
    symbol: algo.symbol,
    side: algo.side,
    type: ALGO_TYPE[algo.type],
    triggerPrice: price(asWritten(algo.triggerPrice, digits.price)),
    qty: algo.closePosition ? 'all' : qty(asWritten(algo.qty, digits.qty)),
    reduceOnly: algo.reduceOnly || algo.closePosition,
    status: ALGO_STATUS[algo.status],
    orderId: algo.actualOrderId === 0 ? undefined : String(algo.actualOrderId),
    createdAt: algo.createdAt,
  };
}
