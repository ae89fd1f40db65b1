import {
  absQty,
  HOUR_MS,
  MINUTE_MS,
  type OrderSide,
  type Price,
  price,
  type SymbolId,
} from '../../desk/units.ts';
import { closeOut } from './close-out.ts';
import type { Core } from './core.ts';
import { type Refusal, refused } from './refusal.ts';
import type { PositionState } from './state.ts';

/** The venue takes no new positions for so long before a symbol is settled. */
const CLOSING_ONLY_MS = 30 * MINUTE_MS;
/** The settlement price is the mean over the last hour. */
const AVERAGE_MS = HOUR_MS;

/** Refuses every order on a settled symbol, and shortly before that those which open. */
export function checkPhase(
  core: Core,
  order: { readonly symbol: SymbolId; readonly side: OrderSide; readonly reduceOnly?: boolean },
): Refusal | undefined {
  if (core.isSettled(order.symbol)) {
    return refused(-4108, 'Symbol is on delivering or delivered or settling or closed or pre-trading.');
  }
  const { now, rules } = core.state;
  const { deliveryAt } = core.instrumentOf(order.symbol);
  if (!rules.settlement || now < deliveryAt - CLOSING_ONLY_MS) return undefined;
  const reduces = order.reduceOnly === true || core.reducibleQty(order.symbol, order.side) > 0;
  return reduces ? undefined : refused(-4140, 'Invalid symbol status for opening position.');
}

/** Settles what has reached its delivery date: orders lapse, positions are closed at the last hour's mean price. */
export function settleDelivered(core: Core): void {
  for (const symbol of core.busySymbols()) {
    if (!core.isSettled(symbol)) continue;
    for (const order of core.openOrdersOf(symbol)) core.endOrder(order, 'EXPIRED');
    for (const algo of core.liveAlgosOf(symbol)) core.endAlgo(algo, 'EXPIRED', 'symbol is settled');
    const position = core.positionOf(symbol);
    if (position === undefined) continue;
    const at = settlementPrice(core, position);
    closeOut(core, position, { idPrefix: 'settlement_autoclose-', at, qty: absQty(position.qty) });
  }
}

function settlementPrice(core: Core, { symbol, entryPrice }: PositionState): Price {
  const { deliveryAt } = core.instrumentOf(symbol);
  const bars = core.market.candles(symbol, '1m', deliveryAt - AVERAGE_MS, deliveryAt);
  const sum = bars.reduce((total, bar) => total + bar.close, 0);
  return bars.length === 0 ? entryPrice : price(sum / bars.length);
}
