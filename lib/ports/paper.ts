import type { EpochMs, Fraction, SymbolId } from '../desk/units.ts';

/** What an account that is kept here, and not at the venue, asks of the world beside public prices. */

/** One settlement of funding that has taken place. */
export interface Settlement {
  readonly at: EpochMs;
  /** Above zero, longs paid shorts. */
  readonly rate: Fraction;
}

export interface FundingHistory {
  /** Settlements of a symbol from `since` until now, oldest first. Throws a PortError. */
  settlements(symbol: SymbolId, since: EpochMs): Promise<readonly Settlement[]>;
}

export interface StoredAccount<State> {
  /** Counts the writes; 1 after the first. */
  readonly rev: number;
  /** The reader's own copy. */
  readonly state: State;
}

/** Where such an account is kept: one item, read consistently and written by condition. Throws PortErrors. */
export interface AccountStore<State extends object> {
  /** Undefined before the first write. */
  load(): Promise<StoredAccount<State> | undefined>;
  /**
   * Stands only if the stored `rev` is still this one (nothing stored, for 0), and then counts it up. A throw means that
   * nobody knows whether it stands; and a `conflict` may be with the caller's own write, whose answer was lost on the
   * way: who must not do a thing twice has to recognise his own work in what is stored.
   */
  save(rev: number, state: State): Promise<'saved' | 'conflict'>;
}
