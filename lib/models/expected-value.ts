import { cite, type Limits } from '../desk/limits/limits.ts';
import type { LimitName } from '../desk/limits/schema.ts';
import { DAY_MS, type Fraction, fraction, type Side } from '../desk/units.ts';
import { trim } from '../desk/words.ts';
import { digestOf } from './digest.ts';

/** A trade that the model would have made out of sample, and what its bracket brought. */
export interface BracketSample {
  readonly at: number;
  readonly side: Side;
  readonly confidence: number;
  readonly netR: number;
}

/** One cell of the table: what trades of this side and confidence have brought. */
export interface ExpectedValue {
  readonly side: Side;
  readonly confidenceMin: Fraction;
  readonly n: number;
  /** What they are worth in independent trades. */
  readonly nIndependent: number;
  /** As measured; 0 where there is none. */
  readonly rawMeanR: number;
  /** Shrunken: what the verdict uses. */
  readonly meanR: number;
}

export interface ExpectedValueTable {
  /** Names the exit limits under which it was measured. */
  readonly exitsHash: string;
  /** Mean of all trades, towards which the cells are shrunken. */
  readonly allMeanR: number;
  readonly cells: readonly ExpectedValue[];
}

/** Lower bounds of the confidence buckets. */
export const BUCKETS: readonly Fraction[] = [0.5, 0.525, 0.55, 0.575, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85].map(
  fraction,
);
/** A cell weighs as much as the mean of all trades when it has this many independent trades of its own. */
const SHRINK_TRADES = 50;

const EXIT_LIMITS = [
  'exits/ladder',
  'exits/trail-atr-multiple',
  'exits/trail-fraction-min',
  'exits/trail-step-r-min',
  'exits/hold-minutes-max',
  'plan/leverage-max',
  'plan/stop-atr-multiple',
  'plan/stop-fraction-min',
  'plan/stop-fraction-max',
  'costs/taker-fee-fraction',
  'costs/slippage-fraction',
] as const satisfies readonly LimitName[];

/** Equal for limits that give every trade the same bracket and costs. */
export function exitsHashOf(limits: Limits): string {
  let hash = KNOWN_HASHES.get(limits);
  if (hash === undefined) {
    hash = digestOf(JSON.stringify(EXIT_LIMITS.map(name => limits.values[name]))).slice(0, 16);
    KNOWN_HASHES.set(limits, hash);
  }
  return hash;
}

/** It is asked once for each coin of a signal bar. */
const KNOWN_HASHES = new WeakMap<Limits, string>();

/** The table of a model's trades under these limits. */
export function expectedValues(samples: readonly BracketSample[], limits: Limits): ExpectedValueTable {
  const all = weigh(samples);
  const cells = (['long', 'short'] as const).flatMap(side =>
    BUCKETS.map((confidenceMin, b): ExpectedValue => {
      const below = BUCKETS[b + 1] ?? Infinity;
      const own = samples.filter(
        sample => sample.side === side && sample.confidence >= confidenceMin && sample.confidence < below,
      );
      const { mean, nIndependent } = weigh(own);
      const meanR = (nIndependent * mean + SHRINK_TRADES * all.mean) / (nIndependent + SHRINK_TRADES);
      return { side, confidenceMin, n: own.length, nIndependent, rawMeanR: mean, meanR };
    }),
  );
  return { exitsHash: exitsHashOf(limits), allMeanR: all.mean, cells };
}

/**
 * Mean, and how many independent trades would know it as well: the variance of a trade over that of the mean, the
 * latter by days, whose trades resemble each other.
 */
function weigh(samples: readonly BracketSample[]): { mean: number; nIndependent: number } {
  const n = samples.length;
  if (n === 0) return { mean: 0, nIndependent: 0 };
  const mean = samples.reduce((sum, { netR }) => sum + netR, 0) / n;
  const days = new Map<number, number>();
  let squares = 0;
  for (const { at, netR } of samples) {
    const day = Math.floor(at / DAY_MS);
    days.set(day, (days.get(day) ?? 0) + netR - mean);
    squares += (netR - mean) ** 2;
  }
  const byDays = [...days.values()].reduce((sum, deviation) => sum + deviation ** 2, 0);
  const design = squares > 0 && byDays > squares ? byDays / squares : 1;
  // One day is one look at the market, whatever the sums say; two trades of it are not two.
  return { mean, nIndependent: days.size === 1 ? 1 : n / design };
}

export type ValueVerdict =
  | { readonly type: 'worth'; readonly value: ExpectedValue }
  | { readonly type: 'not-worth'; readonly because: string; readonly value?: ExpectedValue };

/**
 * Whether a trade of this side and confidence is worth making under the limits in force. A table that was measured under
 * other exits says nothing about these: it is recomputed first.
 */
export function tradeValue(
  table: ExpectedValueTable,
  side: Side,
  confidence: Fraction,
  limits: Limits,
): ValueVerdict {
  if (table.exitsHash !== exitsHashOf(limits)) return ofOtherExits(limits);
  const value = table.cells.findLast(cell => cell.side === side && confidence >= cell.confidenceMin);
  if (value === undefined) {
    return { type: 'not-worth', because: `a confidence of ${trim(confidence.toFixed(4))} is below one half` };
  }
  return ofCell(table, value);
}

/** Every coin of every bar is asked about, and few verdicts are given: each is made, with its reason, once. */
const OF_OTHER_EXITS = new WeakMap<Limits, ValueVerdict>();
const OF_CELLS = new WeakMap<ExpectedValue, ValueVerdict>();

function ofOtherExits(limits: Limits): ValueVerdict {
  let verdict = OF_OTHER_EXITS.get(limits);
  if (verdict === undefined) {
    const because = `the expected value was measured under other exits than ${cite(limits, 'exits/ladder')} and its like; it is recomputed with the next revalidation`;
    verdict = { type: 'not-worth', because };
    OF_OTHER_EXITS.set(limits, verdict);
  }
  return verdict;
}

function ofCell(table: ExpectedValueTable, value: ExpectedValue): ValueVerdict {
  let verdict = OF_CELLS.get(value);
  if (verdict === undefined) {
    verdict =
      value.meanR > 0
        ? { type: 'worth', value }
        : { type: 'not-worth', value, because: tooLow(table, value) };
    OF_CELLS.set(value, verdict);
  }
  return verdict;
}

function tooLow(
  { allMeanR }: ExpectedValueTable,
  { side, confidenceMin, meanR, rawMeanR, n }: ExpectedValue,
): string {
  const cell = `${side} from ${confidenceMin}`;
  return `expected value ${meanR.toFixed(3)} R a trade (${cell}: ${rawMeanR.toFixed(3)} R over ${n} trades, all trades ${allMeanR.toFixed(3)} R)`;
}
