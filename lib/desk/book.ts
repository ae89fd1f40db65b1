import type { Plan } from './plan/plan.ts';
import type { Signal } from './signal/signal.ts';
import type { PolicyContext } from './sizing/policy.ts';
import type { SizingTrace } from './sizing/trace.ts';
import type { EpochMs, Leverage, Minute, NotionalUsd, Price, Qty, Side, SymbolId, Usd } from './units.ts';

/** The day's account, 00:00 to 00:00 UTC. */
export interface Day {
  readonly startsAt: EpochMs;
  /** Equity at the first reading of the day. */
  readonly equityAtStartUsd: Usd;
  /** Deposits less withdrawals since. */
  readonly transfersUsd: Usd;
  /** Executed over intended, one figure for each entry of the day. */
  readonly fidelities: readonly number[];
}

/** The first reading of a day: where it began, and where the day before it ended. */
export interface Opening {
  /** 00:00 UTC. */
  readonly day: EpochMs;
  /** When it was read: later than 00:00 where the desk was down then, or not yet there. */
  readonly at: Minute;
  readonly equityUsd: Usd;
}

/** Capacity taken by an intent until it is settled, so that no second entry can use it (I09). */
export interface Reservation {
  readonly intentId: string;
  readonly symbol: SymbolId;
  readonly minute: Minute;
  readonly notionalUsd: NotionalUsd;
  readonly lossAtStopUsd: Usd;
}

/** A symbol or the whole desk left alone until a time, and why. */
export interface Protection {
  readonly symbol: SymbolId | 'all';
  readonly until: EpochMs;
  readonly because: string;
}

/** A position of the account that the desk did not open. It fills the caps like any other. */
export interface ForeignPosition {
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly notionalUsd: NotionalUsd;
}

/** A signal bar that has had its decision; it is not decided a second time. */
export interface UsedSignal {
  readonly symbol: SymbolId;
  readonly at: Minute;
}

/** The desk's one versioned item of state. */
export interface Book {
  readonly rev: number;
  /** Of the desk that opened it; another mode is another account (I41). */
  readonly mode: string;
  /** The desk that this one shadows; absent where it is no twin. */
  readonly twinOf?: string;
  /** The first minute in which it did; what it traded before is no matter of the two. */
  readonly twinSince?: Minute;
  readonly day: Day;
  /** First readings of the last days, oldest first. */
  readonly openings: readonly Opening[];
  /** Last equity reading, and the highest there has been (I39). */
  readonly equityUsd: Usd;
  readonly walletUsd: Usd;
  readonly highWaterUsd: Usd;
  /** Set when the drawdown limit was passed; cleared by a later control/resume. */
  readonly haltedAt: EpochMs | undefined;
  readonly reservations: readonly Reservation[];
  readonly protections: readonly Protection[];
  readonly foreign: readonly ForeignPosition[];
  /** Minutes in which a position was stopped out, as far back as the pause after many stops looks. */
  readonly recentStops: readonly Minute[];
  /** Conditional orders of the desk's own that seemed to belong to nothing when last looked at. */
  readonly orphans: readonly string[];
  /** A reading of equity too far from the last to be believed at once; the next one that agrees is. */
  readonly suspectEquityUsd: Usd | undefined;
  readonly usedSignals: readonly UsedSignal[];
  /** The last minute whose monitoring is complete. Entry of a minute waits for it. */
  readonly monitoredMinute: Minute | undefined;
  /** Income read up to here: transfers are counted once. */
  readonly incomeReadTo: EpochMs;
  /** Funding up to here is in every position. It stays behind where one could not be stored (I37). */
  readonly fundingReadTo?: EpochMs;
}

/**
 * An entry order before, while and after it is sent. `waiting`: capacity is held for what depth cut off; the book of a
 * later minute decides how much of it is sent. `reserved`: capacity is held, and it is about to be sent. `submitted`: it
 * may be at the venue. `settled`: its fills are known. `void`: it is certain that it never filled.
 */
export interface Intent {
  readonly rev: number;
  /** Also the order's client id at the venue. */
  readonly id: string;
  readonly positionId: string;
  /** 1 for the order that opens the position, 2 and up for the slices that depth left to later minutes. */
  readonly slice: number;
  readonly symbol: SymbolId;
  readonly signal: Signal;
  /** When it was reserved; of what waits, since when. */
  readonly minute: Minute;
  readonly state: 'waiting' | 'reserved' | 'submitted' | 'settled' | 'void';
  /** Zero while it waits, and so the limit price. */
  readonly qty: Qty;
  readonly limitPrice: Price;
  readonly leverage: Leverage;
  /** At the dearest price that the book offered; of what waits, the most that may still be entered. */
  readonly notionalUsd: NotionalUsd;
  readonly plan: Plan;
  readonly trace: SizingTrace;
  /** What the RL policy was told of it. */
  readonly policyContext?: PolicyContext;
  readonly intendedNotionalUsd: NotionalUsd;
  readonly mode: string;
  /** Readings that found no such order, by the venue's clock; two of them apart prove absence. */
  readonly absentAt: readonly EpochMs[];
  readonly because: string | undefined;
}

/** The coins that entries may trade, as scanned at `minute`. */
export interface Universe {
  readonly rev: number;
  readonly minute: Minute;
  /** Best first. */
  readonly symbols: readonly SymbolId[];
  /** Members that fail a rule now, and since when. */
  readonly failingSince: Readonly<Record<string, Minute>>;
  /** What entries of this same minute use: the members as they were before. */
  readonly previous: { readonly minute: Minute; readonly symbols: readonly SymbolId[] } | undefined;
}

/** Why each coin is in or out. */
export interface UniverseReasons {
  readonly minute: Minute;
  /** Symbol → one sentence with the figure that decided. */
  readonly reasons: Readonly<Record<string, string>>;
}
