import { cite, type Limits } from '../limits/limits.ts';
import { isLimitName } from '../limits/schema.ts';
import type { Denial } from '../risk/permission.ts';
import type { Usd } from '../units.ts';
import { reserveImpossible } from './daily-loss.ts';
import { type Circumstances, TYPICAL_ATR, TYPICAL_TIERS } from './example.ts';
import type { Finding } from './finding.ts';
import { liquidationBeforeStop } from './liquidation.ts';

/** What makes every trade impossible, of limits that can each be read: all that closes entries. */
export function impossibilities(circumstances: Circumstances): readonly Finding[] {
  const liquidation = liquidationBeforeStop(circumstances);
  return liquidation.length > 0 ? liquidation : reserveImpossible(circumstances);
}

/**
 * The doctor's errors as entry asks for them each minute: the denial that closes it, or undefined. Unknown names, values
 * out of range and ladders that do not sum are not among them: such limits cannot be read at all. Pure, and about a
 * millisecond; an equity that is no number to reckon with is denied elsewhere.
 */
export function limitsDenial(limits: Limits, equityUsd: Usd): Denial | undefined {
  const last = LAST.get(limits);
  if (last?.equityUsd === equityUsd) return last.denial;
  const denial = denialOf(limits, equityUsd);
  LAST.set(limits, { equityUsd, denial });
  return denial;
}

/** Of one reading of the limits the last answer: the same is asked before entries and exits, and while nothing is held. */
const LAST = new WeakMap<Limits, { readonly equityUsd: Usd; readonly denial: Denial | undefined }>();

function denialOf(limits: Limits, equityUsd: Usd): Denial | undefined {
  const [first] = impossibilities({ limits, equityUsd, atrFraction: TYPICAL_ATR, tiers: TYPICAL_TIERS });
  if (first === undefined) return undefined;
  const named = first.limits.filter(isLimitName).map(name => cite(limits, name));
  return { code: 'limits-impossible', because: `${first.title}: ${first.proof} (${named.join(', ')})` };
}
