import type { PolicyContext } from '../../desk/sizing/policy.ts';
import { HOUR_MS, type Minute, type Side, signOf } from '../../desk/units.ts';
import { schemaOf } from '../schema.ts';

/** What is known of a trade when it is sized. Fractions of price, dollars, R, as the names say. */
export interface TradeFacts {
  readonly side: Side;
  readonly minute: Minute;
  /** Calibrated probability of the side. */
  readonly confidence: number;
  readonly atrFraction: number;
  readonly spreadBps: number;
  /** Rate of the next settlement: above zero, longs pay shorts. */
  readonly fundingRate: number;
  /** Gross notional carried and promised, as a share of its cap. */
  readonly grossShare: number;
  /** Net results of the coin's own last trades, in R; may be none. */
  readonly resultsR: readonly number[];
}

/**
 * One number of the context: where its middle lies and what one unit of it is, so that all are of a size. The first is
 * 1 in every trade.
 */
const COLUMNS: Readonly<Record<string, (facts: TradeFacts) => number>> = {
  always: () => 1,
  confidence: ({ confidence }) => (confidence - 0.65) / 0.1,
  side: ({ side }) => signOf(side),
  volatility: ({ atrFraction }) => Math.log(atrFraction / 0.008) / 0.7,
  spread: ({ spreadBps }) => (spreadBps - 4) / 4,
  funding: ({ fundingRate, side }) => (signOf(side) * fundingRate) / 0.0003,
  exposure: ({ grossShare }) => (grossShare - 0.4) / 0.3,
  'hour-sine': ({ minute }) => Math.SQRT2 * Math.sin(angleOf(minute)),
  'hour-cosine': ({ minute }) => Math.SQRT2 * Math.cos(angleOf(minute)),
  // Pulled to zero by five trades that came to nothing: one trade is no record.
  results: ({ resultsR }) => (2 * resultsR.reduce((sum, r) => sum + bounded(r), 0)) / (resultsR.length + 5),
};

const angleOf = (minute: Minute): number => (2 * Math.PI * (minute / HOUR_MS)) / 24;

/** Columns, their order and their meaning. Raise the version when one changes its meaning and keeps its name. */
export const POLICY_SCHEMA = schemaOf(1, Object.keys(COLUMNS));

/** No number of a context is farther from its middle than this. */
const FARTHEST = 2;
const bounded = (value: number): number => Math.max(-FARTHEST, Math.min(FARTHEST, value));

/** The context of a trade; undefined where something that belongs to it is no number, and then nobody has a say. */
export function contextOf(facts: TradeFacts): PolicyContext | undefined {
  // Four digits are all that a context needs, and short to store.
  const values = Object.values(COLUMNS).map(column => Number(bounded(column(facts)).toFixed(4)));
  return values.every(Number.isFinite) ? { schemaHash: POLICY_SCHEMA.hash, values } : undefined;
}
