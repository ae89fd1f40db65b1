import { type EntryBook, type EntryOrder, entryOrder } from '../execution/entry-order.ts';
import type { Instrument, LeverageTier } from '../instrument.ts';
import type { Limits } from '../limits/limits.ts';
import type { Plan } from '../plan/plan.ts';
import { balance, EMPTY_PORTFOLIO, type Portfolio, roomInPortfolio } from '../portfolio/balance.ts';
import type { CrossAccount } from '../risk/cross.ts';
import type { DenialCode } from '../risk/denial.ts';
import type { Exposure } from '../risk/exposure.ts';
import { guard } from '../risk/guard.ts';
import { type Fraction, type MarginUsd, type NotionalUsd, notionalUsd, type Usd, usd } from '../units.ts';
import { byConfidence } from './confidence.ts';
import { byPolicy, type PolicyOutput } from './policy.ts';
import { untilProved } from './proving.ts';
import { type SizingTrace, traced } from './trace.ts';

export interface SizeInput {
  readonly plan: Plan;
  readonly confidence: Fraction;
  readonly limits: Limits;
  readonly exposure: Exposure;
  readonly availableMarginUsd: MarginUsd;
  readonly tiers: readonly LeverageTier[];
  readonly dayLossAtStopsUsd: Usd;
  readonly depth: EntryBook;
  readonly instrument: Instrument;
  readonly cross?: CrossAccount;
  /** What is carried and promised, and how it moves together; absent where nothing is. */
  readonly portfolio?: Portfolio;
  /** No stop has been read back for so long that this entry has to prove that one can be. */
  readonly stopsUnproved?: boolean;
  /** What the RL policy says of this trade; absent where there is none. */
  readonly policy?: PolicyOutput;
  /** What this trade has entered already, where a further slice of it is sized. */
  readonly enteredUsd?: NotionalUsd;
  /** Minutes after this one in which the signal is still good; without one no slice can follow. */
  readonly minutesLeft?: number;
}

/** What depth alone took from a size and a later slice may enter, with its share of the loss at the stop. */
export interface Later {
  readonly notionalUsd: NotionalUsd;
  readonly lossAtStopUsd: Usd;
}

export type Shrunk =
  | {
      readonly type: 'sized';
      readonly order: EntryOrder;
      readonly trace: SizingTrace;
      /** Of the order alone. */
      readonly lossAtStopUsd: Usd;
      readonly later?: Later;
    }
  | {
      readonly type: 'denied';
      readonly code: DenialCode;
      readonly because: string;
      readonly trace: SizingTrace;
    };

export type Sized = Shrunk & { readonly intendedUsd: NotionalUsd };

/**
 * The one owner of a trade's size: every step that may change it, in order, each leaving its line in the trace.
 * After the policy's step the size is `intended`; from there on it only ever shrinks.
 */
export function size(input: SizeInput): Sized {
  const confident = byConfidence(input.plan.trace, input.confidence, input.limits);
  const intended = byPolicy(confident, input.policy, input.limits);
  return { ...shrunk(intended, input), intendedUsd: traced(intended) };
}

/** The steps that only ever shrink: Portfolio Balancer, Risk Guard, Smart Execution, Instrument. */
export function shrunk(trace: SizingTrace, input: Omit<SizeInput, 'confidence' | 'policy'>): Shrunk {
  const { plan, limits } = input;
  const { holdings, correlationOf } = input.portfolio ?? EMPTY_PORTFOLIO;
  const { symbol, side } = plan;
  const asked = { symbol, side, holdings, correlationOf, limits };
  const balanced = balance({ trace, ...asked });
  if (!(traced(balanced) > 0)) {
    const cut = balanced.findLast(step => step.beforeUsd > step.afterUsd);
    // A multiplier of zero has left nothing before the portfolio was asked.
    const code = cut?.owner === 'Portfolio Balancer' ? 'concentration' : 'cap-reached';
    return { type: 'denied', code, because: cut?.because ?? 'nothing was planned', trace: balanced };
  }
  const guarded = guard({ ...input, trace: balanced });
  if (guarded.type === 'denied') return guarded;
  const { depth, instrument, minutesLeft = 0 } = input;
  // A slice stays within what the trade intends even at the dearest price a fill can have.
  const intendedMax = input.enteredUsd === undefined ? Number.POSITIVE_INFINITY : traced(balanced);
  const placed = entryOrder({
    trace: untilProved(guarded.trace, input),
    side,
    book: depth,
    instrument,
    limits,
    ceilingUsd: notionalUsd(Math.min(guarded.ceilingUsd, roomInPortfolio(asked), intendedMax)),
    minutesLeft,
  });
  if (placed.type === 'denied') return placed;
  const { order, laterUsd } = placed;
  const laterLossUsd = usd(laterUsd * (plan.stopFraction + plan.roundTripCostFraction));
  return {
    type: 'sized',
    order,
    trace: placed.trace,
    lossAtStopUsd: usd(guarded.lossAtStopUsd - laterLossUsd),
    ...(laterUsd > 0 ? { later: { notionalUsd: laterUsd, lossAtStopUsd: laterLossUsd } } : {}),
  };
}
