import type { Plan } from '../plan/plan.ts';
import type { PolicyContext } from '../sizing/policy.ts';
import type { SizingTrace } from '../sizing/trace.ts';
import type {
  EpochMs,
  Fraction,
  Leverage,
  Minute,
  NotionalUsd,
  Price,
  Qty,
  Side,
  SymbolId,
  Usd,
} from '../units.ts';

/**
 * `open`: filled, protection not confirmed. `protected`: a live full-size stop was read back. `reducing`: an exit
 * was sent. `closed`: the fills add up to zero. `unknown`: the venue's answers do not add up; nothing is cancelled.
 */
export type PositionPhase = 'open' | 'protected' | 'reducing' | 'closed' | 'unknown';

/** Which conditional order of a position this is. `target-1` is the nearest. */
export type ProtectionLeg = 'backstop' | 'working' | `target-${number}`;

/** Why a working stop stands where it does. */
export type StopStage = 'initial' | 'break-even' | 'trailing';

/** A conditional order the desk placed for a position. */
export interface ProtectionOrder {
  readonly clientId: string;
  readonly leg: ProtectionLeg;
  readonly triggerPrice: Price;
  readonly qty: Qty | 'all';
  readonly placedAt: Minute;
  /** What its triggering will have been: a stop at break-even is not a stop-loss. */
  readonly exitKind: ExitKind;
  /** `sent`: no answer yet; `live`: read back; `done`: triggered, cancelled or expired. */
  readonly state: 'sent' | 'live' | 'done';
  /** The order it became when it triggered; its trades name that one. */
  readonly orderId?: string;
}

/** One leg of the ladder in prices. `filled` is set by fills alone, so a leg never fires twice (I29). */
export interface TargetLeg {
  readonly leg: ProtectionLeg;
  readonly triggerPrice: Price;
  readonly qty: Qty;
  readonly filled: boolean;
}

/** What ended (a part of) a position. */
export type ExitKind =
  | 'stop-loss'
  | 'break-even-stop'
  | 'trailing-stop'
  | 'partial-take-profit'
  | 'take-profit'
  | 'time-stop'
  | 'reverse'
  | 'halt-flatten'
  | 'unprotected-flatten'
  | 'delisting'
  | 'operator'
  | 'liquidation'
  | 'deleveraging'
  | 'by-hand';

/** An exit order the desk sent; recorded before it is sent. */
export interface ExitOrder {
  readonly clientId: string;
  readonly because: ExitKind;
  /** The target it took at market; its fills end that leg (I29). */
  readonly leg?: ProtectionLeg;
  /** The mark at which it was decided. */
  readonly markPrice?: Price;
  readonly minute: Minute;
}

/**
 * What became of a part of the entry that depth had left to a later minute. One that still waits, or that the venue is
 * being asked about, is an intent. `slice` is 2 for the first of them.
 */
export type EntrySlice = {
  readonly slice: number;
  /** Its order's client id, whether one was sent or not. */
  readonly clientId: string;
  readonly minute: Minute;
  readonly because: string;
} & (
  | { readonly state: 'filled'; readonly orderId: string; readonly qty: Qty; readonly averagePrice: Price }
  | { readonly state: 'lapsed'; readonly notionalUsd: NotionalUsd }
);

/** One execution that belongs to the position, as the venue reported it. */
export interface PositionFill {
  readonly tradeId: string;
  readonly at: EpochMs;
  readonly kind: 'entry' | ExitKind;
  /** The leg that filled, at the venue or at market; absent for entries, exits of everything and what others did. */
  readonly leg?: ProtectionLeg;
  /** What the desk reckoned with: the order's trigger, or the mark at which it decided. Absent for what others did. */
  readonly expectedPrice?: Price;
  readonly price: Price;
  readonly qty: Qty;
  readonly realisedUsd: Usd;
  readonly commissionUsd: Usd;
  /** An entry that another hand made: it is kept with the position, and was never the desk's own. */
  readonly byHand?: true;
}

/** What one settlement of funding took from the position (below zero) or gave it. */
export interface FundingPayment {
  readonly at: EpochMs;
  readonly amountUsd: Usd;
}

export interface Position {
  /** Rev 0 until it has been stored. */
  readonly rev: number;
  /** `SOLUSDT-20250527T1430`: symbol and minute of entry. */
  readonly id: string;
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly phase: PositionPhase;
  readonly mode: string;
  readonly source: 'ensemble' | 'forced';
  readonly confidence: Fraction;
  readonly openedAt: Minute;
  /** The venue's number of the order that opened it; its trades, and those of the slices, are the entry's fills. */
  readonly entryOrderId: string;
  readonly slices: readonly EntrySlice[];
  readonly leverage: Leverage;
  /** Volume-weighted price of the entry fills (I13); by the order's own report until the fills are listed. */
  readonly entryPrice: Price;
  readonly entryQty: Qty;
  /** What is still open, by the fills. */
  readonly qty: Qty;
  readonly initialStopPrice: Price;
  /** From the entry price to the initial stop: as planned, or what slices at other prices have made of it. */
  readonly stopFraction: Fraction;
  readonly atrFraction: Fraction;
  readonly roundTripCostFraction: Fraction;
  /** The working stop's price as decided; only ever moves in favour. */
  readonly stopPrice: Price;
  /** Why the working stop stands where it does. */
  readonly stopStage: StopStage;
  /** Best mark since the trail was armed; undefined before. */
  readonly bestMark: Price | undefined;
  readonly targets: readonly TargetLeg[];
  readonly protection: readonly ProtectionOrder[];
  /** How many protection orders have been named, so that a replacement gets an id of its own. */
  readonly protectionSeq: number;
  readonly exits: readonly ExitOrder[];
  readonly fills: readonly PositionFill[];
  readonly fundingUsd: Usd;
  /** The payments that `fundingUsd` is the sum of. */
  readonly fundings: readonly FundingPayment[];
  /** Funding counted up to here, so that a reading repeated after a crash counts nothing twice. */
  readonly fundedTo: EpochMs;
  readonly plan: Plan;
  readonly trace: SizingTrace;
  /** What the RL policy was told at entry; absent where it could be told nothing, and in positions from before it. */
  readonly policyContext?: PolicyContext;
  readonly plannedNotionalUsd: NotionalUsd;
  readonly intendedNotionalUsd: NotionalUsd;
  readonly executedNotionalUsd: NotionalUsd;
  readonly closedAt: Minute | undefined;
  /** When the venue was first seen flat; what rests of the position goes only after a second look. */
  readonly flatSeenAt: EpochMs | undefined;
}
