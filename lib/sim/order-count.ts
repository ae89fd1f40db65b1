import { type Refusal, refused } from './engine/refusal.ts';

/** New orders of either kind that one account may send. */
export const ORDERS_PER_MINUTE = 1_200;
export const ORDERS_PER_TEN_SECONDS = 300;

/** New orders in the spans of market time that the venue limits. Time stands still between minutes, and so do the counts. */
export class OrderCount {
  readonly #spans = [
    { name: '10S', ms: 10_000, most: ORDERS_PER_TEN_SECONDS, words: '10 SECOND', at: 0, sent: 0 },
    { name: '1M', ms: 60_000, most: ORDERS_PER_MINUTE, words: '1 MINUTE', at: 0, sent: 0 },
  ];

  /** Counts a new order, taken on or not; above a limit it is refused, if `enforced`: with the rule on. */
  add(now: number, enforced: boolean): Refusal | undefined {
    for (const span of this.#spans) {
      const at = Math.floor(now / span.ms);
      if (span.at !== at) [span.at, span.sent] = [at, 0];
      span.sent += 1;
      if (enforced && span.sent > span.most) {
        return refused(-1015, `Too many new orders; current limit is ${span.most} orders per ${span.words}.`);
      }
    }
    return undefined;
  }

  /** The span's name in the venue's headers, and the orders of the span that is running. */
  counts(): readonly (readonly [span: string, sent: number])[] {
    return this.#spans.map(({ name, sent }) => [name, sent] as const);
  }
}
