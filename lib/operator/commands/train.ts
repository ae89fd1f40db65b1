import { availableParallelism } from 'node:os';
import { onnxTensors } from '../../adapters/onnx/tensors.ts';
import { INTERVAL_MS } from '../../desk/candle.ts';
import { defaultLimits } from '../../desk/limits/limits.ts';
import { Refusal } from '../../local/refusal.ts';
import { done } from '../../minute/work.ts';
import type { ModelKind } from '../../models/ensemble.ts';
import type { Learner } from '../../models/learner.ts';
import { learnerOf } from '../../models/learners.ts';
import { LIGHTGBM_PARAMS, lightgbmLearner } from '../../models/lightgbm-learner.ts';
import { barMsOf } from '../../models/recipe.ts';
import { seriesOf } from '../../models/series.ts';
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
  readonly kind: ModelKind;
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
export async function train(options: TrainOptions, tell: (line: string) => void): Promise<Answer> {
  checkOutFolder(options.out);
  rosterIn(options.out);
  const report = await reportOf(options, options.history(), tell);
  const { record: _, ...evaluation } = report.evaluation;
  return {
    json: { ...report, evaluation },
    lines: screen => trainingLines(report, screen),
  };
}

async function reportOf(
  options: TrainOptions,
  history: History,
  tell: (line: string) => void,
): Promise<TrainingReport> {
  const limits = defaultLimits();
  const recipe = RECIPES[options.recipe];
  const { coins, leftOut } = eligibleOf(history.coins, limits);
  tell(`market ${history.market}: ${coins.length} coins, ${leftOut.length} left out`);
  for (const { symbol, because } of leftOut) tell(`  ${symbol} is left out: ${because}`);
  let folds = 0;
  const onProgress = (progress: TrainingProgress) => {
    if (progress.step === 'fold') folds = progress.of;
    tell(progressLine(progress));
  };
  const trained = await refusing(() =>
    done(
      trainModel({
        coins: coins.map(({ symbol, quarters }) =>
          seriesOf(symbol, wholeBars(quarters, INTERVAL_MS['15m'], barMsOf(recipe)), barMsOf(recipe)),
        ),
        recipe,
        learner: asked(options),
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
  const { file, manifest, evaluation, licence } = trained;
  const files = seatIn(options.out, manifest, file);
  return {
    recipe: options.recipe,
    symbols: manifest.symbols,
    leftOut,
    files,
    bytes: file.length,
    folds,
    trials: options.trials,
    manifest,
    evaluation,
    licence,
  };
}

/** The kind's learner, with what was asked of its trees. */
function asked({ kind, rounds, depth }: TrainOptions): Learner<unknown> {
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
