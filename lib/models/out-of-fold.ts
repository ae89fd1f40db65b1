import type { Limits } from '../desk/limits/limits.ts';
import { epochMs, fraction } from '../desk/units.ts';
import { bracketOf, playBracket } from './bracket-path.ts';
import { type Calibration, calibrated, fitPlatt } from './calibration.ts';
import { type Dataset, rowsOf } from './dataset.ts';
import { sided } from './ensemble.ts';
import type { BracketSample } from './expected-value.ts';
import type { Learner } from './learner.ts';
import type { ResolvedPrediction } from './record.ts';
import { TrainingError } from './trees/errors.ts';
import { type Fold, type WalkOptions, walkForward } from './walk-forward.ts';
import type { Work } from './work.ts';

/** A fold's test rows and what a model that knew only what came before says of them. */
export interface FoldMargins {
  readonly fold: Fold;
  readonly margins: Float64Array;
}

/** Trains on the past of a fold and predicts its test. */
export function* marginsOfFold<Model>(
  dataset: Dataset,
  fold: Fold,
  learner: Learner<Model>,
  seed: number,
): Work<FoldMargins> {
  const fit = rowsOf(dataset, fold.fit);
  const stop = fold.stop.length > 0 ? rowsOf(dataset, fold.stop) : undefined;
  const model = yield* learner.train(fit, stop, seed);
  return { fold, margins: Float64Array.from(yield* learner.margins(model, rowsOf(dataset, fold.test))) };
}

const NEEDED_ROWS = 200;

/**
 * Walks a learner through time, fold by fold. `tell` hears of each that is done.
 * @throws TrainingError where there is too little to learn from, or the learner refuses
 */
export function* walkLearner<Model>(
  dataset: Dataset,
  learner: Learner<Model>,
  { walk, seed }: { readonly walk: WalkOptions; readonly seed: number },
  tell: (done: number, of: number, note: string) => void,
): Work<readonly FoldMargins[]> {
  const folds = walkForward(dataset, walk);
  const short = folds.find(({ fit, test }) => fit.length < NEEDED_ROWS || test.length === 0);
  if (short !== undefined || folds.length < 2) {
    const found = short === undefined ? `${folds.length} folds` : `${short.fit.length} rows before a fold`;
    throw new TrainingError('shape', `too little data: ${found}; ${NEEDED_ROWS} rows and 2 folds are needed`);
  }
  const margins: FoldMargins[] = [];
  for (const fold of folds) {
    margins.push(yield* marginsOfFold(dataset, fold, learner, seed));
    tell(margins.length, folds.length, `learnt from ${fold.fit.length} rows, predicted ${fold.test.length}`);
  }
  return margins;
}

/** A row of the dataset with a calibrated prediction made without it. */
export interface OutOfFold {
  readonly row: number;
  readonly pUp: number;
}

/**
 * Nested predictions: fold k is calibrated by the folds before it. The first fold has none before it and yields none.
 * Labels that were not known by the beginning of fold k take no part.
 */
export function nestedPredictions(dataset: Dataset, folds: readonly FoldMargins[]): readonly OutOfFold[] {
  return folds.slice(1).flatMap(({ fold, margins }, k): OutOfFold[] => {
    const calibration = calibrationOf(dataset, folds.slice(0, k + 1), fold.from);
    return Array.from(fold.test, (row, n) => ({ row, pUp: calibrated(calibration, margins[n] as number) }));
  });
}

/** Predictions with what came of them. */
export const resolvedOf = (
  dataset: Dataset,
  predictions: readonly OutOfFold[],
): readonly ResolvedPrediction[] =>
  predictions.map(({ row, pUp }) => ({
    at: epochMs(dataset.at[row] as number),
    pUp,
    label: dataset.labels[row] as number,
  }));

/** A calibration from folds, by what was known at an instant. */
export function calibrationOf(dataset: Dataset, folds: readonly FoldMargins[], knownBy: number): Calibration {
  const margins: number[] = [];
  const labels: number[] = [];
  for (const { fold, margins: own } of folds) {
    fold.test.forEach((row, n) => {
      if ((dataset.endAt[row] as number) > knownBy) return;
      margins.push(own[n] as number);
      labels.push(dataset.labels[row] as number);
    });
  }
  return fitPlatt(margins, labels);
}

/** What the bracket of each prediction's side would have brought; trades that the data ends within are left out. */
export function bracketSamples(
  dataset: Dataset,
  predictions: readonly OutOfFold[],
  limits: Limits,
): readonly BracketSample[] {
  return predictions.flatMap(({ row, pUp }) => {
    const { side, confidence } = sided(pUp);
    const series = dataset.coins[dataset.coin[row] as number];
    if (series === undefined) return [];
    const bracket = bracketOf(side, fraction(dataset.atrFraction[row] as number), limits);
    const path = playBracket(series, dataset.bar[row] as number, bracket);
    return path === undefined ? [] : [{ at: dataset.at[row] as number, side, confidence, netR: path.netR }];
  });
}
