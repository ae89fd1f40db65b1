import { isSlice, type SizingStep } from '../../desk/sizing/trace.ts';
import type { ReplayTrade } from '../result.ts';
import { sumOf } from './interval.ts';

/** What one step made of the sizes of all trades. Dollars of notional. */
export interface StepTotal {
  readonly owner: SizingStep['owner'] | 'Venue';
  readonly step: string;
  /** Trades whose trace has the step. */
  readonly trades: number;
  /** Trades that it made smaller, and by how much in all, at least 0. */
  readonly cut: number;
  readonly cutUsd: number;
  /** The same of trades that it made larger. */
  readonly grown: number;
  readonly grownUsd: number;
  /** All trades after it, those that have no such step among them. */
  readonly afterUsd: number;
  /** The limits that bound, without their version, the one that bound most often first. */
  readonly limits: readonly string[];
}

/** From planned to executed over all trades; the steps' sums add up to it to the cent. */
export interface SizeTotals {
  readonly trades: number;
  readonly plannedUsd: number;
  readonly intendedUsd: number;
  readonly executedUsd: number;
  readonly steps: readonly StepTotal[];
}

/** A change of size below this is rounding in the arithmetic. */
const SAME_USD = 0.005;
/** What the trace leaves unsaid between its last line and the fills. */
const FILLS = { owner: 'Venue', step: 'fills' } as const;

interface Change {
  readonly owner: StepTotal['owner'];
  readonly step: string;
  readonly usd: number;
  readonly limit?: string;
}

export const keyOf = ({ owner, step }: Pick<Change, 'owner' | 'step'>): string => `${owner}: ${step}`;
/** `risk/trade-notional-usd-max v7` without its version. */
const limitName = (cited: string): string => cited.replace(/ (v\d+|\(default\))$/, '');

/** Each step of a trade as what it changed; slices are one step, and what is left over is the venue's. */
export function changesOf({ trace, plannedUsd, executedUsd }: ReplayTrade): readonly Change[] {
  const told = trace.map((line): Change => {
    const { owner, step, beforeUsd, afterUsd, limit } = line;
    return {
      owner,
      step: isSlice(line) ? 'slices' : step,
      usd: afterUsd - beforeUsd,
      ...(limit === undefined ? {} : { limit: limitName(limit) }),
    };
  });
  const untold = executedUsd - plannedUsd - sumOf(told, ({ usd }) => usd);
  return Math.abs(untold) < SAME_USD ? told : [...told, { ...FILLS, usd: untold }];
}

export function sizesOf(trades: readonly ReplayTrade[]): SizeTotals {
  const plannedUsd = sumOf(trades, trade => trade.plannedUsd);
  const changes = trades.map(changesOf);
  let afterUsd = plannedUsd;
  const records = recordsOf(changes);
  const steps = inOrder(changes).flatMap(key => {
    const record = records.get(key);
    if (record === undefined) return [];
    const total = totalOf(record, afterUsd);
    afterUsd = total.afterUsd;
    return [total];
  });
  return {
    trades: trades.length,
    plannedUsd,
    intendedUsd: sumOf(trades, trade => trade.intendedUsd),
    executedUsd: sumOf(trades, trade => trade.executedUsd),
    steps,
  };
}

/** The steps of all traces in one order: one that is new stands behind the step it came after. */
function inOrder(changes: readonly (readonly Change[])[]): readonly string[] {
  const order: string[] = [];
  for (const trade of changes) {
    let place = 0;
    for (const key of trade.map(keyOf)) {
      const there = order.indexOf(key);
      if (there < 0) order.splice(place, 0, key);
      place = (there < 0 ? place : there) + 1;
    }
  }
  return order;
}

/** What one step did to each trade that has it. */
interface StepRecord {
  readonly owner: StepTotal['owner'];
  readonly step: string;
  readonly nets: number[];
  readonly limits: string[];
}

/** One pass over all trades: a run may have tens of thousands. */
function recordsOf(changes: readonly (readonly Change[])[]): ReadonlyMap<string, StepRecord> {
  const records = new Map<string, StepRecord>();
  for (const trade of changes) {
    const nets = new Map<StepRecord, number>();
    for (const change of trade) {
      const key = keyOf(change);
      const record = records.get(key) ?? { owner: change.owner, step: change.step, nets: [], limits: [] };
      records.set(key, record);
      nets.set(record, (nets.get(record) ?? 0) + change.usd);
      if (change.limit !== undefined) record.limits.push(change.limit);
    }
    for (const [record, usd] of nets) record.nets.push(usd);
  }
  return records;
}

function totalOf({ owner, step, nets, limits }: StepRecord, beforeUsd: number): StepTotal {
  const cuts = nets.filter(usd => usd < -SAME_USD);
  const growths = nets.filter(usd => usd > SAME_USD);
  return {
    owner,
    step,
    trades: nets.length,
    cut: cuts.length,
    cutUsd: 0 - sumOf(cuts, usd => usd),
    grown: growths.length,
    grownUsd: sumOf(growths, usd => usd),
    afterUsd: beforeUsd + sumOf(nets, usd => usd),
    limits: mostFirst(limits),
  };
}

function mostFirst(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
}

/** The steps that took most in all, the largest first; none that took nothing. */
export const largestCuts = ({ steps }: SizeTotals): readonly StepTotal[] =>
  steps.filter(({ cutUsd }) => cutUsd > 0).toSorted((a, b) => b.cutUsd - a.cutUsd);
