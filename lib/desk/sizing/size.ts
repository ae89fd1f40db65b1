import { type EntryBook, type EntryOrder, entryOrder } from '../execution/entry-order.ts';
import type { Instrument, LeverageTier } from '../instrument.ts';
import type { Limits } from '../limits/limits.ts';
import type { Plan } from '../plan/plan.ts';
import { balance, EMPTY_PORTFOLIO, type Portfolio } from '../portfolio/balance.ts';
import type { CrossAccount } from '../risk/cross.ts';
import type { DenialCode } from '../risk/denial.ts';
import type { Exposure } from '../risk/exposure.ts';
import { guard } from '../risk/guard.ts';
import { type Fraction, type MarginUsd, type NotionalUsd, notionalUsd, type Usd } from '../units.ts';
import { byConfidence } from './confidence.ts';
import { kept, type SizingTrace, traced } from './trace.ts';

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
}

export type Sized =
  | {
      readonly type: 'sized';
      readonly order: EntryOrder;
      readonly trace: SizingTrace;
      readonly intendedUsd: NotionalUsd;
      readonly lossAtStopUsd: Usd;
    }
  | {
      readonly type: 'denied';
      readonly code: DenialCode;
      readonly because: string;
      readonly trace: SizingTrace;
      readonly intendedUsd: NotionalUsd;
    };

/**
 * The one owner of a trade's size: every step that may change it, in order, each leaving its line in the trace.
 * After the policy's step the size is `intended`; from there on it only ever shrinks.
 */
export function size(input: SizeInput): Sized {
  const { plan, limits } = input;
  const confident = byConfidence(plan.trace, input.confidence, limits);
  const intended = kept(confident, 'RL policy', 'policy', 'no licensed policy: x1');
  const intendedUsd = traced(intended);
  const { holdings, correlationOf } = input.portfolio ?? EMPTY_PORTFOLIO;
  const { symbol, side } = plan;
  const balanced = balance({ trace: intended, symbol, side, holdings, correlationOf, limits });
  const cut = balanced.findLast(
    step => step.owner === 'Portfolio Balancer' && step.beforeUsd > step.afterUsd,
  );
  if (!(traced(balanced) > 0)) {
    const because = cut?.because ?? 'nothing is left';
    return { type: 'denied', code: 'concentration', because, trace: balanced, intendedUsd };
  }
  const guarded = guard({ ...input, trace: balanced });
  if (guarded.type === 'denied') return { ...guarded, intendedUsd };
  const placed = entryOrder(
    guarded.trace,
    plan.side,
    input.depth,
    input.instrument,
    limits,
    notionalUsd(Math.min(guarded.ceilingUsd, cut ? traced(balanced) : Number.POSITIVE_INFINITY)),
  );
  if (placed.type === 'denied') return { ...placed, intendedUsd };
  return {
    type: 'sized',
    order: placed.order,
    trace: placed.trace,
    intendedUsd,
    lossAtStopUsd: guarded.lossAtStopUsd,
  };
}
