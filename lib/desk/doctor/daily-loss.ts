import { type Fraction, fraction } from '../units.ts';
import { dollars, percent, trim } from '../words.ts';
import { lossAtStop, positionsThatFit, roomFor } from './capacity.ts';
import { atrForStop, type Circumstances, exampleTrade, type Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';

/** The worst hour: every stop hit at once, against what a day may lose. */
export const dailyLossFindings = (
  circumstances: Circumstances,
  trade: Trade,
  confidence: Fraction,
): readonly Finding[] => [
  ...reserve(circumstances, trade, confidence),
  ...stopOut(circumstances, trade),
  ...drawdownFirst(circumstances),
];

/** One trade that already passes the day's loss: an error if no stop is near enough, a warning if this one is not. */
function reserve(circumstances: Circumstances, trade: Trade, confidence: Fraction): readonly Finding[] {
  if (trade.denial?.code !== 'daily-loss') return [];
  const { limits } = circumstances;
  const nearest = atrForStop(limits.values['plan/stop-fraction-min'], limits);
  const calm = exampleTrade({ ...circumstances, atrFraction: nearest }, confidence);
  const never = calm.type === 'trade' && calm.denial?.code === 'daily-loss';
  const max = limits.values['risk/daily-loss-usd-max'];
  const loss = lossAtStop(trade);
  return [
    finding(never ? 'error' : 'warning', never ? 'reserve-impossible' : 'reserve-short', {
      title: never
        ? 'one stop-out exceeds the daily loss, so no entry can be reserved'
        : 'one stop-out exceeds the daily loss unless the coin is calm',
      proof: `${dollars(trade.allowedUsd)} x (stop ${percent(trade.plan.stopFraction)} + costs ${percent(trade.plan.roundTripCostFraction)}) = ${dollars(loss)}, the day may lose ${dollars(max)}`,
      limits: ['risk/daily-loss-usd-max', 'plan/stop-fraction-min'],
      figures: { lossAtStopUsd: loss, dailyLossUsdMax: max },
    }),
  ];
}

function stopOut(circumstances: Circumstances, trade: Trade): readonly Finding[] {
  const { limits, equityUsd } = circumstances;
  const max = limits.values['risk/daily-loss-usd-max'];
  const positions = limits.values['risk/positions-max'];
  if (positions === 0 || !(trade.allowedUsd > 0)) return [];
  const { stopFraction: stop, roundTripCostFraction: cost } = trade.plan;
  const planned = stopOutOf(positions * trade.plannedUsd, stop, cost);
  const allowed = stopOutOf(positions * trade.allowedUsd, stop, cost);
  const budget = max / positions;
  const fitting = budget / (stop + cost);
  const fits = roomFor(circumstances, trade).find(({ what }) => what === 'daily loss')?.positions ?? 0;
  const over = allowed.withCosts > max;
  return [
    finding(over ? 'warning' : 'note', over ? 'stop-out-over-daily-loss' : 'stop-out-within-daily-loss', {
      title: over
        ? `with every stop hit at once the daily loss is passed ${ratio(allowed.withCosts / max)} times: ${fits} of ${positions} positions fit it`
        : `all ${positions} positions stopped out at once stay within the daily loss`,
      proof: [
        `as planned ${positions} x ${dollars(trade.plannedUsd)} = ${dollars(planned.gross)}, at a stop of ${percent(stop)} ${dollars(planned.plain)}, ${ratio(planned.plain / max)} times the day's ${dollars(max)} (with costs ${dollars(planned.withCosts)})`,
        `as let through ${dollars(allowed.gross)}: ${dollars(allowed.plain)} (with costs ${dollars(allowed.withCosts)}, ${percent(allowed.withCosts / equityUsd)} of equity)`,
        `what fits: ${dollars(max)} / ${positions} = ${dollars(budget)} each, ${dollars(fitting)} of notional with costs`,
      ].join('; '),
      limits: ['risk/daily-loss-usd-max', 'risk/positions-max', 'plan/stop-fraction-max'],
      figures: {
        plannedStopOutUsd: planned.plain,
        plannedTimesOver: planned.plain / max,
        allowedStopOutUsd: allowed.plain,
        allowedStopOutWithCostsUsd: allowed.withCosts,
        positionsFit: Math.min(fits, positions),
        positionsOpenAtOnce: positionsThatFit(circumstances, trade),
        riskEachUsd: budget,
        notionalFitsUsd: fitting,
      },
    }),
  ];
}

const stopOutOf = (gross: number, stop: Fraction, cost: Fraction) => ({
  gross,
  plain: gross * stop,
  withCosts: gross * fraction(stop + cost),
});

const ratio = (times: number): string => trim(times.toFixed(2));

/** A daily loss so large that the drawdown halt, which needs a person to lift it, comes first. */
function drawdownFirst({ limits, equityUsd }: Circumstances): readonly Finding[] {
  const max = limits.values['risk/daily-loss-usd-max'];
  const drawdown = limits.values['risk/drawdown-fraction-max'];
  if (!(equityUsd > 0) || max < drawdown * equityUsd) return [];
  return [
    finding('warning', 'drawdown-before-daily-loss', {
      title: 'the drawdown halt comes before the daily loss is used up',
      proof: `${percent(drawdown)} of ${dollars(equityUsd)} = ${dollars(drawdown * equityUsd)}, the day may lose ${dollars(max)}`,
      limits: ['risk/drawdown-fraction-max', 'risk/daily-loss-usd-max'],
      figures: { drawdownUsd: drawdown * equityUsd, dailyLossUsdMax: max },
    }),
  ];
}
