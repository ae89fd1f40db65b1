import type { ExitKind, StopStage } from '../desk/position/position.ts';
import type { SizingStep } from '../desk/sizing/trace.ts';
import type { Side } from '../desk/units.ts';

/**
 * What a replay was and what came of it: the file that `--json` writes, and all that the report and a comparison read.
 * Instants are milliseconds since the epoch, UTC; amounts are dollars unless a name says otherwise.
 */
export interface ReplayResult {
  readonly format: typeof RESULT_FORMAT;
  /** Of the journal: equal for runs that decided the same. */
  readonly hash: string;
  /** False for a run that was ended early; then `endedBecause` says why, and `to` is where it ended. */
  readonly complete: boolean;
  readonly endedBecause?: string;
  readonly from: number;
  readonly to: number;
  readonly data: ReplayedData;
  readonly limits: readonly ReplayedLimit[];
  readonly models: readonly ReplayedModel[];
  /** What a person must know before believing the figures: gaps, delistings, models without a licence that traded. */
  readonly warnings: readonly string[];
  readonly walletUsd: number;
  readonly accountKind?: 'usdt-isolated' | 'credits-cross';
  /** The account by the hour, oldest first, and at the end. */
  readonly account: readonly AccountPoint[];
  readonly trades: readonly ReplayTrade[];
  /** Minutes in which nothing was opened, by reason. */
  readonly noTrade: readonly { readonly code: string; readonly minutes: number }[];
  /** Signals that were planned or asked for and not taken, by reason. */
  readonly notTaken: readonly NotTakenCount[];
  readonly ran: ReplaySpeed;
}

export const RESULT_FORMAT = 'perpdesk-replay-1';

export interface ReplayedData {
  readonly symbols: readonly string[];
  /** Of the files that were played. */
  readonly interval: '1m' | '15m' | '1h';
  /** Bars of all symbols in the span. */
  readonly bars: number;
  /** Equal for the same bars of the same coins. */
  readonly fingerprint?: string;
}

export interface ReplayedLimit {
  readonly name: string;
  readonly text: string;
  /** Absent where the default was in force. */
  readonly changed?: true;
}

export interface ReplayedModel {
  readonly kind: string;
  readonly version?: string;
  readonly licensed: boolean;
  readonly because?: string;
}

export interface AccountPoint {
  readonly at: number;
  /** Wallet and what open positions are worth at the mark. */
  readonly equityUsd: number;
  /** The lowest equity of a minute since the point before. */
  readonly lowUsd: number;
  /** Notional of open positions at the mark, long less short, and of both together. */
  readonly netExposureUsd: number;
  readonly grossExposureUsd: number;
  readonly openPositions: number;
}

/** A position from its first fill to its last. One that was still open at the end has no `closedAt`. */
export interface ReplayTrade {
  readonly id: string;
  readonly symbol: string;
  readonly side: Side;
  readonly source: 'ensemble' | 'forced';
  /** Calibrated probability of the side. */
  readonly confidence: number;
  readonly openedAt: number;
  readonly closedAt?: number;
  readonly entryPrice: number;
  readonly qty: number;
  readonly leverage: number;
  readonly plannedUsd: number;
  readonly intendedUsd: number;
  readonly executedUsd: number;
  readonly trace: readonly SizingStep[];
  readonly initialStopPrice: number;
  /** Where the working stop stood from each instant on, the first with the entry. */
  readonly stops: readonly { readonly at: number; readonly price: number; readonly stage: StopStage }[];
  readonly targets: readonly { readonly price: number; readonly qty: number; readonly filled: boolean }[];
  readonly fills: readonly TradeFill[];
  readonly fundingUsd: number;
  /** Realised, less commissions, with funding. */
  readonly netUsd: number;
  /** Dollars at risk at the initial stop, costs included. */
  readonly oneRUsd: number;
  readonly rMultiple: number;
  /**
   * The furthest that the price went against it and in its favour while it was open, in R; both at least 0: by the marks of
   * its minutes, its own fills, and the whole quarter hours in between.
   */
  readonly maeR: number;
  readonly mfeR: number;
  /** What ended it; absent while it is open. */
  readonly lastExit?: ExitKind;
  /** Bars around it, for the chart, oldest first; kept for some trades only. */
  readonly bars?: readonly ChartBar[];
}

export interface TradeFill {
  readonly at: number;
  readonly kind: 'entry' | ExitKind;
  readonly price: number;
  readonly qty: number;
  readonly realisedUsd: number;
  readonly commissionUsd: number;
}

/** Open time, open, high, low, close. */
export type ChartBar = readonly [at: number, open: number, high: number, low: number, close: number];

export interface NotTakenCount {
  readonly code: string;
  readonly n: number;
  /** Notional that was planned, of those that had a plan. */
  readonly plannedUsd: number;
}

/** How the run went; no part of what it found. */
export interface ReplaySpeed {
  readonly seconds: number;
  /** Minutes that were run in full; the others were still: nothing could happen in them. */
  readonly minutesRun: number;
  readonly minutes: number;
}
