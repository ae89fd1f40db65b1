import { minuteOf } from '../../desk/units.ts';
import { WireError } from './wire-error.ts';

export const WEIGHT_MAX = 2_400;

/** Request weight of a market minute. Time stands still between minutes, and so does the count. */
export class Weight {
  #minute = 0;
  #used = 0;

  /** Adds a request's weight and returns what is used; above the limit it throws the venue's 429. */
  add(weight: number, now: number): number {
    const minute = minuteOf(now);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#used = 0;
    }
    this.#used += weight;
    if (this.#used > WEIGHT_MAX) {
      throw new WireError(
        429,
        -1003,
        `Too many requests; current limit of IP(127.0.0.1) is ${WEIGHT_MAX} requests per minute. Please use the websocket for live updates to avoid polling the API.`,
      );
    }
    return this.#used;
  }
  get used() {
    return this.#used;
  }
}
