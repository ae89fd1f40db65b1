import type { ReplayTrade } from '../result.ts';
import { known, quantile } from './interval.ts';
import { isClosed, isWon } from './outcomes.ts';

/** How far the mark went while trades were open, in R: against them (MAE) and in their favour (MFE). */
export interface Excursions {
  readonly n: number;
  readonly maeMedianR?: number;
  /** Nine in ten went no further against. */
  readonly maeMostR?: number;
  readonly mfeMedianR?: number;
  readonly mfeMostR?: number;
}

const MOST = 0.9;

function excursionsOf(trades: readonly ReplayTrade[]): Excursions {
  const mae = trades.map(({ maeR }) => maeR);
  const mfe = trades.map(({ mfeR }) => mfeR);
  return {
    n: trades.length,
    ...known('maeMedianR', quantile(mae, 0.5)),
    ...known('maeMostR', quantile(mae, MOST)),
    ...known('mfeMedianR', quantile(mfe, 0.5)),
    ...known('mfeMostR', quantile(mfe, MOST)),
  };
}

/** Of trades that have ended, those won apart from those lost. (Sweeney, 1997.) */
export const wonAndLost = (
  trades: readonly ReplayTrade[],
): { readonly won: Excursions; readonly lost: Excursions } => {
  const closed = trades.filter(isClosed);
  return {
    won: excursionsOf(closed.filter(isWon)),
    lost: excursionsOf(closed.filter(trade => !isWon(trade))),
  };
};
