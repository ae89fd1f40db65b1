import type { Instrument } from '../instrument.ts';
import { netOf, oneRUsd } from '../position/evolve.ts';
import type { Position } from '../position/position.ts';
import {
  DAY_MS,
  type EpochMs,
  type Fraction,
  fraction,
  type Price,
  type Side,
  type SymbolId,
  type Usd,
  usd,
} from '../units.ts';

/** What was measured, so that the doctor need not assume it. Each part may be missing, and then it says so. */
export interface Evidence {
  /** What the model's trades brought out of sample. */
  readonly record?: ModelRecord;
  /** What the models said lately. */
  readonly votes?: SeenVotes;
  /** The desk's own closed trades. */
  readonly trades?: MeasuredTrades;
  /** Markets with their prices, for what depends on steps and minimums. */
  readonly coins?: readonly Coin[];
}

/** Trades of one side and confidence, from `confidenceMin` up to the next cell's. */
export interface MeasuredCell {
  readonly side: Side;
  readonly confidenceMin: Fraction;
  readonly n: number;
  /** Mean net R of the actual bracket, costs included. */
  readonly rawMeanR: number;
}

export interface ModelRecord {
  readonly name: string;
  /** Days the trades lie on, from the first to the last. */
  readonly days: number;
  /** Of the predictions that took a side; undefined where none did. */
  readonly winRateFraction: Fraction | undefined;
  /** Whether the trades were measured under the exits that are examined. */
  readonly sameExits: boolean;
  readonly cells: readonly MeasuredCell[];
}

/** One coin at one signal bar. */
export interface SeenVote {
  readonly at: EpochMs;
  readonly symbol: SymbolId;
  readonly confidence: Fraction;
  /** Expected value in R as it was reckoned then. */
  readonly evR?: number;
}

export interface SeenVotes {
  /** Days looked back over, or as many as there is a journal of. */
  readonly days: number;
  readonly votes: readonly SeenVote[];
}

export interface Coin {
  readonly instrument: Instrument;
  readonly price: Price;
}

/** The desk's own trades of the last thirty days. */
export interface MeasuredTrades {
  readonly trades: number;
  /** Since the first of them was opened. */
  readonly days: number;
  readonly winRateFraction: Fraction;
  readonly netUsd: Usd;
  /** Mean net R a trade. */
  readonly netR: number;
  /** Funding paid as a share of notional, a trade; below zero where it was received. */
  readonly fundingFraction: Fraction;
  readonly each: readonly ClosedTrade[];
}

export interface ClosedTrade {
  readonly confidence: Fraction;
  readonly netUsd: Usd;
}

/** How far back the doctor looks. */
export const LOOK_BACK_DAYS = 30;

/** The trades that ended within thirty days before `now`; undefined where there is none. */
export function measureTrades(closed: readonly Position[], now: EpochMs): MeasuredTrades | undefined {
  const recent = closed.filter(
    ({ closedAt, openedAt }) => closedAt !== undefined && now - openedAt <= LOOK_BACK_DAYS * DAY_MS,
  );
  if (recent.length === 0) return undefined;
  const since = recent.reduce((least, { openedAt }) => Math.min(least, openedAt), now as number);
  const sum = (of: (position: Position) => number) => recent.reduce((total, each) => total + of(each), 0);
  const traded = sum(({ executedNotionalUsd }) => executedNotionalUsd);
  return {
    trades: recent.length,
    days: (now - since) / DAY_MS,
    winRateFraction: fraction(sum(each => (netOf(each) > 0 ? 1 : 0)) / recent.length),
    netUsd: usd(sum(netOf)),
    netR: sum(each => netOf(each) / oneRUsd(each)) / recent.length,
    fundingFraction: fraction(traded > 0 ? -sum(({ fundingUsd }) => fundingUsd) / traded : 0),
    each: recent.map(each => ({ confidence: each.confidence, netUsd: netOf(each) })),
  };
}
