import {
  notionalUsd,
  type OrderSide,
  type Price,
  price,
  type Qty,
  qty,
  type SymbolId,
} from '../../desk/units.ts';
import type { Core } from './core.ts';
import { checkRisk, NO_PRICE, take } from './execute.ts';
import { checkClientId, checkNotional, checkPrice, checkQty } from './filters.ts';
import { averagePrice } from './ledger.ts';
import { checkIdFree, logAccepted } from './orders.ts';
import { type Answer, accepted, type Refusal, refuse, refused } from './refusal.ts';
import { checkPhase } from './settlement.ts';
import type { AlgoState, AlgoType, OrderState, WorkingType } from './state.ts';
import { fires, follow, triggerOf } from './triggers.ts';

const LIVE_MAX = 200;

/** An order that waits for a price: a stop, a target or a trailing stop, at market when the mark sets it off. */
export interface AlgoInstruction {
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly type: AlgoType;
  /** Left out with `closePosition`, which closes whatever the position is then. */
  readonly qty?: Qty;
  readonly closePosition?: boolean;
  readonly reduceOnly?: boolean;
  readonly triggerPrice?: Price;
  /** Per cent, 0.1 to 10: trailing stops only. */
  readonly callbackRate?: number;
  readonly activatePrice?: Price;
  readonly workingType?: WorkingType;
  readonly priceProtect?: boolean;
  readonly clientId?: string;
}

function checkTrailing(core: Core, algo: AlgoInstruction, mark: Price): Refusal | undefined {
  if (algo.callbackRate === undefined) return refuse.missing('callbackRate');
  if (!(algo.callbackRate >= 0.1 && algo.callbackRate <= 10)) return refused(-2007, 'Invalid callBack rate.');
  if (algo.activatePrice === undefined) return undefined;
  const wrong = checkPrice(algo.activatePrice, core.instrumentOf(algo.symbol), core.state.rules);
  if (wrong !== undefined) return wrong;
  const reached = algo.side === 'sell' ? algo.activatePrice <= mark : algo.activatePrice >= mark;
  return reached && core.state.rules['would-trigger'] ? refuse.wouldTrigger() : undefined;
}

function checkTrigger(core: Core, algo: AlgoInstruction): Refusal | undefined {
  if (algo.triggerPrice === undefined) return refuse.missing('triggerPrice');
  return checkPrice(algo.triggerPrice, core.instrumentOf(algo.symbol), core.state.rules);
}

/** A closePosition order carries no quantity and is the only one of its type and side on its symbol. */
function checkClose(core: Core, algo: AlgoInstruction): Refusal | undefined {
  if (algo.type === 'TRAILING_STOP_MARKET') {
    return refused(-4136, 'Target strategy invalid for orderType TRAILING_STOP_MARKET,closePosition true');
  }
  if (algo.qty !== undefined) return refuse.notRequired('quantity');
  if (algo.reduceOnly === true) return refuse.notRequired('reduceonly');
  const another = core
    .liveAlgosOf(algo.symbol)
    .some(other => other.closePosition && other.type === algo.type && other.side === algo.side);
  if (!another || !core.state.rules['one-close-position']) return undefined;
  return refused(
    -4130,
    'An open stop or take profit order with GTE and closePosition in the direction is existing.',
  );
}

function checkAmount(core: Core, algo: AlgoInstruction, mark: Price): Refusal | undefined {
  if (algo.closePosition === true) return checkClose(core, algo);
  if (algo.qty === undefined) return refuse.missing('quantity');
  const instrument = core.instrumentOf(algo.symbol);
  const { rules } = core.state;
  return (
    checkQty(algo.qty, instrument, 'market', rules) ??
    checkNotional(algo.qty, algo.triggerPrice ?? mark, algo.reduceOnly ?? false, instrument, rules)
  );
}

function newAlgo(core: Core, it: AlgoInstruction, mark: Price): AlgoState {
  const trailing = it.type === 'TRAILING_STOP_MARKET';
  return {
    algoId: core.state.lastId + 1,
    clientId: it.clientId ?? `auto_${core.state.lastId + 1}`,
    symbol: it.symbol,
    side: it.side,
    type: it.type,
    qty: it.qty ?? qty(0),
    reduceOnly: it.closePosition === true || (it.reduceOnly ?? false),
    closePosition: it.closePosition ?? false,
    triggerPrice: trailing ? NO_PRICE : (it.triggerPrice ?? NO_PRICE),
    callbackRate: trailing ? (it.callbackRate ?? 0) : 0,
    activatePrice: it.activatePrice ?? NO_PRICE,
    workingType: it.workingType ?? 'CONTRACT_PRICE',
    priceProtect: it.priceProtect ?? false,
    createdAt: core.at,
    status: 'NEW',
    activated: trailing && it.activatePrice === undefined,
    extreme: trailing && it.activatePrice === undefined ? mark : NO_PRICE,
    updatedAt: core.at,
    triggeredAt: 0 as AlgoState['triggeredAt'],
    actualOrderId: 0,
    actualPrice: NO_PRICE,
    actualQty: qty(0),
    because: '',
  };
}

/**
 * Takes a conditional order on. As at the venue neither margin nor the position is looked at before it triggers; what
 * would trigger at once is refused.
 */
export function placeAlgo(core: Core, instruction: AlgoInstruction): Answer<AlgoState> {
  if (!core.instruments.has(instruction.symbol)) return refuse.badSymbol();
  const { symbol: of, side: way } = instruction;
  const closes = instruction.closePosition === true || instruction.reduceOnly === true;
  const ended = checkPhase(core, { symbol: of, side: way, reduceOnly: closes });
  if (ended !== undefined) return ended;
  const mark = core.priceOf(instruction.symbol);
  if (mark === undefined) return refused(-4141, 'Symbol is closed.');
  if (core.state.hedgeMode) return refuse.positionSide();
  const { rules } = core.state;
  const wrong =
    checkClientId(instruction.clientId, rules) ??
    (instruction.type === 'TRAILING_STOP_MARKET'
      ? checkTrailing(core, instruction, mark)
      : checkTrigger(core, instruction)) ??
    checkAmount(core, instruction, mark) ??
    checkIdFree(core, 'algo', instruction.clientId);
  if (wrong !== undefined) return wrong;
  if (rules['algo-limit'] && core.liveAlgos().length >= LIVE_MAX)
    return refused(-4045, 'Reach max stop order limit.');
  const algo = newAlgo(core, instruction, mark);
  if (rules['would-trigger'] && fires(algo, mark)) return refuse.wouldTrigger();
  core.nextId();
  core.addAlgo(algo);
  const { algoId: id, clientId, symbol, side, type, reduceOnly, closePosition } = algo;
  const at = algo.triggerPrice;
  logAccepted(core, {
    kind: 'algo',
    id,
    clientId,
    symbol,
    side,
    type,
    qty: algo.qty,
    price: at,
    reduceOnly,
    closePosition,
  });
  return accepted(algo);
}

export function cancelAlgo(core: Core, algo: AlgoState | undefined): Answer<AlgoState> {
  if (algo === undefined || algo.status !== 'NEW') return refuse.unknownOrder();
  core.endAlgo(algo, 'CANCELED');
  return accepted(algo);
}

/** How much a triggered order trades, or why it does not. */
function triggeredQty(
  core: Core,
  algo: AlgoState,
  mid: Price,
): Qty | { end: 'EXPIRED' | 'REJECTED'; because: string } {
  const reducible = core.reducibleQty(algo.symbol, algo.side);
  if (algo.reduceOnly && reducible === 0) {
    return algo.closePosition
      ? { end: 'EXPIRED', because: 'no position to close' }
      : { end: 'REJECTED', because: 'Reduce Only reject' };
  }
  const most = core.state.rules['market-lot'] ? core.instrumentOf(algo.symbol).marketLot.qtyMax : reducible;
  if (algo.closePosition) return qty(Math.min(reducible, most));
  if (algo.reduceOnly) return qty(Math.min(algo.qty, reducible));
  const refusal = checkRisk(core, { symbol: algo.symbol, side: algo.side, price: NO_PRICE }, mid, algo.qty);
  return refusal === undefined ? algo.qty : { end: 'REJECTED', because: refusal.because };
}

/**
 * Sets a conditional order off: it becomes a market order of its own, filled from the ladder around `mid`. Finished
 * does not mean flat: beyond the ladder's depth it fills in part and the rest expires.
 */
export function fireAlgo(core: Core, algo: AlgoState, mid: Price): void {
  const stopPrice = price(triggerOf(algo));
  algo.triggeredAt = core.at;
  core.endAlgo(algo, 'TRIGGERED');
  const amount = triggeredQty(core, algo, mid);
  if (typeof amount === 'object') {
    core.endAlgo(algo, amount.end, amount.because);
    return;
  }
  const order: OrderState = {
    orderId: core.nextId(),
    clientId: algo.clientId,
    symbol: algo.symbol,
    side: algo.side,
    type: 'MARKET',
    origType: algo.type,
    timeInForce: 'GTC',
    price: NO_PRICE,
    stopPrice,
    qty: amount,
    reduceOnly: algo.reduceOnly,
    closePosition: algo.closePosition,
    time: core.at,
    status: 'NEW',
    executedQty: qty(0),
    cumQuoteUsd: notionalUsd(0),
    updatedAt: core.at,
  };
  core.addOrder(order);
  take(core, order, mid);
  algo.actualOrderId = order.orderId;
  algo.actualPrice = averagePrice(order);
  algo.actualQty = order.executedQty;
  core.endAlgo(algo, 'FINISHED');
}

/** Lets the trailing stops of a symbol see a stretch of prices. */
export function followAll(core: Core, symbol: SymbolId, low: Price, high: Price): void {
  for (const algo of core.liveAlgosOf(symbol)) follow(algo, low, high);
}
