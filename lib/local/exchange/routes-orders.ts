import { DAY_MS, type OrderSide, price, qty } from '../../desk/units.ts';
import type { AlgoInstruction } from '../../sim/engine/algos.ts';
import type { OrderKey } from '../../sim/engine/engine.ts';
import type { OrderInstruction } from '../../sim/engine/orders.ts';
import { refuse } from '../../sim/engine/refusal.ts';
import type { AlgoState, OrderState, TimeInForce } from '../../sim/engine/state.ts';
import type { SimInstrument } from '../../sim/market.ts';
import { algoShape, orderShape, placedShape } from './order-shape.ts';
import type { Params } from './params.ts';
import { perSymbol, type RouteContext, type Routes, signed } from './route.ts';
import { badRequest, missing, unwrap } from './wire-error.ts';

const CONDITIONAL = ['STOP_MARKET', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'] as const;
const ORDER_TYPES = ['LIMIT', 'MARKET', 'STOP', 'TAKE_PROFIT', ...CONDITIONAL] as const;

const sideOf = (params: Params): OrderSide =>
  params.needWord('side', ['BUY', 'SELL'], -1117) === 'BUY' ? 'buy' : 'sell';
/** Spreads an optional field: absent rather than undefined. */
const field = <K extends string, V>(name: K, value: V | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };
const branded = <T>(value: number | undefined, brand: (n: number) => T) =>
  value === undefined ? undefined : brand(value);

/** An account in one-way mode has the one position side BOTH. */
function checkPositionSide(params: Params): void {
  const side = params.text('positionSide');
  if (side !== undefined && side !== 'BOTH') unwrap(refuse.positionSide());
}

function instrumentOf(context: RouteContext, symbol: string): SimInstrument {
  const it = context.engine.instruments().find(each => each.symbol === symbol);
  if (it === undefined) throw badRequest(-1121, 'Invalid symbol.');
  return it;
}

/** Reads a plain order from the wire. */
export function readOrder(context: RouteContext, params: Params): OrderInstruction {
  checkPositionSide(params);
  const symbol = params.needSymbol(context.engine);
  const type = params.needWord('type', ['LIMIT', 'MARKET'], -1116);
  const amount = params.number('quantity');
  if (amount === undefined) throw missing('quantity');
  if (type === 'MARKET' && params.text('timeInForce') !== undefined)
    throw badRequest(-1106, "Parameter 'timeinforce' sent when not required.");
  if (type === 'LIMIT' && params.text('timeInForce') === undefined) throw missing('timeInForce');
  const timeInForce: TimeInForce | undefined = params.word(
    'timeInForce',
    ['GTC', 'IOC', 'FOK', 'GTX'],
    -1115,
  );
  return {
    symbol,
    side: sideOf(params),
    type,
    qty: qty(amount),
    ...(type === 'LIMIT' ? field('price', branded(params.number('price'), price)) : {}),
    ...field('timeInForce', timeInForce),
    reduceOnly: params.flag('reduceOnly') ?? false,
    ...field('clientId', params.text('newClientOrderId')),
  };
}

/** Reads a conditional order; on the old endpoint its trigger is called `stopPrice`, its id `newClientOrderId`. */
function readAlgo(
  context: RouteContext,
  params: Params,
  names: { trigger: string; id: string },
): AlgoInstruction {
  checkPositionSide(params);
  const symbol = params.needSymbol(context.engine);
  const type = params.needWord('type', ORDER_TYPES, -1116);
  const known = CONDITIONAL.find(each => each === type);
  if (known === undefined) throw badRequest(-1116, 'Invalid orderType.');
  return {
    symbol,
    side: sideOf(params),
    type: known,
    ...field('qty', branded(params.number('quantity'), qty)),
    closePosition: params.flag('closePosition') ?? false,
    reduceOnly: params.flag('reduceOnly') ?? false,
    ...field('triggerPrice', branded(params.number(names.trigger), price)),
    ...field('callbackRate', params.number('callbackRate')),
    ...field('activatePrice', branded(params.number('activatePrice'), price)),
    workingType: params.word('workingType', ['MARK_PRICE', 'CONTRACT_PRICE']) ?? 'CONTRACT_PRICE',
    priceProtect: params.flag('priceProtect') ?? false,
    ...field('clientId', params.text(names.id)),
  };
}

function postOrder(context: RouteContext, params: Params) {
  const type = params.needWord('type', ORDER_TYPES, -1116);
  if (type !== 'LIMIT' && type !== 'MARKET') return postConditionalAsOrder(context, params);
  const order = context.run('order', readOrder(context, params));
  const respond = params.word('newOrderRespType', ['ACK', 'RESULT', 'FULL'], -1136) ?? 'ACK';
  return placedShape(order, instrumentOf(context, order.symbol), respond === 'ACK' ? 'ACK' : 'RESULT');
}

/** Since December 2025 the old endpoint refuses conditional orders (I21); with that rule off it takes them as before. */
function postConditionalAsOrder(context: RouteContext, params: Params) {
  if (context.engine.rules['algo-endpoint']) {
    throw badRequest(
      -4120,
      'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.',
    );
  }
  const algo = context.run(
    'algo',
    readAlgo(context, params, { trigger: 'stopPrice', id: 'newClientOrderId' }),
  );
  const shape = algoShape(algo, instrumentOf(context, algo.symbol));
  return {
    ...shape,
    orderId: algo.algoId,
    clientOrderId: algo.clientId,
    status: algo.status,
    stopPrice: shape.triggerPrice,
  };
}

function postAlgo(context: RouteContext, params: Params) {
  params.needWord('algoType', ['CONDITIONAL']);
  const algo = context.run(
    'algo',
    readAlgo(context, params, { trigger: 'triggerPrice', id: 'clientAlgoId' }),
  );
  return algoShape(algo, instrumentOf(context, algo.symbol));
}

function orderKey(params: Params, idName: string, clientIdName: string): OrderKey {
  const id = params.integer(idName);
  const clientId = params.text(clientIdName);
  if (id === undefined && clientId === undefined) {
    throw badRequest(-1102, `Param '${clientIdName}' or '${idName}' must be sent, but both were empty/null!`);
  }
  return { ...field('id', id), ...field('clientId', clientId) };
}

const show = (context: RouteContext, order: OrderState) =>
  orderShape(order, instrumentOf(context, order.symbol));
const showAlgo = (context: RouteContext, algo: AlgoState) =>
  algoShape(algo, instrumentOf(context, algo.symbol));

function getOrder(context: RouteContext, params: Params) {
  const order = context.engine.order(
    params.needSymbol(context.engine),
    orderKey(params, 'orderId', 'origClientOrderId'),
  );
  if (order === undefined) return unwrap<object>(refuse.noSuchOrder());
  return show(context, order);
}
function deleteOrder(context: RouteContext, params: Params) {
  const symbol = params.needSymbol(context.engine);
  const key = orderKey(params, 'orderId', 'origClientOrderId');
  return show(context, context.run('cancelOrder', { symbol, key }));
}
function getAlgo(context: RouteContext, params: Params) {
  const algo = context.engine.algo(orderKey(params, 'algoId', 'clientAlgoId'));
  if (algo === undefined) return unwrap<object>(refuse.noSuchOrder());
  return showAlgo(context, algo);
}
function deleteAlgo(context: RouteContext, params: Params) {
  const algo = context.run('cancelAlgo', { key: orderKey(params, 'algoId', 'clientAlgoId') });
  return { algoId: algo.algoId, clientAlgoId: algo.clientId, code: '200', msg: 'success' };
}

/**
 * A symbol's history: from an id on, or of a span, oldest first; without either the newest. At the venue a span reaches
 * seven days back unless it is given.
 */
function history<T>(
  context: RouteContext,
  params: Params,
  rows: readonly T[],
  idName: string,
  of: (row: T) => { readonly symbol: string; readonly id: number; readonly time: number },
): readonly T[] {
  const symbol = params.needSymbol(context.engine);
  const fromId = params.integer(idName);
  const end = params.integer('endTime');
  const start = params.integer('startTime');
  const from = start ?? (end ?? context.engine.now) - 7 * DAY_MS;
  const matching = rows.filter(row => {
    const { symbol: its, id, time } = of(row);
    if (its !== symbol) return false;
    if (fromId !== undefined) return id >= fromId;
    return time >= from && time <= (end ?? Number.POSITIVE_INFINITY);
  });
  const limit = params.limit(500, 1000);
  return fromId === undefined && start === undefined ? matching.slice(-limit) : matching.slice(0, limit);
}

const allOrders = (context: RouteContext, params: Params) =>
  history(context, params, context.engine.state.orders, 'orderId', row => ({ ...row, id: row.orderId })).map(
    order => show(context, order),
  );
const allAlgos = (context: RouteContext, params: Params) =>
  history(context, params, context.engine.state.algos, 'algoId', row => ({
    symbol: row.symbol,
    id: row.algoId,
    time: row.createdAt,
  })).map(algo => showAlgo(context, algo));

/** Orders of both kinds: placed, asked for, cancelled. */
export const ORDER_ROUTES: Routes = {
  'POST /fapi/v1/order': signed(0, postOrder),
  'GET /fapi/v1/order': signed(1, getOrder),
  'DELETE /fapi/v1/order': signed(1, deleteOrder),
  'GET /fapi/v1/openOrders': signed(perSymbol(1, 40), (context, params) =>
    context.engine.openOrders(params.symbol(context.engine)).map(order => show(context, order)),
  ),
  'GET /fapi/v1/allOrders': signed(5, allOrders),
  'DELETE /fapi/v1/allOpenOrders': signed(1, (context, params) => {
    context.run('cancelOrders', { symbol: params.needSymbol(context.engine) });
    return { code: 200, msg: 'The operation of cancel all open order is done.' };
  }),
  'POST /fapi/v1/algoOrder': signed(0, postAlgo),
  'GET /fapi/v1/algoOrder': signed(1, getAlgo),
  'DELETE /fapi/v1/algoOrder': signed(1, deleteAlgo),
  'GET /fapi/v1/openAlgoOrders': signed(perSymbol(1, 40), (context, params) =>
    context.engine.openAlgos(params.symbol(context.engine)).map(algo => showAlgo(context, algo)),
  ),
  'GET /fapi/v1/allAlgoOrders': signed(5, allAlgos),
  'DELETE /fapi/v1/algoOpenOrders': signed(1, (context, params) => {
    context.run('cancelAlgos', { symbol: params.needSymbol(context.engine) });
    return { code: 200, msg: 'The operation of cancel all open order is done.' };
  }),
};
