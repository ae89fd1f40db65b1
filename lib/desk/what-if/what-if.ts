import type { Position } from '../position/position.ts';
import { profitOf } from '../profit.ts';
import { firstRefusals, type PriceTagInput, tradesOfSpan } from '../shadow/price-tag.ts';
import type { SizingTrace } from '../sizing/trace.ts';
import type { EpochMs } from '../units.ts';
import { type AskableLimit, isOf, resized } from './resize.ts';

export interface WhatIfInput extends PriceTagInput {
  readonly name: AskableLimit;
  readonly value: number;
  /** The limit's edits, in any order: a trace names a version only where it cut. Empty where nobody knows them. */
  readonly edits?: readonly LimitEdit[];
}

/** A version of a limit, and since when it was in force. */
export interface LimitEdit {
  readonly version: number;
  readonly at: EpochMs;
}

/** One trade as it was and as it would have been. Dollars of notional; net with fees and funding. */
export interface TradeWhatIf {
  readonly id: string;
  readonly beforeUsd: number;
  readonly afterUsd: number;
  /** Undefined while the trade is open, or its shadow is not known. */
  readonly netBeforeUsd: number | undefined;
  readonly netAfterUsd: number | undefined;
  readonly isUpperBound: boolean;
}

/** What the limit did in one of its versions: the trace's, else the one in force when the trade was opened, else `not cited`. */
export interface VersionUse {
  readonly version: string;
  readonly trades: number;
  readonly cutUsd: number;
  /** Of the trades that are closed. */
  readonly netUsd: number;
}

export interface WhatIf {
  readonly trades: number;
  /** What the plan asked for of these trades, before any limit. */
  readonly plannedUsd: number;
  readonly beforeUsd: number;
  readonly afterUsd: number;
  readonly netBeforeUsd: number;
  readonly netAfterUsd: number;
  readonly changed: number;
  readonly upperBounds: number;
  /** Refused by the limit, and allowed by the other value. */
  readonly allowed: number;
  /** Changed or allowed, and how it ends is not known yet. */
  readonly unknown: number;
  /** From before there were traces: taken as they were. */
  readonly untraced: number;
  readonly most: readonly TradeWhatIf[];
  readonly versions: readonly VersionUse[];
}

const MOST = 5;

/** What the trades of a span would have been with another value of one limit, by what the desk itself has written. */
export function whatIf(input: WhatIfInput): WhatIf {
  const taken = tradesOfSpan(input);
  const trades = taken.map(each => ofTaken(each, input));
  const allowed = ofRefused(input);
  const all = [...trades, ...allowed];
  const changed = all.filter(isChanged);
  const sum = (of: (trade: TradeWhatIf) => number | undefined) =>
    all.reduce((total, each) => total + (of(each) ?? 0), 0);
  return {
    trades: trades.length,
    plannedUsd: taken.reduce((total, { plannedNotionalUsd }) => total + plannedNotionalUsd, 0),
    beforeUsd: sum(each => each.beforeUsd),
    afterUsd: sum(each => each.afterUsd),
    netBeforeUsd: sum(each => each.netBeforeUsd),
    netAfterUsd: sum(each => each.netAfterUsd),
    changed: changed.length,
    upperBounds: changed.filter(each => each.isUpperBound).length,
    allowed: allowed.length,
    unknown: changed.filter(each => each.netAfterUsd === undefined).length,
    untraced: taken.filter(({ trace }) => trace.length === 0).length,
    most: changed.toSorted((a, b) => moved(b) - moved(a)).slice(0, MOST),
    versions: versionsOf(taken, input),
  };
}

const moved = ({ beforeUsd, afterUsd }: TradeWhatIf): number => Math.abs(afterUsd - beforeUsd);
const isChanged = (trade: TradeWhatIf): boolean => moved(trade) >= 0.005;

/** What was executed changes as the last line of the trace does: fills may differ from it a little. */
function ofTaken(position: Position, { name, value }: WhatIfInput): TradeWhatIf {
  const { id, trace, executedNotionalUsd: beforeUsd } = position;
  const recorded = trace.at(-1)?.afterUsd ?? 0;
  const again = resized(trace, name, value);
  const ratio = recorded > 0 ? again.afterUsd / recorded : 1;
  const net = position.phase === 'closed' ? profitOf(position).realisedUsd : undefined;
  return {
    id,
    beforeUsd,
    afterUsd: beforeUsd * ratio,
    netBeforeUsd: net,
    netAfterUsd: net === undefined ? undefined : net * ratio,
    isUpperBound: again.isUpperBound,
  };
}

/** Refusals in which this limit left nothing, and its other value would have left something. */
function ofRefused(input: WhatIfInput): readonly TradeWhatIf[] {
  const { name, value } = input;
  return firstRefusals(input).flatMap(({ key, record, wish, shadow }): TradeWhatIf[] => {
    if (wish.limit?.split(' ')[0] !== name) return [];
    const again = resized(record.trace ?? [], name, value);
    // The wish is what would have been left without this limit: no more than that.
    const afterUsd = Math.min(again.afterUsd, wish.notionalUsd);
    if (!(afterUsd > 0)) return [];
    const net = shadow === undefined ? undefined : (shadow.netUsd * afterUsd) / shadow.plannedUsd;
    return [{ id: key, beforeUsd: 0, afterUsd, netBeforeUsd: 0, netAfterUsd: net, isUpperBound: false }];
  });
}

function versionsOf(
  positions: readonly Position[],
  { name, edits = [] }: WhatIfInput,
): readonly VersionUse[] {
  const uses = new Map<string, VersionUse>();
  for (const position of positions) {
    const { version = inForce(edits, position.openedAt), cutUsd } = useOf(position.trace, name);
    const before = uses.get(version) ?? { version, trades: 0, cutUsd: 0, netUsd: 0 };
    const net = position.phase === 'closed' ? profitOf(position).realisedUsd : 0;
    uses.set(version, {
      version,
      trades: before.trades + 1,
      cutUsd: before.cutUsd + cutUsd,
      netUsd: before.netUsd + net,
    });
  }
  return [...uses.values()];
}

function useOf(trace: SizingTrace, name: AskableLimit) {
  const step = trace.find(each => isOf(each, name) && each.limit !== undefined);
  if (step === undefined) return { version: undefined, cutUsd: 0 };
  return { version: step.limit?.slice(name.length + 1), cutUsd: step.beforeUsd - step.afterUsd };
}

/** The last edit before a trade was opened. */
function inForce(edits: readonly LimitEdit[], openedAt: number): string {
  const known = edits.filter(({ at }) => at <= openedAt).toSorted((a, b) => b.version - a.version);
  return known[0] === undefined ? 'not cited' : `v${known[0].version}`;
}
