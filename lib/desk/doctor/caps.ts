import { isLimitName, type LimitName } from '../limits/schema.ts';
import type { SizingOwner, SizingStep } from '../sizing/trace.ts';
import { dollars, percent } from '../words.ts';
import { reachableConfidences } from './bands.ts';
import { roomFor } from './capacity.ts';
import { atrForStop, type Circumstances, type Example, exampleTrade, type Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';

/** Caps that bind always, caps that never can, and positions that cannot all be opened. */
export const capFindings = (circumstances: Circumstances, trade: Trade): readonly Finding[] => [
  ...alwaysBinding(circumstances, trade),
  ...neverBinding(circumstances),
  ...notReached(circumstances, trade),
  ...positionsOutOfReach(circumstances, trade),
];

/** The last cap that cut: the one without which the size would be another. */
function decidingCap(example: Example): SizingStep | undefined {
  const caps: readonly SizingOwner[] = ['Portfolio Balancer', 'Risk Guard'];
  return example.trace.findLast(step => caps.includes(step.owner) && step.afterUsd < step.beforeUsd);
}

const limitsIn = (step: SizingStep): readonly LimitName[] => {
  const name = step.limit?.split(' ')[0] ?? '';
  return isLimitName(name) ? [name] : [];
};

function alwaysBinding(circumstances: Circumstances, trade: Trade): readonly Finding[] {
  const deciding = decidingCap({ type: 'trade', ...trade });
  if (deciding === undefined) return [];
  const name = limitsIn(deciding)[0] ?? `the ${deciding.step}`;
  const share = trade.allowedUsd / trade.plannedUsd;
  const scope = cutsEveryTrade(circumstances, deciding.step) ? 'every trade' : 'the typical trade';
  return [
    finding('warning', 'cap-always-binds', {
      title: `${name} cuts ${scope}, to ${percent(Number(share.toFixed(3)))} of the plan`,
      proof: `${dollars(trade.plannedUsd)} planned, ${dollars(trade.allowedUsd)} let through: ${deciding.because}`,
      limits: limitsIn(deciding),
      figures: { plannedUsd: trade.plannedUsd, allowedUsd: trade.allowedUsd, shareFraction: share },
    }),
  ];
}

/** Whether the same cap decides whatever the confidence and wherever the stop lies. */
function cutsEveryTrade(circumstances: Circumstances, step: string): boolean {
  const { limits } = circumstances;
  const stops = [limits.values['plan/stop-fraction-min'], limits.values['plan/stop-fraction-max']];
  return stops.every(stop =>
    reachableConfidences(limits).every(confidence => {
      const atrFraction = atrForStop(stop, limits);
      return decidingCap(exampleTrade({ ...circumstances, atrFraction }, confidence))?.step === step;
    }),
  );
}

/** Caps that others make idle, whatever the equity and the plan. */
function neverBinding({ limits: { values } }: Circumstances): readonly Finding[] {
  const tradeMax = values['risk/trade-notional-usd-max'];
  const symbolMax = values['risk/symbol-notional-usd-max'];
  const grossMax = values['risk/gross-notional-usd-max'];
  const positionsMax = values['risk/positions-max'];
  const largest = Math.min(tradeMax, symbolMax);
  const findings: Finding[] = [];
  if (tradeMax > symbolMax) {
    findings.push(
      finding('warning', 'cap-never-binds', {
        title: 'risk/trade-notional-usd-max can never decide a size',
        proof: `${dollars(tradeMax)} a trade, and ${dollars(symbolMax)} in one symbol, which holds one position at most`,
        limits: ['risk/trade-notional-usd-max', 'risk/symbol-notional-usd-max'],
        figures: { tradeUsdMax: tradeMax, symbolUsdMax: symbolMax },
      }),
    );
  } else if (symbolMax > tradeMax) {
    findings.push(
      finding('note', 'cap-never-binds', {
        title: 'risk/symbol-notional-usd-max decides only where another hand holds the same symbol',
        proof: `${dollars(symbolMax)} in one symbol, which holds one position of at most ${dollars(tradeMax)}`,
        limits: ['risk/symbol-notional-usd-max', 'risk/trade-notional-usd-max'],
        figures: { tradeUsdMax: tradeMax, symbolUsdMax: symbolMax },
      }),
    );
  }
  if (positionsMax * largest < grossMax) {
    findings.push(
      finding('warning', 'cap-never-binds', {
        title: 'risk/gross-notional-usd-max can never be reached',
        proof: `${positionsMax} positions x ${dollars(largest)} = ${dollars(positionsMax * largest)}, the cap is ${dollars(grossMax)}`,
        limits: ['risk/gross-notional-usd-max', 'risk/positions-max', 'risk/symbol-notional-usd-max'],
        figures: { grossReachableUsd: positionsMax * largest, grossUsdMax: grossMax },
      }),
    );
  }
  return findings;
}

/** Caps that this plan at this equity stays below, even at its most confident. */
function notReached(circumstances: Circumstances, trade: Trade): readonly Finding[] {
  const { values } = circumstances.limits;
  const sizes = reachableConfidences(circumstances.limits).map(confidence => {
    const example = exampleTrade(circumstances, confidence);
    return decidingCap(example) === undefined && example.type === 'trade'
      ? example.allowedUsd
      : Number.POSITIVE_INFINITY;
  });
  const largest = Math.max(...sizes);
  const cap = Math.min(values['risk/trade-notional-usd-max'], values['risk/symbol-notional-usd-max']);
  if (!(largest < cap) || trade.denial !== undefined) return [];
  return [
    finding('note', 'cap-not-reached', {
      title: 'no cap touches a single trade of this plan at this equity',
      proof: `the most confident trade is ${dollars(largest)}, the lowest cap ${dollars(cap)}`,
      limits: ['risk/trade-notional-usd-max', 'risk/symbol-notional-usd-max'],
      figures: { largestUsd: largest, capUsd: cap },
    }),
  ];
}

/** Positions that exposure or margin leave no room for. The daily loss has a finding of its own. */
function positionsOutOfReach(circumstances: Circumstances, trade: Trade): readonly Finding[] {
  const positionsMax = circumstances.limits.values['risk/positions-max'];
  return roomFor(circumstances, trade)
    .filter(({ what, positions }) => what !== 'daily loss' && positions < positionsMax)
    .map(({ what, positions, limits }) =>
      finding('warning', 'positions-out-of-reach', {
        title: `${what} leaves room for ${positions} of ${positionsMax} positions`,
        proof: `${dollars(trade.allowedUsd)} each, ${dollars(trade.allowedUsd / trade.plan.leverage)} of margin each; equity ${dollars(circumstances.equityUsd)}, gross cap ${dollars(circumstances.limits.values['risk/gross-notional-usd-max'])}`,
        limits: [...limits, 'risk/positions-max'],
        figures: { positionsFit: positions, positionsMax, allowedUsd: trade.allowedUsd },
      }),
    );
}
