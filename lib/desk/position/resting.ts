import type { EpochMs, OrderSide, Price, Qty, SymbolId } from '../units.ts';

/** A conditional order as the venue shows it, in what the protection rules need to know. */
export interface RestingOrder {
  readonly clientId: string;
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly type: 'stop-market' | 'take-profit-market' | 'other';
  readonly triggerPrice: Price;
  /** `all` closes whatever the position is then (`closePosition`); a quantity is reduce-only. */
  readonly qty: Qty | 'all';
  readonly reduceOnly: boolean;
  /** `live` rests; every other state is over. */
  readonly status: 'live' | 'triggered' | 'finished' | 'canceled' | 'expired' | 'rejected';
  readonly createdAt: EpochMs;
}
