import { DAY_MS, MINUTE_MS } from '../../desk/units.ts';
import type { ReplayResult, ReplayTrade } from '../result.ts';
import { DAYS_A_YEAR, DAYS_MIN } from './days.ts';
import { known, quantile, ratio, sumOf } from './interval.ts';
import { isClosed } from './outcomes.ts';

/** What was moved, what it cost, and how much of the account was out at a time. */
export interface Activity {
  /** Notional of all fills, entries and exits. */
  readonly turnoverUsd: number;
  /** Of the mean equity, a year; absent below thirty days. */
  readonly turnoverTimesAYear?: number;
  /** Commissions paid; below 0 where the venue gave more than it took. */
  readonly feesUsd: number;
  /** Fees of the turnover, a fraction. */
  readonly feesFraction?: number;
  /** Below 0 where the positions paid. */
  readonly fundingUsd: number;
  /** Share of the span in which at least one position was open. */
  readonly inMarketFraction: number;
  /** Gross exposure over equity: its mean over the account's points, and the highest of them. */
  readonly grossTimesMean?: number;
  readonly grossTimesMax?: number;
  /** Net exposure (long less short) over equity, the mean. */
  readonly netTimesMean?: number;
  readonly positionsMax: number;
  /** Of trades that have ended. */
  readonly holdMinutesMean?: number;
  readonly holdMinutesMedian?: number;
}

export function activityOf(result: ReplayResult): Activity {
  const { from, to, account, trades } = result;
  const fills = trades.flatMap(trade => trade.fills);
  const turnoverUsd = sumOf(fills, ({ price, qty }) => price * qty);
  const feesUsd = sumOf(fills, ({ commissionUsd }) => commissionUsd);
  const days = (to - from) / DAY_MS;
  const solvent = account.filter(({ equityUsd }) => equityUsd > 0);
  const gross = solvent.map(({ grossExposureUsd, equityUsd }) => grossExposureUsd / equityUsd);
  const net = solvent.map(({ netExposureUsd, equityUsd }) => netExposureUsd / equityUsd);
  const equity = ratio(
    sumOf(account, ({ equityUsd }) => equityUsd),
    account.length,
  );
  const times = equity === undefined ? undefined : ratio(turnoverUsd, equity);
  const holds = trades.filter(isClosed).map(({ openedAt, closedAt }) => (closedAt - openedAt) / MINUTE_MS);
  return {
    turnoverUsd,
    ...known(
      'turnoverTimesAYear',
      times === undefined || days < DAYS_MIN ? undefined : (times * DAYS_A_YEAR) / days,
    ),
    feesUsd,
    ...known('feesFraction', ratio(feesUsd, turnoverUsd)),
    fundingUsd: sumOf(trades, ({ fundingUsd }) => fundingUsd),
    inMarketFraction: inMarketOf(trades, from, to),
    ...known('grossTimesMean', mean(gross)),
    ...known('grossTimesMax', quantile(gross, 1)),
    ...known('netTimesMean', mean(net)),
    positionsMax: account.reduce((most, { openPositions }) => Math.max(most, openPositions), 0),
    ...known('holdMinutesMean', mean(holds)),
    ...known('holdMinutesMedian', quantile(holds, 0.5)),
  };
}

const mean = (values: readonly number[]): number | undefined =>
  ratio(
    sumOf(values, value => value),
    values.length,
  );

/** The union of the spans in which trades were open, over the whole. */
function inMarketOf(trades: readonly ReplayTrade[], from: number, to: number): number {
  let [covered, until] = [0, from];
  for (const { openedAt, closedAt = to } of trades.toSorted((a, b) => a.openedAt - b.openedAt)) {
    const begin = Math.max(openedAt, until);
    const end = Math.min(closedAt, to);
    if (end > begin) covered += end - begin;
    until = Math.max(until, end);
  }
  return to > from ? covered / (to - from) : 0;
}
