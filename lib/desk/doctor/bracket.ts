import { liquidationDistance, tierOf } from '../plan/leverage.ts';
import { breakEvenAllLegs } from '../plan/math-ai.ts';
import type { Plan } from '../plan/plan.ts';
import { type Fraction, fraction } from '../units.ts';
import { dollars, percent, times } from '../words.ts';
import { atrForStop, type Circumstances, exampleTrade, type Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';

/** Stop, targets and liquidation of a trade. */
export const bracketFindings = (
  circumstances: Circumstances,
  trade: Trade,
  confidence: Fraction,
): readonly Finding[] => [
  ...liquidation(circumstances, trade, confidence),
  breakEven(trade),
  ...fartherTarget(trade),
  ...legsUnderMinimum(circumstances, trade),
];

/** Share-weighted distance of the targets. */
export const averageTarget = ({ targets }: Plan): number =>
  targets.reduce((sum, { share, distanceFraction }) => sum + share * distanceFraction, 0);

/** Where no leverage keeps liquidation behind the nearest stop, nothing can be opened at all. */
export function liquidationBeforeStop(circumstances: Circumstances): readonly Finding[] {
  const { limits, tiers } = circumstances;
  const stop = limits.values['plan/stop-fraction-min'];
  const needed = limits.values['plan/liquidation-stops-min'] * stop;
  const maintenance = tiers[0]?.maintenanceFraction ?? fraction(0);
  const distance = liquidationDistance('short', 1, maintenance);
  if (distance >= needed) return [];
  return [
    finding('error', 'liquidation-before-stop', {
      title: 'even at 1x liquidation lies nearer than the limits ask: no trade is possible',
      proof: `at 1x liquidation is ${percent(distance)} away; ${limits.values['plan/liquidation-stops-min']} x stop ${percent(stop)} = ${percent(needed)}`,
      limits: ['plan/liquidation-stops-min', 'plan/stop-fraction-min'],
      figures: { liquidationFraction: distance, neededFraction: needed },
    }),
  ];
}

function liquidation(circumstances: Circumstances, trade: Trade, confidence: Fraction): readonly Finding[] {
  const { limits, tiers } = circumstances;
  const wanted = limits.values['plan/leverage-max'];
  const widest = limits.values['plan/stop-fraction-max'];
  const wild = exampleTrade({ ...circumstances, atrFraction: atrForStop(widest, limits) }, confidence);
  const reached = wild.type === 'trade' ? wild.plan.leverage : 0;
  const maintenance = tierOf(tiers, trade.allowedUsd)?.maintenanceFraction ?? fraction(0);
  const distance = liquidationDistance('short', trade.plan.leverage, maintenance);
  const away = `at ${times(trade.plan.leverage)} liquidation is ${percent(distance)} away, ${(distance / trade.plan.stopFraction).toFixed(1)} stops of ${percent(trade.plan.stopFraction)}`;
  const figures = {
    leverage: trade.plan.leverage,
    liquidationFraction: distance,
    liquidationStops: distance / trade.plan.stopFraction,
    leverageAtWidestStop: reached,
  };
  const named = ['plan/leverage-max', 'plan/liquidation-stops-min', 'plan/stop-fraction-max'] as const;
  if (reached >= wanted) {
    return [
      finding('note', 'liquidation-distance', {
        title: 'liquidation stays behind the stop',
        proof: away,
        limits: named,
        figures,
      }),
    ];
  }
  const because = wild.trace.find(step => step.step === 'leverage')?.because;
  const outcome =
    wild.type === 'refused'
      ? `refused: ${wild.because}`
      : `${times(reached)}${because ? `: ${because}` : ''}`;
  return [
    finding('warning', 'leverage-lowered', {
      title: `in wild coins the leverage of ${times(wanted)} is not kept`,
      proof: `${away}; at the widest stop ${percent(widest)} ${outcome}`,
      limits: named,
      figures,
    }),
  ];
}

/** The bar: a ladder that needs more wins than losses has to be right more often than a coin. */
const EVEN = 0.5;

function breakEven(trade: Trade): Finding {
  const {
    stopFraction: stop,
    roundTripCostFraction: cost,
    targets,
    breakEvenAllLegs: withCosts,
  } = trade.plan;
  const plain = breakEvenAllLegs(stop, fraction(0), targets);
  const legs = targets
    .map(({ share, distanceFraction }) => `${percent(share)} at ${percent(distanceFraction)}`)
    .join(', ');
  return finding(withCosts > EVEN ? 'warning' : 'note', 'break-even', {
    title: `the ladder breaks even at ${oneDigit(withCosts)} wins, costs included, if every win takes every leg (optimistic)`,
    proof: `stop ${percent(stop)} against ${legs}, ${percent(averageTarget(trade.plan))} on average: ${percent(stop)} / (${percent(stop)} + ${percent(averageTarget(trade.plan))}) = ${oneDigit(plain)}; with costs of ${percent(cost)} ${oneDigit(withCosts)}. A ladder stopped half-way wins less`,
    limits: ['exits/ladder', 'plan/leverage-max', 'plan/stop-fraction-min', 'costs/taker-fee-fraction'],
    figures: {
      averageTargetFraction: averageTarget(trade.plan),
      breakEvenFraction: plain,
      breakEvenWithCostsFraction: withCosts,
    },
  });
}

const oneDigit = (share: number): string => percent(Number(share.toFixed(3)));

const FARTHER = 1.25;

/** A farther target pays more and is hit less often; without an edge the two cancel. Told where there is one target. */
function fartherTarget({ plan }: Trade): readonly Finding[] {
  const target = plan.targets[0]?.distanceFraction;
  if (target === undefined || plan.targets.length > 1) return [];
  const far = target * FARTHER;
  const hit = (distance: number) => plan.stopFraction / (plan.stopFraction + distance);
  return [
    finding('note', 'farther-target', {
      title: 'a farther target is no free profit',
      proof: `${percent(target)} → ${percent(far)} pays ${percent(FARTHER - 1)} more a win; without an edge it is reached ${oneDigit(hit(far))} of the time, not ${oneDigit(hit(target))}`,
      limits: ['exits/ladder'],
      figures: { targetFraction: target, hitFraction: hit(target), hitFartherFraction: hit(far) },
    }),
  ];
}

function legsUnderMinimum({ limits }: Circumstances, { plan }: Trade): readonly Finding[] {
  const least = limits.values['execution/entry-notional-usd-min'];
  const share = Math.min(...plan.targets.map(target => target.share));
  if (!(share < 1)) return [];
  return [
    finding('note', 'legs-under-minimum', {
      title: 'the minimum order gates entries only; a smaller leg is closed all the same',
      proof: `a leg of ${percent(share)} of the smallest entry, ${dollars(least)}, is ${dollars(share * least)}`,
      limits: ['execution/entry-notional-usd-min', 'exits/ladder'],
      figures: { legUsd: share * least, entryUsdMin: least },
    }),
  ];
}
