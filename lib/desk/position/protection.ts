import {
  closingSide,
  type EpochMs,
  isBetterFor,
  type Price,
  type Qty,
  type Side,
  type SymbolId,
} from '../units.ts';
import type { RestingOrder } from './resting.ts';

/** A position as far as its protection is concerned; the guardian knows no more of one than this. */
export interface Holding {
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly qty: Qty;
  /** Zero or below when there is none. */
  readonly liquidationPrice: Price;
}

/**
 * Whether an order alone protects a holding (I23): live, a stop, on the closing side, able to do nothing but reduce,
 * covering the whole quantity, and hit before liquidation is.
 */
export function protects(order: RestingOrder, holding: Holding): boolean {
  const covers = order.qty === 'all' || (order.reduceOnly && order.qty >= holding.qty);
  const beforeLiquidation =
    holding.liquidationPrice <= 0 || isBetterFor(holding.side, order.triggerPrice, holding.liquidationPrice);
  return (
    order.symbol === holding.symbol &&
    order.status === 'live' &&
    order.type === 'stop-market' &&
    order.side === closingSide(holding.side) &&
    covers &&
    beforeLiquidation
  );
}

export const isProtected = (holding: Holding, orders: readonly RestingOrder[]): boolean =>
  orders.some(order => protects(order, holding));

/** No stop younger than this is ever cancelled: another keeper may have placed it a moment ago (I59). */
export const SURPLUS_AGE_MS = 120_000;

/**
 * Stops that may go: all valid working stops but the tightest, if that one was read back live, and only those old
 * enough. `closePosition` stops (`all`) are backstops and never surplus.
 */
export function surplusStops(
  holding: Holding,
  orders: readonly RestingOrder[],
  now: EpochMs,
): RestingOrder[] {
  const working = orders.filter(
    order =>
      order.qty !== 'all' &&
      order.symbol === holding.symbol &&
      order.status === 'live' &&
      order.type === 'stop-market' &&
      order.side === closingSide(holding.side),
  );
  const valid = working.filter(order => protects(order, holding));
  const tightest = valid.toSorted((a, b) => tighterFirst(holding.side, a, b))[0];
  if (tightest === undefined) return [];
  return working.filter(order => order !== tightest && now - order.createdAt >= SURPLUS_AGE_MS);
}

const tighterFirst = (side: Side, a: RestingOrder, b: RestingOrder): number => {
  if (a.triggerPrice !== b.triggerPrice) return isBetterFor(side, a.triggerPrice, b.triggerPrice) ? -1 : 1;
  // Of two as tight as each other, the better fitting and then the newer one stays.
  const [aQty, bQty] = [Number(a.qty), Number(b.qty)];
  return aQty !== bQty ? aQty - bQty : b.createdAt - a.createdAt;
};
