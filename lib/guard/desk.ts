import type { TickDesk } from '../minute/desk.ts';
import type { BookStore, GuardStore, LimitStore, Market, Metrics, OrderRequest, Venue } from '../ports.ts';

/** What the guardian may ask of the venue: no order that is not reduce-only, no leverage, no setting. */
export type GuardVenue = Pick<
  Venue,
  | 'positions'
  | 'openOrders'
  | 'openConditionals'
  | 'findConditional'
  | 'trades'
  | 'placeConditional'
  | 'cancelConditional'
  | 'cancel'
> & {
  place(order: OrderRequest & { readonly reduceOnly: true }): ReturnType<Venue['place']>;
};

export interface GuardDesk extends TickDesk {
  readonly name: string;
  readonly market: Pick<Market, 'instruments' | 'mark'>;
  readonly venue: GuardVenue;
  /** Read where it can be, and never written. */
  readonly book: Pick<BookStore, 'load'>;
  readonly limits: LimitStore;
  readonly store: GuardStore;
  readonly metrics: Metrics;
  /** How long a tick waits for its second look; 0 leaves it to the next tick, where time stands still in a minute. */
  readonly secondLookMs: number;
}
