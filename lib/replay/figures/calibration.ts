import type { ReplayTrade } from '../result.ts';
import { type Bounded, known, ratio, sumOf } from './interval.ts';
import { isClosed, isWon, meanR, winRateOf } from './outcomes.ts';

/** Trades whose confidence lay in [from, to), and how many of them were won. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly confidence: number;
  readonly won: Bounded;
  readonly meanR: number;
}

export interface Calibration {
  /** Ended trades of models; forced ones have no model's confidence. */
  readonly n: number;
  /** Those that have trades, the lowest first. */
  readonly bins: readonly CalibrationBin[];
  /** Mean squared difference between confidence and outcome (1 won, 0 lost). (Brier, 1950.) */
  readonly brier?: number;
  /** Mean confidence less the share won: above 0, the models were surer than they should have been. */
  readonly gap?: number;
}

/** Twentieths of the confidence. */
const BINS = 20;

export function calibrationOf(trades: readonly ReplayTrade[]): Calibration {
  const told = trades.filter(trade => isClosed(trade) && trade.source === 'ensemble');
  const binOf = ({ confidence }: ReplayTrade) =>
    Math.min(BINS - 1, Math.max(0, Math.floor(confidence * BINS + 1e-9)));
  const bins = Array.from({ length: BINS }, (_, i) => ({
    i,
    own: told.filter(trade => binOf(trade) === i),
  })).flatMap(({ i, own }) => binFigures(i, own));
  const outcome = (trade: ReplayTrade) => (isWon(trade) ? 1 : 0);
  return {
    n: told.length,
    bins,
    ...known(
      'brier',
      ratio(
        sumOf(told, trade => (trade.confidence - outcome(trade)) ** 2),
        told.length,
      ),
    ),
    ...known(
      'gap',
      ratio(
        sumOf(told, trade => trade.confidence - outcome(trade)),
        told.length,
      ),
    ),
  };
}

function binFigures(i: number, own: readonly ReplayTrade[]): readonly CalibrationBin[] {
  const won = winRateOf(own.filter(isWon).length, own.length);
  const r = meanR(own);
  if (won === undefined || r === undefined) return [];
  const confidence = sumOf(own, trade => trade.confidence) / own.length;
  return [{ from: i / BINS, to: (i + 1) / BINS, n: own.length, confidence, won, meanR: r }];
}
