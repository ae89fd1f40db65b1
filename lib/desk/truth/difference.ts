import type { EpochMs, SymbolId, Usd } from '../units.ts';
import { usd } from '../units.ts';

/**
 * One thing on which the venue and the desk do not agree. `fill`, `funding`: the book's positions against the venue.
 * `record`: the journal against the positions. `ledger`: the venue's trades against its own income, so that one that
 * was never listed is missed too.
 */
export interface Difference {
  readonly what: 'fill' | 'funding' | 'record' | 'ledger';
  readonly symbol: SymbolId;
  readonly at: EpochMs;
  readonly tradeId?: string;
  readonly positionId?: string;
  /** What it did to the money by the venue, and by the desk. */
  readonly venueUsd: Usd;
  readonly deskUsd: Usd;
  /** How much is wrong in all, whichever way: a profit and a fee that are wrong by the same do not cancel out. */
  readonly sizeUsd: Usd;
  readonly because: string;
}

/** Binary fractions make noise below this; every amount of the venue's has eight decimals at most. */
export const DUST_USD = 1e-6;
/** From here on a day's differences are a finding. */
export const FINDING_USD = 0.01;

export const sizeOf = (differences: readonly Difference[]): Usd =>
  usd(differences.reduce((sum, { sizeUsd }) => sum + sizeUsd, 0));
