import { closingSide, type OrderSide, type Qty, type Side, type SymbolId } from '../units.ts';

/** An order of either kind, in what decides whether it could open anything. */
export interface ClosingOrder {
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly qty: Qty | 'all';
  readonly reduceOnly: true;
}

/**
 * The order itself, if all it can do is to close some of this holding. Throws for any other: the guardian sends
 * nothing that has not passed here.
 */
export function onlyCloses<T extends ClosingOrder>(
  order: T,
  { symbol, side }: { readonly symbol: SymbolId; readonly side: Side },
): T {
  // The type says so already; a bug that gets past it must not get past this.
  const reduces: boolean = order.reduceOnly;
  const sized = order.qty === 'all' || order.qty > 0;
  if (reduces && sized && order.symbol === symbol && order.side === closingSide(side)) return order;
  throw new Error(`the guardian may only close its ${side} in ${symbol}, not ${JSON.stringify(order)}`);
}
