import type { ExitKind, ProtectionLeg, StopStage } from './position/position.ts';
import type { DenialCode } from './risk/denial.ts';
import type { Wish } from './shadow/wish.ts';
import type { SizingTrace } from './sizing/trace.ts';
import type { Difference } from './truth/difference.ts';
import type { Money } from './truth/ledger.ts';
import type { Divergence } from './twin/divergence.ts';
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
} from './units.ts';

/** What every record says of itself. `mode` is in each of them: paper is never taken for live (I41). */
export interface RecordBase {
  readonly minute: Minute;
  readonly role:
    | 'monitor'
    | 'entry'
    | 'scan'
    | 'retrain'
    | 'close'
    | 'guardian'
    | 'paper'
    | 'limits'
    | 'twin';
  readonly mode: string;
}

/** What happened, decided or not done, with its reason. Kept as data; the terminal and the page make sentences of it. */
export type JournalRecord = RecordBase & JournalEvent;

/** A place of the ensemble at a signal bar: what stood there, and why it had no vote if it had none. */
export interface ModelWord {
  readonly kind: string;
  readonly version?: string;
  readonly licensed: boolean;
  /** Its share of the ensemble's word; of licensed models, and absent in records of before it was kept. */
  readonly weight?: Fraction;
  readonly because?: string;
}

export interface CoinWord {
  readonly symbol: SymbolId;
  readonly side: Side;
  /** Calibrated probability of the side. */
  readonly confidence: Fraction;
  readonly pUp: Fraction;
  /** Each model's own chance that the coin goes up, in the order of the record's `models`; null for a silent one. Absent in records of the first version. */
  readonly said?: readonly (number | null)[];
  /** Expected value of the trade in R, under the limits then in force. Traded when above 0. */
  readonly evR?: number;
  /** Why there is no expected value. */
  readonly because?: string;
}

export type JournalEvent =
  /** One a minute from the monitor: the account as the book has marked it, and what the venue says its positions stand at. */
  | {
      readonly type: 'account';
      readonly equityUsd: Usd;
      /** The highest equity so far, moved with transfers: what drawdown is measured from. */
      readonly highWaterUsd: Usd;
      /** Of the desk's open positions alone. */
      readonly marks: readonly { readonly symbol: SymbolId; readonly markPrice: Price }[];
    }
  /** One a minute from entry: why it did not trade, or that it did. */
  | {
      readonly type: 'minute';
      readonly entries: number;
      /** Further slices of earlier entries that were filled. */
      readonly slices?: number;
      readonly noTrade?: string;
      readonly because?: string;
    }
  /** One a signal bar: what the models said of each coin, traded or not. Resolved and learnt from later. */
  | {
      readonly type: 'votes';
      /** Close of the signal bar; of two records of one bar the first counts. */
      readonly at: Minute;
      /** False: predicted in shadow, by a model without a licence. */
      readonly licensed: boolean;
      readonly models: readonly ModelWord[];
      /** By expected value, the best first. */
      readonly coins: readonly CoinWord[];
    }
  /** One a model and day: what it had said was held against what came. */
  | {
      readonly type: 'revalidated';
      readonly kind: string;
      readonly version: string;
      /** Predictions whose horizon was over, and that were not in its record before. */
      readonly resolved: number;
      readonly licensed: boolean;
      /** Its record now, or why its record stays as it was. */
      readonly because: string;
    }
  /** What happened on a model's seat, or why a fresh fit did not take it. */
  | {
      readonly type: 'seat';
      readonly kind: string;
      readonly version: string;
      readonly what: 'promoted' | 'rolled-back' | 'entered' | 'retired' | 'withdrawn';
      readonly because: string;
    }
  | {
      readonly type: 'entry';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly side: Side;
      readonly source: 'ensemble' | 'forced';
      readonly qty: Qty;
      readonly price: Price;
      /** Absent in records of before it was kept. */
      readonly leverage?: Leverage;
      readonly plannedUsd: NotionalUsd;
      readonly intendedUsd: NotionalUsd;
      readonly executedUsd: NotionalUsd;
      readonly stopPrice: Price;
      readonly trace: SizingTrace;
    }
  /** A part of an entry that depth left to a later minute: that it waits, that it was filled, or why it was given up. */
  | {
      readonly type: 'slice';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly side: Side;
      readonly slice: number;
      readonly state: 'waiting' | 'filled' | 'lapsed';
      readonly notionalUsd: NotionalUsd;
      readonly because: string;
      /** Of the whole position, where the slice was filled. */
      readonly executedUsd?: NotionalUsd;
      readonly intendedUsd?: NotionalUsd;
    }
  | {
      readonly type: 'not-taken';
      readonly symbol: SymbolId;
      readonly side: Side;
      readonly source: 'ensemble' | 'forced';
      readonly code: DenialCode;
      readonly because: string;
      readonly plannedUsd?: NotionalUsd;
      readonly trace?: SizingTrace;
      /** What it would have been, where a plan was made of it; followed when its horizon is over. */
      readonly wish?: Wish;
    }
  /** What would have become of a trade not taken: one per coin, side and signal bar, when its horizon is over. */
  | {
      readonly type: 'shadow';
      readonly symbol: SymbolId;
      readonly side: Side;
      /** The minute of the record it follows. */
      readonly at: Minute;
      readonly signalAt: Minute;
      readonly code: DenialCode;
      /** The limit that said no, with its version. */
      readonly limit?: string;
      /** What it would have been, had nobody said no. */
      readonly plannedUsd: NotionalUsd;
      /** After fees and slippage, on that size; without funding. */
      readonly netUsd: Usd;
      readonly netR: number;
      readonly lastExit: ExitKind;
      readonly minutesHeld: number;
    }
  | {
      readonly type: 'exit';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly kind: ExitKind;
      /** The venue's number of the execution. */
      readonly tradeId: string;
      readonly qty: Qty;
      readonly price: Price;
      readonly realisedUsd: Usd;
      readonly commissionUsd: Usd;
    }
  | {
      readonly type: 'closed';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly netUsd: Usd;
      readonly rMultiple: number;
      readonly minutesHeld: number;
    }
  | {
      readonly type: 'protection';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly leg: ProtectionLeg;
      readonly action: 'placed' | 'moved' | 'cancelled' | 'failed';
      readonly triggerPrice: Price;
      /** Of a working stop: what it stands there for. */
      readonly stage?: StopStage;
      readonly because: string;
    }
  | {
      readonly type: 'unprotected';
      readonly positionId: string;
      readonly symbol: SymbolId;
      readonly because: string;
    }
  | {
      readonly type: 'unknown';
      readonly symbol: SymbolId;
      readonly clientId: string;
      readonly because: string;
    }
  | { readonly type: 'foreign'; readonly symbol: SymbolId; readonly because: string }
  | { readonly type: 'trouble'; readonly what: string; readonly because: string; readonly symbol?: SymbolId }
  | { readonly type: 'state'; readonly what: string; readonly because: string }
  /** What the RL policy has learnt from trades that are over; no record where there were none. */
  | {
      readonly type: 'policy';
      readonly learnt: number;
      /** Trades that there was nothing to learn from. */
      readonly passedOver: number;
      /** All that it has learnt from. */
      readonly n: number;
      readonly because: string;
    }
  /** One a day: the venue's money of the day, the desk's own of the same, and what they differ by. */
  | {
      readonly type: 'truth';
      readonly day: EpochMs;
      readonly venue: Money;
      readonly foreign: Money;
      readonly book: Money;
      readonly mismatchUsd: Usd;
      readonly differenceCount: number;
      /** The largest of them. */
      readonly differences: readonly Difference[];
    }
  /** One a day of a desk that shadows another: how far the two went apart. In the day's last minute, whenever it was found. */
  | ({ readonly type: 'divergence' } & Divergence)
  | {
      readonly type: 'universe';
      readonly joined: readonly SymbolId[];
      readonly left: readonly SymbolId[];
      readonly size: number;
    };
