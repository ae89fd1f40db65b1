import { availableParallelism } from 'node:os';
import { onnxTensors } from '../../adapters/onnx/tensors.ts';
import { INTERVAL_MS } from '../../desk/candle.ts';
import { defaultLimits, type Limits } from '../../desk/limits/limits.ts';
import { Refusal } from '../../local/refusal.ts';
import { done } from '../../minute/work.ts';
import type { ModelKind } from '../../models/ensemble.ts';
import type { Learner } from '../../models/learner.ts';
import { learnerOf } from '../../models/learners.ts';
import { LIGHTGBM_PARAMS, lightgbmLearner } from '../../models/lightgbm-learner.ts';
import { barMsOf } from '../../models/recipe.ts';
import { type BarSeries, seriesOf } from '../../models/series.ts';
import { type Trained, type TrainingProgress, train as trainModel } from '../../models/train.ts';
import { TrainingError } from '../../models/trees/errors.ts';
import { TensorsRefused } from '../../models/work.ts';
import { XGBOOST_PARAMS, xgboostLearner } from '../../models/xgboost-learner.ts';
import type { Answer } from '../answer.ts';
import { eligibleOf, type LeftOut } from '../training/eligible.ts';
import type { History } from '../training/history.ts';
import { checkOutFolder } from '../training/out-folder.ts';
import { RECIPES, type RecipeKey } from '../training/recipes.ts';
import { rosterIn, seatIn } from '../training/seat.ts';
import { wholeBars } from '../training/whole-bars.ts';
import { trainingLines } from '../views/training.ts';

export interface TrainOptions {
  /** Reads or makes the market; called once the output folder is known to be good. */
  readonly history: () => History;
  readonly out: string;
  readonly recipe: RecipeKey;
  readonly seed: number;
  readonly everyBars: number;
  /** Recipes tried on this data so far, this one among them. */
  readonly trials: number;
  /** Trees at most, and their depth; the learner's own when left out. For trees alone. */
  readonly rounds?: number;
  readonly depth?: number;
}

/** What `train` found, as `--json` prints it. */
export interface TrainingReport {
  readonly recipe: RecipeKey;
  readonly symbols: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly files: readonly string[];
  readonly bytes: number;
  readonly folds: number;
  readonly trials: number;
  readonly manifest: Trained<unknown>['manifest'];
  readonly evaluation: Trained<unknown>['evaluation'];
  readonly licence: Trained<unknown>['licence'];
}

/**
 * Trains a model, writes it with its manifest, and answers what it has shown out of sample. The exits and costs are the
 * default limits'. `tell` hears a line for each step. Writes nothing unless all went well.
 * @throws Refusal, CandleFileError
 */
export async function train(
  options: TrainOptions & { readonly kind: ModelKind },
  tell: (line: string) => void,
): Promise<Answer> {
  checkOutFolder(options.out);
  rosterIn(options.out);
  const lesson = lessonOf(options, options.history(), tell);
  const made = await madeOf(options, options.kind, lesson, tell);
  const report = reportOf(options, lesson, made, seatIn(options.out, [made.trained]));
  return { json: printable(report), lines: screen => trainingLines(report, screen) };
}

/** What is learnt from. */
export interface Lesson {
  readonly history: History;
  readonly series: readonly BarSeries[];
  readonly leftOut: readonly LeftOut[];
  /** Exits and costs: those of the default limits. */
  readonly limits: Limits;
}

export function lessonOf(options: TrainOptions, history: History, tell: (line: string) => void): Lesson {
  const limits = defaultLimits();
  const barMs = barMsOf(RECIPES[options.recipe]);
  const { coins, leftOut } = eligibleOf(history.coins, limits);
  tell(`market ${history.market}: ${coins.length} coins, ${leftOut.length} left out`);
  for (const { symbol, because } of leftOut) tell(`  ${symbol} is left out: ${because}`);
  const series = coins.map(({ symbol, quarters }) =>
    seriesOf(symbol, wholeBars(quarters, INTERVAL_MS['15m'], barMs), barMs),
  );
  return { history, series, leftOut, limits };
}

/** A trained model, and how many folds it was walked through. */
export interface Made {
  readonly trained: Trained<unknown>;
  readonly folds: number;
}

export async function madeOf(
  options: TrainOptions,
  kind: ModelKind,
  { history, series, limits }: Lesson,
  tell: (line: string) => void,
): Promise<Made> {
  let folds = 0;
  const onProgress = (progress: TrainingProgress) => {
    if (progress.step === 'fold') folds = progress.of;
    tell(progressLine(progress));
  };
  const trained = await refusing(() =>
    done(
      trainModel({
        coins: series,
        recipe: RECIPES[options.recipe],
        learner: asked(options, kind),
        limits,
        market: history.market,
        to: history.to,
        everyBars: options.everyBars,
        // The market's own day, not this machine's: the same data and seed give the same files.
        now: history.to,
        seed: options.seed,
        trials: options.trials,
        onProgress,
      }),
      onnxTensors({ threads: availableParallelism() }),
    ),
  );
  return { trained, folds };
}

export const reportOf = (
  { recipe, trials }: TrainOptions,
  { leftOut }: Lesson,
  { trained: { file, manifest, evaluation, licence }, folds }: Made,
  files: readonly string[],
): TrainingReport => ({
  recipe,
  symbols: manifest.symbols,
  leftOut,
  files,
  bytes: file.length,
  folds,
  trials,
  manifest,
  evaluation,
  licence,
});

/** As JSON prints it: the record stands in the manifest. */
export function printable(report: TrainingReport) {
  const { record: _, ...evaluation } = report.evaluation;
  return { ...report, evaluation };
}

/** The kind's learner, with what was asked of its trees. */
function asked({ rounds, depth }: TrainOptions, kind: ModelKind): Learner<unknown> {
  const given = {
    ...(rounds === undefined ? {} : { rounds }),
    ...(depth === undefined ? {} : { maxDepth: depth }),
  };
  if (kind === 'xgboost') return xgboostLearner({ ...XGBOOST_PARAMS, ...given }) as Learner<unknown>;
  if (kind === 'lightgbm') return lightgbmLearner({ ...LIGHTGBM_PARAMS, ...given }) as Learner<unknown>;
  if (Object.keys(given).length > 0)
    throw new Refusal(`--rounds and --depth are of trees: leave them out for ${kind}`);
  return learnerOf(kind);
}

const STEPS: Readonly<Record<TrainingProgress['step'], string>> = {
  dataset: 'features and labels',
  fold: 'fold',
  evaluation: 'evaluation',
  'final-fit': 'last fit, on everything',
};

const progressLine = ({ step, done, of, note }: TrainingProgress): string =>
  `${STEPS[step]}${of > 1 ? ` ${done} of ${of}` : ''}: ${note}`;

/** What the training refuses is the user's to mend: less data than it takes, most of the time. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TrainingError || error instanceof TensorsRefused)
      throw new Refusal(`train: ${error.message}`);
    throw error;
  }
}
