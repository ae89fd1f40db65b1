import { HOUR_MS, type SymbolId } from '../../desk/units.ts';
import type { SimMarket } from '../market.ts';

const LOOK_HOURS = 24;
const EIGHT_HOURS = 8 * HOUR_MS;

export interface FundingNow {
  /** Rate of the last settlement: what is known; the next one's is not. */
  readonly lastRate: number;
  readonly nextAt: number;
  readonly intervalHours: number;
}

/**
 * Where a symbol stands between two settlements. Only the *time* of the next one is taken from the future, which the
 * venue publishes. A market without settlements is shown at eight hours and a rate of zero.
 */
export class FundingTimes {
  readonly #market: SimMarket;
  readonly #kept = new Map<string, { readonly hour: number; readonly funding: FundingNow }>();

  constructor(market: SimMarket) {
    this.#market = market;
  }

  at(symbol: SymbolId, now: number): FundingNow {
    const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
    const known = this.#kept.get(symbol);
    if (known?.hour === hour) return known.funding;
    const funding = this.#find(symbol, hour);
    this.#kept.set(symbol, { hour, funding });
    return funding;
  }

  #find(symbol: SymbolId, hour: number): FundingNow {
    const last = this.#seek(symbol, hour, -HOUR_MS);
    const next = this.#seek(symbol, hour + HOUR_MS, HOUR_MS);
    const nextAt = next ?? (Math.floor(hour / EIGHT_HOURS) + 1) * EIGHT_HOURS;
    const apart = last === undefined || next === undefined ? 8 : (next - last) / HOUR_MS;
    const lastRate = last === undefined ? 0 : (this.#market.fundingRate(symbol, last) ?? 0);
    return { lastRate, nextAt, intervalHours: apart };
  }

  #seek(symbol: SymbolId, from: number, step: number): number | undefined {
    for (let i = 0; i < LOOK_HOURS; i += 1) {
      const at = from + i * step;
      if (this.#market.fundingRate(symbol, at) !== undefined) return at;
    }
    return undefined;
  }
}
