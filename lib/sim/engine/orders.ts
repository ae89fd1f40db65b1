import { notionalUsd, type OrderSide, type Price, type Qty, qty, type SymbolId } from '../../desk/units.ts';
import type { Core } from './core.ts';
import { checkRisk, crosses, NO_PRICE, take } from './execute.ts';
import { checkClientId, checkNotional, checkPercentPrice, checkPrice, checkQty } from './filters.ts';
import { type Answer, accepted, type Refusal, refuse, refused } from './refusal.ts';
import { checkPhase } from './settlement.ts';
import type { OrderState, TimeInForce } from './state.ts';

/** Resting orders of one symbol: the MAX_NUM_ORDERS filter. */
export const OPEN_ORDERS_MAX = 200;

/** An order that trades now or rests in the book. */
export interface OrderInstruction {
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly type: 'MARKET' | 'LIMIT';
  readonly qty: Qty;
  /** Limit orders only. */
  readonly price?: Price;
  /** Limit orders only; GTC when left out. */
  readonly timeInForce?: TimeInForce;
  readonly reduceOnly?: boolean;
  readonly clientId?: string;
}

/** Counts a repeated id, and writes the order into the log that the safety figures are read from. */
export function logAccepted(core: Core, line: Omit<Core['state']['accepted'][number], 'time'>): void {
  const { kind, clientId } = line;
  if (core.hasUsed(kind, clientId)) core.state.safety.duplicateOrders += 1;
  core.markUsed(kind, clientId);
  core.state.accepted.push({ ...line, time: core.at });
}

/** Among open orders an id is unique; a filled order's id is free again (or never, with the rule off). */
export function checkIdFree(
  core: Core,
  kind: 'order' | 'algo',
  clientId: string | undefined,
): Refusal | undefined {
  if (clientId === undefined) return undefined;
  const open =
    kind === 'order'
      ? core.openOrders().some(order => order.clientId === clientId)
      : core.liveAlgos().some(algo => algo.clientId === clientId);
  const taken = core.state.rules['id-unique-among-open'] ? open : core.hasUsed(kind, clientId);
  return taken ? refused(-4116, 'ClientOrderId is duplicated.') : undefined;
}

/** What a reduce-only order may use: -2022 without a position to reduce, -4118 when resting limits use it up already. */
function checkReduce(core: Core, order: OrderInstruction): Refusal | undefined {
  const reducible = core.reducibleQty(order.symbol, order.side);
  if (reducible === 0) return core.state.rules['reduce-only'] ? refuse.reduceOnly() : undefined;
  let resting = 0;
  for (const other of core.openOrdersOf(order.symbol)) {
    if (other.reduceOnly && other.side === order.side) resting += other.qty - other.executedQty;
  }
  if (core.state.rules['reduce-only-limits-count'] && resting > 0 && resting + order.qty > reducible) {
    return refused(-4118, 'ReduceOnly Order Failed. Please check your existing position and open orders.');
  }
  return undefined;
}

function checkOpenOrders(core: Core, order: OrderInstruction): Refusal | undefined {
  const full = core.openOrdersOf(order.symbol).length >= OPEN_ORDERS_MAX;
  if (order.type === 'MARKET' || !full || !core.state.rules['open-order-limit']) return undefined;
  return refused(-2025, 'Reach max open order limit.');
}

function checkShape(core: Core, order: OrderInstruction, mid: Price): Refusal | undefined {
  const { rules } = core.state;
  const instrument = core.instrumentOf(order.symbol);
  if (order.type === 'LIMIT' && order.price === undefined) return refuse.missing('price');
  return (
    checkClientId(order.clientId, rules) ??
    checkQty(order.qty, instrument, order.type === 'MARKET' ? 'market' : 'limit', rules) ??
    (order.price === undefined ? undefined : checkPrice(order.price, instrument, rules)) ??
    checkNotional(order.qty, order.price ?? mid, order.reduceOnly ?? false, instrument, rules) ??
    checkPercentPrice(order, mid, core.book(order.symbol, mid, order.side, 1)[0]?.price, rules) ??
    checkOpenOrders(core, order) ??
    checkIdFree(core, 'order', order.clientId)
  );
}

/** Fill-or-kill and post-only are refused outright when the book does not suit them. */
function checkTimeInForce(core: Core, order: OrderState, mid: Price): Refusal | undefined {
  const crossing = crosses(core, order, mid);
  if (order.timeInForce === 'FOK' && crossing !== 'all') {
    return refused(
      -5021,
      'Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be recorded in the order history',
    );
  }
  if (order.timeInForce === 'GTX' && crossing !== 'none') {
    return refused(
      -5022,
      'Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history',
    );
  }
  return undefined;
}

/** Takes an order on and fills what can be filled at once; a refusal leaves everything as it was. */
export function placeOrder(core: Core, instruction: OrderInstruction): Answer<OrderState> {
  if (!core.instruments.has(instruction.symbol)) return refuse.badSymbol();
  const ended = checkPhase(core, instruction);
  if (ended !== undefined) return ended;
  const mid = core.priceOf(instruction.symbol);
  if (mid === undefined) return refused(-4141, 'Symbol is closed.');
  if (core.state.hedgeMode) return refuse.positionSide();
  const reduceOnly = instruction.reduceOnly ?? false;
  const wrong =
    checkShape(core, instruction, mid) ?? (reduceOnly ? checkReduce(core, instruction) : undefined);
  if (wrong !== undefined) return wrong;
  const reducible = core.reducibleQty(instruction.symbol, instruction.side);
  const capped = reduceOnly && reducible > 0 ? qty(Math.min(instruction.qty, reducible)) : instruction.qty;
  const order: OrderState = {
    orderId: core.state.lastId + 1,
    clientId: instruction.clientId ?? `auto_${core.state.lastId + 1}`,
    symbol: instruction.symbol,
    side: instruction.side,
    type: instruction.type,
    origType: instruction.type,
    timeInForce: instruction.type === 'MARKET' ? 'GTC' : (instruction.timeInForce ?? 'GTC'),
    price: instruction.price ?? NO_PRICE,
    stopPrice: NO_PRICE,
    qty: capped,
    reduceOnly,
    closePosition: false,
    time: core.at,
    status: 'NEW',
    executedQty: qty(0),
    cumQuoteUsd: notionalUsd(0),
    updatedAt: core.at,
  };
  const risky =
    (reduceOnly ? undefined : checkRisk(core, order, mid, capped)) ?? checkTimeInForce(core, order, mid);
  if (risky !== undefined) return risky;
  core.nextId();
  core.addOrder(order);
  const { orderId: id, clientId, symbol, side, type, price } = order;
  logAccepted(core, {
    kind: 'order',
    id,
    clientId,
    symbol,
    side,
    type,
    qty: capped,
    price,
    reduceOnly,
    closePosition: false,
  });
  take(core, order, mid);
  return accepted(order);
}

/** Takes a resting order out of the book. */
export function cancelOrder(core: Core, order: OrderState | undefined): Answer<OrderState> {
  if (order === undefined || (order.status !== 'NEW' && order.status !== 'PARTIALLY_FILLED'))
    return refuse.unknownOrder();
  core.endOrder(order, 'CANCELED');
  return accepted(order);
}
