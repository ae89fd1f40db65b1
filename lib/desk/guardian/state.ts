import type { EpochMs, Minute, Side, SymbolId } from '../units.ts';
import { NOTHING_PROVED, type StopProof } from './proof.ts';

/** A position that was seen without a stop that covers it. */
export interface Sighting {
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
}

/** An order that seemed to be of no use in every look since then. */
export interface Suspicion {
  readonly clientId: string;
  readonly since: EpochMs;
}

/** What the guardian knows of former ticks, and what entries may know of the guardian. */
export interface GuardianState {
  readonly rev: number;
  /** Its first minute. */
  readonly since: Minute;
  /** The last minute in which it has seen the whole account: its heartbeat. */
  readonly watchedMinute: Minute | undefined;
  readonly sightings: readonly Sighting[];
  /** Orders of the desk's own where the account holds nothing. */
  readonly orphans: readonly Suspicion[];
  /** Stops of the desk's own that a tighter one makes needless. */
  readonly surplus: readonly Suspicion[];
  /** Where it could neither place a stop nor close. */
  readonly helpless: readonly SymbolId[];
  readonly stops: StopProof;
}

/** What a guardian without a past begins with. */
export const newGuardian = (minute: Minute): GuardianState => ({
  rev: 0,
  since: minute,
  watchedMinute: undefined,
  sightings: [],
  orphans: [],
  surplus: [],
  helpless: [],
  stops: NOTHING_PROVED,
});
