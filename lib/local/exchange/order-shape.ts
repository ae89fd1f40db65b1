import { averagePrice } from '../../sim/engine/ledger.ts';
import type { AlgoState, OrderState, TradeState } from '../../sim/engine/state.ts';
import type { SimInstrument } from '../../sim/market.ts';
import { averageText, money, priceText, qtyText } from './numbers.ts';

/** An order as GET order and openOrders show it. */
export const orderShape = (order: OrderState, it: SimInstrument) => ({
  orderId: order.orderId,
  symbol: order.symbol,
  status: order.status as string,
  clientOrderId: order.clientId,
  price: priceText(order.price, it),
  avgPrice: averageText(averagePrice(order), it),
  origQty: qtyText(order.qty, it),
  executedQty: qtyText(order.executedQty, it),
  cumQuote: money(order.cumQuoteUsd),
  timeInForce: order.timeInForce,
  type: order.type,
  reduceOnly: order.reduceOnly,
  closePosition: order.closePosition,
  side: order.side.toUpperCase(),
  positionSide: 'BOTH',
  stopPrice: priceText(order.stopPrice, it),
  workingType: 'CONTRACT_PRICE',
  priceProtect: false,
  origType: order.origType,
  priceMatch: 'NONE',
  selfTradePreventionMode: 'EXPIRE_MAKER',
  goodTillDate: 0,
  time: order.time,
  updateTime: order.updatedAt,
});

/**
 * The answer to POST order. `ACK`, the venue's default, acknowledges only: NEW and quantity zero, whatever has filled
 * meanwhile (I12). `RESULT` tells the outcome.
 */
export function placedShape(order: OrderState, it: SimInstrument, respond: 'ACK' | 'RESULT') {
  const { time: _, ...shape } = orderShape(order, it);
  if (respond === 'RESULT') return { ...shape, cumQty: shape.executedQty };
  const none = {
    executedQty: qtyText(0, it),
    cumQty: qtyText(0, it),
    cumQuote: money(0),
    avgPrice: averageText(0, it),
  };
  return { ...shape, ...none, status: 'NEW' };
}

/** A conditional order. The venue calls its type `orderType`; some of its answers say `type` as well. */
export const algoShape = (algo: AlgoState, it: SimInstrument) => ({
  algoId: algo.algoId,
  clientAlgoId: algo.clientId,
  algoType: 'CONDITIONAL',
  orderType: algo.type,
  type: algo.type,
  symbol: algo.symbol,
  side: algo.side.toUpperCase(),
  positionSide: 'BOTH',
  timeInForce: 'GTC',
  quantity: qtyText(algo.qty, it),
  algoStatus: algo.status,
  actualOrderId: algo.actualOrderId === 0 ? '' : String(algo.actualOrderId),
  actualPrice: averageText(algo.actualPrice, it),
  actualQty: qtyText(algo.actualQty, it),
  triggerPrice: priceText(algo.triggerPrice, it),
  price: priceText(0, it),
  icebergQuantity: null,
  tpTriggerPrice: priceText(0, it),
  tpPrice: priceText(0, it),
  slTriggerPrice: priceText(0, it),
  slPrice: priceText(0, it),
  tpOrderType: '',
  selfTradePreventionMode: 'EXPIRE_MAKER',
  workingType: algo.workingType,
  priceMatch: 'NONE',
  closePosition: algo.closePosition,
  priceProtect: algo.priceProtect,
  reduceOnly: algo.reduceOnly,
  createTime: algo.createdAt,
  updateTime: algo.updatedAt,
  triggerTime: algo.triggeredAt,
  goodTillDate: 0,
  ...(algo.type === 'TRAILING_STOP_MARKET'
    ? { activatePrice: priceText(algo.activatePrice, it), callbackRate: String(algo.callbackRate) }
    : {}),
});

export const tradeShape = (trade: TradeState, it: SimInstrument, asset: string) => ({
  buyer: trade.side === 'buy',
  commission: money(trade.commissionBnb ?? trade.commissionUsd),
  commissionAsset: trade.commissionBnb === undefined ? asset : 'BNB',
  id: trade.id,
  maker: trade.maker,
  orderId: trade.orderId,
  price: priceText(trade.price, it),
  qty: qtyText(trade.qty, it),
  quoteQty: money(trade.qty * trade.price),
  realizedPnl: money(trade.realisedUsd),
  side: trade.side.toUpperCase(),
  positionSide: 'BOTH',
  symbol: trade.symbol,
  time: trade.time,
});
