import type { LeverageTier } from '../instrument.ts';
import type { Limits } from '../limits/limits.ts';
import type { SymbolId } from '../units.ts';
import { dollars, times } from '../words.ts';
import { type Check, type Fact, judged } from './check.ts';

export interface CoinTiers {
  readonly symbol: SymbolId;
  /** The smallest first. */
  readonly tiers: readonly LeverageTier[];
}

const NAMED = 3;

/**
 * The venue's leverage brackets against the limits: in each coin, a position as large as one may be, at the leverage that
 * trades have. Where a bracket allows less, the plan takes less, so that this stops nobody.
 */
export const bracketsCheck = (coins: Fact<readonly CoinTiers[]>, { values }: Limits): Check => {
  const [wanted, notionalUsd] = [values['plan/leverage-max'], values['risk/symbol-notional-usd-max']];
  return judged(coins, {
    name: 'brackets',
    judge: found => {
      const of = `of ${found.length} coin${found.length === 1 ? '' : 's'}`;
      const what = `${times(wanted)} at ${dollars(notionalUsd)}`;
      const lower = found
        .map(({ symbol, tiers }) => ({ symbol, most: leverageAt(tiers, notionalUsd) }))
        .filter(({ most }) => most < wanted);
      if (lower.length === 0) return { state: 'ok', seen: `${of}, all allow ${what}` };
      const named = lower.slice(0, NAMED).map(({ symbol, most }) => `${symbol} ${times(most)}`);
      const more = lower.length > NAMED ? ', …' : '';
      return {
        state: 'warning',
        seen: `${of}, ${lower.length} allow less than ${what}: ${named.join(', ')}${more}`,
        next: 'trades in them take what is allowed: lower plan/leverage-max, or leave it',
      };
    },
  });
};

/** The most leverage that a position of this size may have; 0 where none may be so large. */
const leverageAt = (tiers: readonly LeverageTier[], notionalUsd: number): number =>
  tiers.find(({ notionalMax }) => notionalUsd <= notionalMax)?.leverageMax ?? 0;
