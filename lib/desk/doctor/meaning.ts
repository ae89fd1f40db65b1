import { type Limits, withLimits } from '../limits/limits.ts';
import { type NotionalUsd, type Usd, usd } from '../units.ts';
import { dollars, percent, times } from '../words.ts';
import { averageTarget } from './bracket.ts';
import { type Circumstances, exampleTrade, ordinaryConfidence, type Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';

/** What the words of the plan mean in dollars: margin, notional, risk, equity. */
export const meaningFindings = (
  circumstances: Circumstances,
  trade: Trade,
  realEquityUsd: Usd | undefined,
): readonly Finding[] => [
  threeQuantities(circumstances, trade),
  ...riskFraction(circumstances),
  ...equityAssumed(circumstances, realEquityUsd),
];

function threeQuantities({ limits, equityUsd }: Circumstances, { plan, plannedUsd }: Trade): Finding {
  const lev = limits.values['plan/leverage-max'];
  const margin = plannedUsd / lev;
  const target = averageTarget(plan);
  const loss = plannedUsd * plan.stopFraction;
  const withCosts = plannedUsd * (plan.stopFraction + plan.roundTripCostFraction);
  return finding('note', 'three-quantities', {
    title: `margin ${dollars(margin)}, notional ${dollars(plannedUsd)}, at risk ${dollars(withCosts)}: three quantities`,
    proof: `${dollars(margin)} x ${times(lev)} = ${dollars(plannedUsd)}; the stop at ${percent(plan.stopFraction)} loses ${dollars(loss)}, with costs ${dollars(withCosts)} (${percent(withCosts / equityUsd)} of equity); the target at ${percent(target)} earns ${dollars(plannedUsd * target)} (of the margin alone it would be ${dollars(margin * target)})`,
    limits: ['sizing/method', 'plan/leverage-max'],
    figures: {
      marginUsd: margin,
      notionalUsd: plannedUsd,
      lossAtStopUsd: loss,
      lossAtStopWithCostsUsd: withCosts,
      gainAtTargetUsd: plannedUsd * target,
      gainOfMarginUsd: margin * target,
    },
  });
}

/** "Risk 2 %" read both ways, by the planner itself. */
function riskFraction(circumstances: Circumstances): readonly Finding[] {
  const { limits, equityUsd } = circumstances;
  const method = limits.values['sizing/method'];
  if (method === 'fixed-margin') return [];
  const share = limits.values['sizing/risk-fraction'];
  const asMargin = plannedWith(circumstances, { 'sizing/method': 'margin-fraction' });
  const atStop = plannedWith(circumstances, { 'sizing/method': 'risk-at-stop' });
  const atStopFree = plannedWith(circumstances, {
    'sizing/method': 'risk-at-stop',
    'costs/taker-fee-fraction': '0',
    'costs/slippage-fraction': '0',
  });
  if (asMargin === undefined || atStop === undefined || atStopFree === undefined) return [];
  const { stopFraction: stop, roundTripCostFraction: cost } = asMargin.plan;
  const amount = share * equityUsd;
  const [plain, withCosts] = [asMargin.plannedUsd * stop, asMargin.plannedUsd * (stop + cost)];
  const meant = method === 'margin-fraction' ? 'margin' : 'loss at the stop';
  return [
    finding('note', 'risk-fraction-meaning', {
      title: `sizing/risk-fraction ${percent(share)} means ${meant} here`,
      proof: `as margin: ${dollars(amount)} at ${times(limits.values['plan/leverage-max'])} and a stop of ${percent(stop)} loses ${dollars(plain)}, with costs ${dollars(withCosts)}. As loss at the stop: ${dollars(atStopFree.plannedUsd)} of notional, with costs ${dollars(atStop.plannedUsd)}`,
      limits: ['sizing/risk-fraction', 'sizing/method'],
      figures: {
        marginUsd: amount,
        marginLossAtStopUsd: plain,
        marginLossAtStopWithCostsUsd: withCosts,
        riskNotionalUsd: atStopFree.plannedUsd,
        riskNotionalWithCostsUsd: atStop.plannedUsd,
      },
    }),
  ];
}

interface Planned {
  readonly plan: Trade['plan'];
  readonly plannedUsd: NotionalUsd;
}

function plannedWith(
  circumstances: Circumstances,
  texts: Readonly<Record<string, string>>,
): Planned | undefined {
  const read = withLimits(circumstances.limits, texts);
  if (read.type === 'invalid') return undefined;
  const changed: Limits = read.limits;
  const example = exampleTrade({ ...circumstances, limits: changed }, ordinaryConfidence(changed));
  return example.type === 'trade' ? example : undefined;
}

/** Equity comes from the venue alone; a what-if with another one says what the real one would make of it. */
function equityAssumed(circumstances: Circumstances, realEquityUsd: Usd | undefined): readonly Finding[] {
  const { limits, equityUsd } = circumstances;
  if (realEquityUsd === undefined || !(realEquityUsd > 0) || realEquityUsd === equityUsd) return [];
  if (limits.values['sizing/method'] === 'fixed-margin') return [];
  const share = limits.values['sizing/risk-fraction'];
  const [assumed, real] = [usd(share * equityUsd), usd(share * realEquityUsd)];
  return [
    finding('note', 'equity-assumed', {
      title: `the venue says ${dollars(realEquityUsd)}, and the desk sizes by that`,
      proof: `${percent(share)} of the assumed ${dollars(equityUsd)} is ${dollars(assumed)}; of ${dollars(realEquityUsd)} it is ${dollars(real)}, and ${dollars(assumed)} would be ${percent(assumed / realEquityUsd)} of it`,
      limits: ['sizing/risk-fraction'],
      figures: {
        realEquityUsd,
        assumedUsd: assumed,
        realUsd: real,
        shareOfRealFraction: assumed / realEquityUsd,
      },
    }),
  ];
}
