import type { RuleName } from '../../sim/engine/rules.ts';
import { WireError } from './wire-error.ts';

/** New orders of either kind that one account may send. */
export const ORDERS_PER_MINUTE = 1_200;
export const ORDERS_PER_TEN_SECONDS = 300;
export const ORDER_COUNT_RULE: RuleName = 'order-count';

const ROUTES: ReadonlySet<string> = new Set(['POST /fapi/v1/order', 'POST /fapi/v1/algoOrder']);

/** New orders in the spans of market time that the venue limits. Time stands still between minutes, and so do the counts. */
export class OrderCount {
  readonly #spans = [
    { name: '10S', ms: 10_000, most: ORDERS_PER_TEN_SECONDS, words: '10 SECOND', at: 0, sent: 0 },
    { name: '1M', ms: 60_000, most: ORDERS_PER_MINUTE, words: '1 MINUTE', at: 0, sent: 0 },
  ];

  /** Counts a request if it is a new order; above a limit it throws the venue's 429. `enforced`: with the rule on. */
  add(route: string, now: number, enforced: boolean): void {
    if (!ROUTES.has(route)) return;
    for (const span of this.#spans) {
      const at = Math.floor(now / span.ms);
      if (span.at !== at) [span.at, span.sent] = [at, 0];
      span.sent += 1;
      if (enforced && span.sent > span.most) {
        throw new WireError(
          429,
          -1015,
          `Too many new orders; current limit is ${span.most} orders per ${span.words}.`,
        );
      }
    }
  }

  /** The venue tells the counts with each answer to a new order. */
  headers(route: string): Readonly<Record<string, string>> {
    if (!ROUTES.has(route)) return {};
    return Object.fromEntries(
      this.#spans.map(({ name, sent }): [string, string] => [`X-MBX-ORDER-COUNT-${name}`, String(sent)]),
    );
  }
}
