import { liquidationDistance, tierOf } from '../plan/leverage.ts';
import { type Fraction, fraction } from '../units.ts';
import { percent, times } from '../words.ts';
import { atrForStop, type Circumstances, exampleTrade, type Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';

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

/** How far liquidation lies behind the stop, and whether the leverage that is wanted can be kept in wild coins. */
export function liquidationFindings(
  circumstances: Circumstances,
  trade: Trade,
  confidence: Fraction,
): readonly Finding[] {
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
