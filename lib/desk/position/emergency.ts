import { fraction, isBetterFor, moveAgainst, type Price, type Side } from '../units.ts';
import { tickInFavour } from './bracket.ts';

/** A position of which nothing is known but what the venue says. */
export interface UnplannedHolding {
  readonly side: Side;
  readonly entryPrice: Price;
  readonly markPrice: Price;
  /** Zero or below when there is none. */
  readonly liquidationPrice: Price;
}

export type EmergencyAction =
  | { readonly type: 'stop'; readonly triggerPrice: Price }
  /** The price is past where the stop would stand. */
  | { readonly type: 'flatten' };

const FARTHEST = 0.03;

/**
 * Protection for a position without a plan: a stop at 3 % from the entry, or half the way to liquidation if that is
 * nearer. A price already beyond it leaves only closing.
 */
export function emergencyProtection(holding: UnplannedHolding, tickSize: Price): EmergencyAction {
  const { side, entryPrice, markPrice, liquidationPrice } = holding;
  const toLiquidation =
    liquidationPrice > 0 ? Math.abs(entryPrice - liquidationPrice) / entryPrice : Number.POSITIVE_INFINITY;
  const distance = fraction(Math.min(FARTHEST, toLiquidation / 2));
  const triggerPrice = tickInFavour(side, moveAgainst(side, entryPrice, distance), tickSize);
  return isBetterFor(side, markPrice, triggerPrice) ? { type: 'stop', triggerPrice } : { type: 'flatten' };
}
