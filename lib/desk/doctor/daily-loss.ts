import { type Fraction, fraction } from '../units.ts';
import { dollars, percent, trim } from '../words.ts';
import { reachableConfidences } from './bands.ts';
import { lossAtStop, positionsThatFit, roomFor } from './capacity.ts';
import { atrForStop, type Circumstances, exampleTrade, type Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';

/** The worst hour: every stop hit at once, against what a day may lose. */
export const dailyLossFindings = (circumstances: Circumstances, trade: Trade): readonly Finding[] => [
  ...reserveShort(circumstances, trade),
  ...stopOut(circumstances, trade),
  ...drawdownFirst(circumstances),
];

/** Stops tried between the nearest and the farthest: a lower leverage may make a wide stop the cheaper one. */
const STOPS_TRIED = 9;

/**
 * No trade that can pass may lose as little as a day may: whatever the confidence and wherever the stop lies. Nothing
 * could ever be reserved, so entries stay closed.
 */
export function reserveImpossible(circumstances: Circumstances): readonly Finding[] {
  const { limits } = circumstances;
  const [nearest, widest] = [
    limits.values['plan/stop-fraction-min'],
    limits.values['plan/stop-fraction-max'],
  ];
  const stops = Array.from({ length: STOPS_TRIED }, (_, i) =>
    fraction(nearest + ((widest - nearest) * i) / (STOPS_TRIED - 1)),
  );
  let cheapest: Trade | undefined;
  for (const stop of stops) {
    for (const confidence of reachableConfidences(limits)) {
      const tried = exampleTrade({ ...circumstances, atrFraction: atrForStop(stop, limits) }, confidence);
      if (tried.type === 'refused') continue;
      // The first that passes settles it; mostly that is the very first.
      if (tried.denial === undefined) return [];
      if (isOverDailyLoss(tried) && (cheapest === undefined || lossAtStop(tried) < lossAtStop(cheapest)))
        cheapest = tried;
    }
  }
  return cheapest === undefined ? [] : [overDailyLoss(circumstances, cheapest, 'reserve-impossible')];
}

const isOverDailyLoss = ({ denial }: Trade): boolean => denial?.code === 'daily-loss';

/** The typical trade passes the day's loss by itself, and calmer or less confident ones do not. */
const reserveShort = (circumstances: Circumstances, trade: Trade): readonly Finding[] =>
  isOverDailyLoss(trade) && reserveImpossible(circumstances).length === 0
    ? [overDailyLoss(circumstances, trade, 'reserve-short')]
    : [];

function overDailyLoss(
  { limits }: Circumstances,
  trade: Trade,
  code: 'reserve-impossible' | 'reserve-short',
): Finding {
  const max = limits.values['risk/daily-loss-usd-max'];
  const loss = lossAtStop(trade);
  const never = code === 'reserve-impossible';
  return finding(never ? 'error' : 'warning', code, {
    title: never
      ? 'one stop-out exceeds the daily loss, so no entry can be reserved'
      : 'one stop-out exceeds the daily loss unless the coin is calm or the signal weak',
    proof: `${dollars(trade.allowedUsd)} x (stop ${percent(trade.plan.stopFraction)} + costs ${percent(trade.plan.roundTripCostFraction)}) = ${dollars(loss)}, the day may lose ${dollars(max)}`,
    limits: ['risk/daily-loss-usd-max', 'plan/stop-fraction-min'],
    figures: { lossAtStopUsd: loss, dailyLossUsdMax: max },
  });
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
        `the daily loss is the account's, not ${positions} x ${dollars(max)} = ${dollars(positions * max)}`,
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
