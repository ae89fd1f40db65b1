import { winInterval } from '../../desk/statistics.ts';
import { dayBlockBootstrap } from '../../models/bootstrap.ts';
import { meanDrawn, tradingDays } from '../../models/trading-days.ts';
import type { ReplayTrade } from '../result.ts';
import { type Bounded, finite, known, ratio, sumOf } from './interval.ts';

/** A trade that has ended. */
export type ClosedTrade = ReplayTrade & { readonly closedAt: number };

export const isClosed = (trade: ReplayTrade): trade is ClosedTrade => trade.closedAt !== undefined;
export const isWon = ({ netUsd }: ReplayTrade): boolean => netUsd > 0;

/** What trades that have ended came to, fees and funding counted. A trade is won if it brought more than nothing. */
export interface Outcomes {
  readonly trades: number;
  /** Still open at the end: in no figure of this list. */
  readonly open: number;
  readonly won: number;
  readonly netUsd: number;
  /** Share of trades won, with Wilson's 95 % interval. Absent without a trade. */
  readonly winRate?: Bounded;
  /** Dollars won for each dollar lost; absent where none was lost. */
  readonly profitFactor?: number;
  /** Mean R a trade, with the 90 % interval of a bootstrap over days, from four days with an end on. */
  readonly expectancyR?: Bounded;
  readonly meanWinR?: number;
  readonly meanLossR?: number;
  /** The most losses in a row, in the order in which trades ended. */
  readonly lossesInARow: number;
}

export function outcomesOf(trades: readonly ReplayTrade[]): Outcomes {
  const closed = trades.filter(isClosed).toSorted((a, b) => a.closedAt - b.closedAt);
  const won = closed.filter(isWon);
  const lost = closed.filter(trade => !isWon(trade));
  return {
    trades: closed.length,
    open: trades.length - closed.length,
    won: won.length,
    netUsd: sumOf(closed, ({ netUsd }) => netUsd),
    ...known('winRate', winRateOf(won.length, closed.length)),
    ...known(
      'profitFactor',
      ratio(
        sumOf(won, ({ netUsd }) => netUsd),
        -sumOf(lost, ({ netUsd }) => netUsd),
      ),
    ),
    ...known('expectancyR', expectancyOf(closed)),
    ...known('meanWinR', meanR(won)),
    ...known('meanLossR', meanR(lost)),
    lossesInARow: longestRun(closed),
  };
}

export function winRateOf(won: number, n: number): Bounded | undefined {
  if (n === 0) return undefined;
  const [low, high] = winInterval(won, n);
  return { value: won / n, low, high };
}

export const meanR = (trades: readonly ReplayTrade[]): number | undefined =>
  ratio(
    sumOf(trades, ({ rMultiple }) => rMultiple),
    trades.length,
  );

const SEED = 1;
const DAYS_OF_A_BOOTSTRAP = 4;

/** Days are drawn, not trades: those of a day share its weather. */
function expectancyOf(closed: readonly ClosedTrade[]): Bounded | undefined {
  const value = meanR(closed);
  if (value === undefined) return undefined;
  const days = tradingDays(closed.map(({ closedAt, rMultiple }) => ({ at: closedAt, netR: rMultiple })));
  if (days.length < DAYS_OF_A_BOOTSTRAP) return { value };
  const { low, high } = dayBlockBootstrap(days.length, SEED, drawn => meanDrawn(days, drawn));
  return { value, ...known('low', finite(low)), ...known('high', finite(high)) };
}

function longestRun(closed: readonly ClosedTrade[]): number {
  let [run, longest] = [0, 0];
  for (const trade of closed) {
    run = isWon(trade) ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
