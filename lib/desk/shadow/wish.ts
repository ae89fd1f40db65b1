import { cite, type Limits } from '../limits/limits.ts';
import type { LimitName } from '../limits/schema.ts';
import type { Target } from '../plan/ladder.ts';
import type { Plan } from '../plan/plan.ts';
import type { DenialCode } from '../risk/denial.ts';
import type { SizingStep, SizingTrace } from '../sizing/trace.ts';
import {
  type Fraction,
  fraction,
  type Leverage,
  type Minute,
  type NotionalUsd,
  notionalUsd,
  type Price,
} from '../units.ts';

/**
 * A trade that was planned and not taken, with all that is needed to tell later what would have become of it: the limits
 * of that minute stand in here, so that an edit made afterwards changes nothing. Distances are fractions of price.
 */
export interface Wish {
  /** Close of the signal bar: of several refusals at one bar the first is followed. */
  readonly signalAt: Minute;
  /** What it would have been, had nobody said no: what reached whoever did, less what the steps behind would have cut. */
  readonly notionalUsd: NotionalUsd;
  /** Those cuts. */
  readonly cutsBehind: SizingTrace;
  /** The limit that said no, with its version. Absent where none did. */
  readonly limit?: string;
  /** The mark at which it was planned; its entry. */
  readonly referencePrice: Price;
  readonly leverage: Leverage;
  readonly atrFraction: Fraction;
  readonly stopFraction: Fraction;
  readonly targets: readonly Target[];
  /** Fee and slippage of one fill, of its notional. */
  readonly fillCostFraction: Fraction;
  readonly roundTripCostFraction: Fraction;
  readonly trailFraction: Fraction;
  readonly trailStepR: number;
  /** Its horizon: the time stop. */
  readonly holdMinutesMax: number;
}

/** Who said no, and how far the size had come. */
export interface Refusal {
  readonly code: DenialCode;
  readonly trace: SizingTrace;
}

/** A refusal of a plan, with what the steps behind it would have cut. */
export interface RefusedPlan extends Refusal {
  readonly plan: Plan;
  readonly cutsBehind: SizingTrace;
}

/** The wish of a refused plan; undefined where nothing had been left of it before anybody said no. */
export function wishOf(refusal: RefusedPlan, signalAt: Minute, limits: Limits): Wish | undefined {
  const { values } = limits;
  const { plan, cutsBehind } = refusal;
  const notional = cutsBehind.at(-1)?.afterUsd ?? reachedUsd(refusal.trace);
  if (!(notional > 0)) return undefined;
  const limit = refusingLimit(refusal, limits);
  return {
    signalAt,
    notionalUsd: notional,
    cutsBehind,
    ...(limit === undefined ? {} : { limit }),
    referencePrice: plan.referencePrice,
    leverage: plan.leverage,
    atrFraction: plan.atrFraction,
    stopFraction: plan.stopFraction,
    targets: plan.targets,
    fillCostFraction: fraction(values['costs/taker-fee-fraction'] + values['costs/slippage-fraction'] / 2),
    roundTripCostFraction: plan.roundTripCostFraction,
    trailFraction: fraction(
      Math.max(values['exits/trail-atr-multiple'] * plan.atrFraction, values['exits/trail-fraction-min']),
    ),
    trailStepR: values['exits/trail-step-r-min'],
    holdMinutesMax: values['exits/hold-minutes-max'],
  };
}

/** The step of a refused trade's trace that left nothing of it, if it was a step that did. */
export function emptiedBy(trace: SizingTrace): SizingStep | undefined {
  const last = lastOfSomething(trace);
  return last !== undefined && !(last.afterUsd > 0) ? last : undefined;
}

/** Dollars of notional that reached whoever refused a trade. */
export function reachedUsd(trace: SizingTrace): NotionalUsd {
  const last = lastOfSomething(trace);
  if (last === undefined) return notionalUsd(0);
  return last.afterUsd > 0 ? last.afterUsd : last.beforeUsd;
}

/** What follows a step that has left nothing are lines that find nothing. */
const lastOfSomething = (trace: SizingTrace): SizingStep | undefined =>
  trace.findLast(({ beforeUsd }) => beforeUsd > 0);

/** The limit behind a refusal that is no line of the trace. */
const REFUSING: Readonly<Partial<Record<DenialCode, LimitName>>> = {
  'positions-full': 'risk/positions-max',
  'daily-loss': 'risk/daily-loss-usd-max',
  'depth-thin': 'execution/slippage-bps-max',
  'order-unfilled': 'execution/slippage-bps-max',
  'entry-below-minimum': 'execution/entry-notional-usd-min',
};

function refusingLimit({ code, trace }: Refusal, limits: Limits): string | undefined {
  const step = emptiedBy(trace);
  if (step?.limit !== undefined) return step.limit;
  const name = REFUSING[code];
  return name === undefined ? undefined : cite(limits, name);
}
