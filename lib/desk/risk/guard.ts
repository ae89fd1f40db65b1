import type { LeverageTier } from '../instrument.ts';
import { cite, type Limits } from '../limits/limits.ts';
import { liquidationDistance, tierOf } from '../plan/leverage.ts';
import type { Plan } from '../plan/plan.ts';
import { capped, kept, type SizingTrace, traced } from '../sizing/trace.ts';
import {
  type Fraction,
  fraction,
  type MarginUsd,
  type NotionalUsd,
  notionalUsd,
  type Usd,
  usd,
} from '../units.ts';
import { dollars, times } from '../words.ts';
import { type CrossAccount, crossMarginFault } from './cross.ts';
import type { DenialCode } from './denial.ts';
import type { Exposure } from './exposure.ts';

export interface GuardInput {
  readonly trace: SizingTrace;
  readonly plan: Plan;
  readonly limits: Limits;
  readonly exposure: Exposure;
  readonly availableMarginUsd: MarginUsd;
  readonly tiers: readonly LeverageTier[];
  /** Day's loss with everything that is open or reserved stopped out; see `dayLossAtStops`. */
  readonly dayLossAtStopsUsd: Usd;
  /** The account, where all positions share its margin. */
  readonly cross?: CrossAccount;
  /** What this trade has entered already, where it is a further slice of it. */
  readonly enteredUsd?: NotionalUsd;
}

export type GuardAnswer =
  | {
      readonly type: 'approved';
      readonly trace: SizingTrace;
      readonly ceilingUsd: NotionalUsd;
      readonly lossAtStopUsd: Usd;
    }
  | {
      readonly type: 'denied';
      readonly code: DenialCode;
      readonly because: string;
      readonly trace: SizingTrace;
    };

/** Share of the free margin kept for fees and for the price moving while the order is under way. */
const MARGIN_KEPT: Fraction = fraction(0.02);

/** The most that one step of Risk Guard leaves to a trade. */
export interface Cap {
  readonly step: string;
  readonly ceiling: NotionalUsd;
  readonly because: string;
  readonly limit?: string;
}

/**
 * Whether a tier admits the plan's leverage and keeps liquidation beyond the stop (I35). The plan asked this of its own
 * notional; a confident signal is larger, and may reach a tier of higher maintenance.
 */
function carries(
  tier: LeverageTier,
  { side, leverage, stopFraction, marginMode }: Plan,
  limits: Limits,
): boolean {
  if (tier.leverageMax < leverage) return false;
  const distance = liquidationDistance(side, leverage, tier.maintenanceFraction);
  return marginMode === 'cross' || distance >= limits.values['plan/liquidation-stops-min'] * stopFraction;
}

/** The caps, in order. They do not depend on the size. */
export function capsOf({
  plan,
  limits,
  exposure,
  availableMarginUsd,
  tiers,
  enteredUsd,
}: Omit<GuardInput, 'trace'>): Cap[] {
  const { values } = limits;
  const entered = enteredUsd ?? 0;
  const held = exposure.bySymbol.get(plan.symbol) ?? 0;
  const room = (max: number, used: number) => notionalUsd(Math.max(0, max - used));
  const tierMax = Math.max(0, ...tiers.filter(tier => carries(tier, plan, limits)).map(t => t.notionalMax));
  return [
    {
      step: 'per-trade cap',
      ceiling: room(values['risk/trade-notional-usd-max'], entered),
      because: `at most ${dollars(values['risk/trade-notional-usd-max'])} a trade${entered > 0 ? `, ${dollars(entered)} entered` : ''}`,
      limit: cite(limits, 'risk/trade-notional-usd-max'),
    },
    {
      step: 'per-symbol cap',
      ceiling: room(values['risk/symbol-notional-usd-max'], held),
      because: `at most ${dollars(values['risk/symbol-notional-usd-max'])} in ${plan.symbol}, ${dollars(held)} held`,
      limit: cite(limits, 'risk/symbol-notional-usd-max'),
    },
    {
      step: 'gross cap',
      ceiling: room(values['risk/gross-notional-usd-max'], exposure.grossUsd),
      because: `at most ${dollars(values['risk/gross-notional-usd-max'])} in all, ${dollars(exposure.grossUsd)} held or reserved`,
      limit: cite(limits, 'risk/gross-notional-usd-max'),
    },
    {
      step: 'leverage tier',
      ceiling: room(tierMax, held),
      because: `the venue allows ${dollars(tierMax)} at ${times(plan.leverage)}`,
    },
    {
      step: 'free margin',
      ceiling: notionalUsd(Math.max(0, availableMarginUsd) * (1 - MARGIN_KEPT) * plan.leverage),
      because: `${dollars(availableMarginUsd)} of margin is free, x ${plan.leverage}`,
    },
  ];
}

/** The account's test in cross margin, with the maintenance of the tier that the trade reaches. */
function crossFault(
  cross: CrossAccount,
  { plan, tiers }: GuardInput,
  size: NotionalUsd,
  loss: Usd,
): string | undefined {
  return crossMarginFault({
    ...cross,
    lossAtStopUsd: loss,
    notionalUsd: size,
    maintenanceFraction: tierOf(tiers, size)?.maintenanceFraction ?? fraction(1),
    exitCostFraction: fraction(plan.roundTripCostFraction / 2),
  });
}

/**
 * Risk Guard: the caps, in order, then the reserve against the daily loss. Caps shrink and say so; a trade whose
 * stop-out would pass the day's limit is denied whole, because a smaller one would only hide that the day is full.
 */
export function guard(input: GuardInput): GuardAnswer {
  const { plan, limits, exposure, enteredUsd } = input;
  const deny = (code: DenialCode, because: string, trace: SizingTrace): GuardAnswer => ({
    type: 'denied',
    code,
    because,
    trace,
  });

  const positionsMax = limits.values['risk/positions-max'];
  // A slice joins the position that is there: it takes no further place.
  if (exposure.positions >= positionsMax && enteredUsd === undefined) {
    return deny(
      'positions-full',
      `${exposure.positions} of ${positionsMax} positions are open or reserved (${cite(limits, 'risk/positions-max')})`,
      input.trace,
    );
  }
  const caps = capsOf(input);
  let trace = input.trace;
  for (const { step, ceiling, because, limit } of caps) {
    trace = capped(trace, 'Risk Guard', step, ceiling, because, limit);
    // Written so that a figure that is no number denies: NaN is not above zero.
    if (!(traced(trace) > 0)) {
      const code = step === 'free margin' ? 'margin-short' : 'cap-reached';
      return deny(code, `${step}: ${because}${limit === undefined ? '' : ` (${limit})`}`, trace);
    }
  }
  const loss = usd(traced(trace) * (plan.stopFraction + plan.roundTripCostFraction));
  const max = limits.values['risk/daily-loss-usd-max'];
  const would = input.dayLossAtStopsUsd + loss;
  if (!(would <= max)) {
    return deny(
      'daily-loss',
      `with every stop hit the day would stand at ${dollars(-would)}: ${dollars(loss)} of it by this trade, limit ${dollars(max)} (${cite(limits, 'risk/daily-loss-usd-max')})`,
      trace,
    );
  }
  const fault = input.cross && crossFault(input.cross, input, traced(trace), loss);
  if (fault !== undefined) return deny('cross-margin', fault, trace);
  trace = kept(
    trace,
    'Risk Guard',
    'daily loss',
    `${dollars(Math.max(0, would))} of ${dollars(max)} is at stake with every stop hit`,
  );
  return {
    type: 'approved',
    trace,
    lossAtStopUsd: loss,
    ceilingUsd: notionalUsd(Math.min(...caps.map(cap => cap.ceiling))),
  };
}
