import type { LeverageTier } from '../instrument.ts';
import { cite, type Limits } from '../limits/limits.ts';
import { capped, kept, type SizingTrace, traced } from '../sizing/trace.ts';
import {
  type Fraction,
  fraction,
  type Leverage,
  leverage,
  marginOfNotional,
  type NotionalUsd,
  notionalUsd,
  type Price,
  type Side,
  type SymbolId,
  type Usd,
  usd,
} from '../units.ts';
import { dollars, percent, times } from '../words.ts';
import { ladderFor, type Target, targetsOf } from './ladder.ts';
import { liquidationDistance, tierOf } from './leverage.ts';
import type { Plan } from './plan.ts';

export interface PlanInput {
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly referencePrice: Price;
  readonly atrFraction: Fraction;
  readonly equityUsd: Usd;
  readonly tiers: readonly LeverageTier[];
  readonly limits: Limits;
  /** Default `isolated`. */
  readonly marginMode?: Plan['marginMode'];
}

export type PlanAnswer =
  | { readonly type: 'planned'; readonly plan: Plan }
  | {
      readonly type: 'refused';
      readonly because: string;
      readonly plannedUsd: NotionalUsd;
      readonly trace: SizingTrace;
    };

/** Fees of both sides and slippage of the round trip, as a fraction of notional. */
export const roundTripCost = (limits: Limits): Fraction =>
  fraction(2 * limits.values['costs/taker-fee-fraction'] + limits.values['costs/slippage-fraction']);

/** Stop distance: the ATR multiple, kept between its two bounds. */
export function stopDistance(
  atr: Fraction,
  limits: Limits,
): { readonly fraction: Fraction; readonly because: string } {
  const raw = atr * limits.values['plan/stop-atr-multiple'];
  const least = limits.values['plan/stop-fraction-min'];
  const most = limits.values['plan/stop-fraction-max'];
  const reckoned = `${limits.values['plan/stop-atr-multiple']} x ATR ${percent(atr)} = ${percent(raw)}`;
  if (raw < least)
    return { fraction: least, because: `${reckoned}, raised to ${cite(limits, 'plan/stop-fraction-min')}` };
  if (raw > most)
    return { fraction: most, because: `${reckoned}, lowered to ${cite(limits, 'plan/stop-fraction-max')}` };
  return { fraction: fraction(raw), because: reckoned };
}

/**
 * Win rate at which the trade breaks even if a win always takes every leg: (stop + cost) over the whole way.
 * Optimistic: a ladder that is stopped half-way wins less.
 */
export function breakEvenAllLegs(stop: Fraction, cost: Fraction, targets: readonly Target[]): Fraction {
  const gain = targets.reduce(
    (sum, { share, distanceFraction }) => sum + share * (distanceFraction - cost),
    0,
  );
  return fraction((stop + cost) / (stop + cost + gain));
}

/** Planned notional, before any clamp, and the sentence that reckons it. */
function methodNotional(
  input: PlanInput,
  stop: Fraction,
  cost: Fraction,
): { notional: NotionalUsd; because: string } {
  const { limits, equityUsd } = input;
  const lev = limits.values['plan/leverage-max'];
  const share = limits.values['sizing/risk-fraction'];
  switch (limits.values['sizing/method']) {
    case 'margin-fraction': {
      const margin = equityUsd * share;
      return {
        notional: notionalUsd(margin * lev),
        because: `${percent(share)} of equity ${dollars(equityUsd)} = margin ${dollars(margin)}, x ${lev}`,
      };
    }
    case 'fixed-margin': {
      const margin = limits.values['sizing/base-margin-usd'];
      return { notional: notionalUsd(margin * lev), because: `fixed margin ${dollars(margin)}, x ${lev}` };
    }
    case 'risk-at-stop': {
      const risk = equityUsd * share;
      return {
        notional: notionalUsd(risk / (stop + cost)),
        because: `${percent(share)} of equity ${dollars(equityUsd)} = ${dollars(risk)} lost at a stop of ${percent(stop)} with costs of ${percent(cost)}`,
      };
    }
  }
}

/** Whole leverages from the configured one down; the first that the tier allows and that keeps liquidation far. */
function allowedLeverage(
  input: PlanInput,
  planned: NotionalUsd,
  stop: Fraction,
): { lev: Leverage; because: string } {
  const { limits, tiers, side } = input;
  const wanted = limits.values['plan/leverage-max'];
  const stops = limits.values['plan/liquidation-stops-min'];
  const holdsMargin = limits.values['sizing/method'] !== 'risk-at-stop';
  let because = `${times(wanted)} as configured`;
  for (let lev: number = wanted; lev >= 1; lev -= 1) {
    const notional = notionalUsd(holdsMargin ? (planned / wanted) * lev : planned);
    const tier = tierOf(tiers, notional);
    if (tier === undefined || tier.leverageMax < lev) {
      because = `the venue's tier for ${dollars(notional)} allows ${times(tier?.leverageMax ?? 0)}`;
      continue;
    }
    const distance = liquidationDistance(side, lev, tier.maintenanceFraction);
    if (input.marginMode !== 'cross' && distance < stops * stop) {
      because = `at ${times(lev)} liquidation lies ${percent(distance)} away, nearer than ${stops} stops of ${percent(stop)}`;
      continue;
    }
    return { lev: leverage(lev), because };
  }
  return { lev: leverage(0), because };
}

/** Equity or volatility that nothing can be reckoned from; a sentence, or undefined when both are numbers to work with. */
function unusableInput({ equityUsd, atrFraction }: PlanInput): string | undefined {
  if (!(equityUsd > 0 && Number.isFinite(equityUsd))) return `equity reads ${equityUsd}`;
  if (!(atrFraction >= 0 && Number.isFinite(atrFraction))) return `the ATR reads ${atrFraction}`;
  return undefined;
}

/**
 * Plans a trade: size, leverage, stop and targets, from equity and volatility alone. Pure arithmetic; whatever it
 * takes away from the configured size is a line of the trace. Refuses a bracket that cannot pay.
 */
export function planTrade(input: PlanInput): PlanAnswer {
  const { limits, equityUsd } = input;
  const unusable = unusableInput(input);
  if (unusable !== undefined) {
    return { type: 'refused', because: unusable, plannedUsd: notionalUsd(0), trace: [] };
  }
  const cost = roundTripCost(limits);
  const stop = stopDistance(input.atrFraction, limits);
  const method = methodNotional(input, stop.fraction, cost);
  const planned: SizingTrace = [
    {
      owner: 'Math AI',
      step: 'planned',
      beforeUsd: method.notional,
      afterUsd: method.notional,
      because: method.because,
    },
  ];
  const refuse = (because: string): PlanAnswer => ({
    type: 'refused',
    because,
    plannedUsd: method.notional,
    trace: planned,
  });
  const { lev, because } = allowedLeverage(input, method.notional, stop.fraction);
  if (lev < 1) return refuse(`no leverage is possible: ${because}`);
  const wanted = limits.values['plan/leverage-max'];
  const holdsMargin = limits.values['sizing/method'] !== 'risk-at-stop';
  const trace =
    lev < wanted && holdsMargin
      ? capped(planned, 'Math AI', 'leverage', notionalUsd((method.notional / wanted) * lev), because)
      : kept(planned, 'Math AI', 'leverage', because);

  const targets = targetsOf(ladderFor(limits.values['exits/ladder'], lev), stop.fraction, lev);
  const unreachable = targets.find(({ distanceFraction }) => distanceFraction >= 1);
  if (unreachable !== undefined)
    return refuse(`a target ${percent(unreachable.distanceFraction)} away lies beyond any price`);
  const first = targets[0];
  if (first === undefined || first.distanceFraction <= cost) {
    return refuse(
      `the first target ${percent(first?.distanceFraction ?? 0)} does not pay the round trip of ${percent(cost)}`,
    );
  }
  const notional = traced(trace);
  const loss = usd(notional * (stop.fraction + cost));
  return {
    type: 'planned',
    plan: {
      symbol: input.symbol,
      side: input.side,
      method: limits.values['sizing/method'],
      referencePrice: input.referencePrice,
      equityUsd,
      plannedNotionalUsd: method.notional,
      marginUsd: marginOfNotional(notional, lev),
      leverage: lev,
      marginMode: input.marginMode ?? 'isolated',
      atrFraction: input.atrFraction,
      stopFraction: stop.fraction,
      targets,
      roundTripCostFraction: cost,
      lossAtStopUsd: loss,
      lossAtStopOfEquity: fraction(loss / equityUsd),
      breakEvenAllLegs: breakEvenAllLegs(stop.fraction, cost, targets),
      trace: kept(
        trace,
        'Math AI',
        'stop',
        `stop ${percent(stop.fraction)}: ${stop.because}; loses ${dollars(loss)} with costs`,
      ),
    },
  };
}
