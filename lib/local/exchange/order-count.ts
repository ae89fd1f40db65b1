import { OrderCount } from '../../sim/order-count.ts';
import { WireError } from './wire-error.ts';

const ROUTES: ReadonlySet<string> = new Set(['POST /fapi/v1/order', 'POST /fapi/v1/algoOrder']);

/** The count of new orders at the wire: which requests count, the status of a refusal, and the headers. */
export class RequestCount {
  readonly #orders = new OrderCount();

  /** Counts a request if it is a new order; above a limit it throws the venue's 429. `enforced`: with the rule on. */
  add(route: string, now: number, enforced: boolean): void {
    if (!ROUTES.has(route)) return;
    const refusal = this.#orders.add(now, enforced);
    if (refusal !== undefined) throw new WireError(429, refusal.code, refusal.because);
  }

  /** The venue tells the counts with each answer to a new order. */
  headers(route: string): Readonly<Record<string, string>> {
    if (!ROUTES.has(route)) return {};
    return Object.fromEntries(
      this.#orders
        .counts()
        .map(([span, sent]): [string, string] => [`X-MBX-ORDER-COUNT-${span}`, String(sent)]),
    );
  }
}
