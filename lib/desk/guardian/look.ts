import type { UnplannedHolding } from '../position/emergency.ts';
import { type Holding, isProtected } from '../position/protection.ts';
import type { RestingOrder } from '../position/resting.ts';
import type { EpochMs } from '../units.ts';
import type { Sighting, Suspicion } from './state.ts';

/** Two looks this far apart make a sighting certain: a keeper that is just placing a stop needs less. */
export const APART_MS = 20_000;
/** Older sightings say nothing of now: the position may have been covered in between. */
const FORGOTTEN_MS = 180_000;

/** A position as the venue shows it: all that the guardian needs to know of one. */
export type Held = Holding & UnplannedHolding;

export interface Look {
  /** Without a live, full-size, right-sided stop now. */
  readonly unprotected: readonly Held[];
  /** Those that were so in an earlier look as well: to be acted upon. */
  readonly due: readonly Held[];
  /** What the next look has to know. */
  readonly sightings: readonly Sighting[];
}

/**
 * Which positions lack protection, and which of them lack it for certain. One look may fall between a fill and its
 * stop. An answer that leaves a position out says nothing of it: its sighting stays until it is seen covered (I58).
 */
export function look(
  held: readonly Held[],
  resting: readonly RestingOrder[],
  before: readonly Sighting[],
  now: EpochMs,
): Look {
  const recent = before.filter(({ lastAt }) => now - lastAt <= FORGOTTEN_MS);
  const unprotected = held.filter(holding => !isProtected(holding, resting));
  const sightings = unprotected.map(
    ({ symbol, side }): Sighting => ({
      symbol,
      side,
      firstAt: recent.find(each => each.symbol === symbol && each.side === side)?.firstAt ?? now,
      lastAt: now,
    }),
  );
  const shown = new Set(held.map(({ symbol }) => symbol));
  return {
    unprotected,
    due: unprotected.filter((_, i) => now - (sightings[i]?.firstAt ?? now) >= APART_MS),
    sightings: [...sightings, ...recent.filter(({ symbol }) => !shown.has(symbol))],
  };
}

export interface Suspected {
  readonly suspicions: readonly Suspicion[];
  /** Suspected in an earlier look too, long enough ago. */
  readonly certain: readonly string[];
}

/** The same patience with orders that seem to be of no use: one look proves nothing, and another keeper may be at it. */
export function suspect(clientIds: readonly string[], before: readonly Suspicion[], now: EpochMs): Suspected {
  const sinceOf = new Map(before.map(({ clientId, since }) => [clientId, since]));
  const suspicions = clientIds.map(clientId => ({ clientId, since: sinceOf.get(clientId) ?? now }));
  return {
    suspicions,
    certain: suspicions.filter(({ since }) => now - since >= APART_MS).map(({ clientId }) => clientId),
  };
}
