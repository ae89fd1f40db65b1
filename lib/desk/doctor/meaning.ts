import { type Limits, withLimits } from '../limits/limits.ts';
import { type NotionalUsd, type Usd, usd } from '../units.ts';
import { dollars, percent, times } from '../words.ts';
import { type Circumstances, exampleTrade, ordinaryConfidence, type Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';
import { averageTarget } from './ladder.ts';

/** What the words of the plan mean in dollars: margin, notional, risk, equity. */
export const meaningFindings = (
  circumstances: Circumstances,
  trade: Trade,
  equity: EquityWord,
): readonly Finding[] => [
  threeQuantities(circumstances, trade),
  ...riskFraction(circumstances),
  ...equityAssumed(circumstances, equity),
];

/** Whose word the equity is, and the venue's own where that is another. */
interface EquityWord {
  readonly equitySource: 'venue' | 'given' | 'assumed';
  readonly realEquityUsd?: Usd;
}

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
      proof: `as margin: ${dollars(amount)} at ${times(limits.values['plan/leverage-max'])} and a stop of ${percent(stop)} loses ${dollars(plain)}, with costs ${dollars(withCosts)}; as loss at the stop: ${dollars(atStopFree.plannedUsd)} of notional, with costs ${dollars(atStop.plannedUsd)}`,
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

/** Equity comes from the venue alone (I04); a what-if with another one says what the real one would make of it. */
function equityAssumed(
  { limits, equityUsd }: Circumstances,
  { equitySource, realEquityUsd: real }: EquityWord,
): readonly Finding[] {
  if (equitySource === 'venue' || limits.values['sizing/method'] === 'fixed-margin') return [];
  const share = limits.values['sizing/risk-fraction'];
  const assumed = usd(share * equityUsd);
  const told = `${percent(share)} of the ${equitySource} ${dollars(equityUsd)} is ${dollars(assumed)}`;
  if (real === undefined || !(real > 0)) {
    return [
      finding('note', 'equity-assumed', {
        title: `${dollars(equityUsd)} of equity is ${equitySource}; the desk sizes by what the venue says, and by nothing else`,
        proof: `${told}; each $1,000.00 that the account has less takes ${dollars(1000 * share)} of it`,
        limits: ['sizing/risk-fraction'],
        figures: { assumedUsd: assumed },
      }),
    ];
  }
  if (real === equityUsd) return [];
  return [
    finding('note', 'equity-assumed', {
      title: `the venue says ${dollars(real)}, and the desk sizes by that`,
      proof: `${told}; of ${dollars(real)} it is ${dollars(share * real)}, and ${dollars(assumed)} would be ${percent(assumed / real)} of it`,
      limits: ['sizing/risk-fraction'],
      figures: {
        realEquityUsd: real,
        assumedUsd: assumed,
        realUsd: share * real,
        shareOfRealFraction: assumed / real,
      },
    }),
  ];
}
