import { INTERVAL_MS } from '../../desk/candle.ts';
import { defaultLimits } from '../../desk/limits/limits.ts';
import { Refusal } from '../../local/refusal.ts';
import { barMsOf } from '../../models/recipe.ts';
import { seriesOf } from '../../models/series.ts';
import { type Trained, type TrainingProgress, train as trainModel } from '../../models/train.ts';
import { type Booster, treeCount } from '../../models/trees/booster.ts';
import { TrainingError } from '../../models/trees/errors.ts';
import { finished } from '../../models/work.ts';
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
  /** Trees at most, and their depth; the learner's own when left out. */
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
  readonly trees: number;
  readonly folds: number;
  readonly trials: number;
  readonly manifest: Trained<Booster>['manifest'];
  readonly evaluation: Trained<Booster>['evaluation'];
  readonly licence: Trained<Booster>['licence'];
}

/**
 * Trains the booster, writes model and manifest, and answers what it has shown out of sample. The exits and costs are the
 * default limits'. `tell` hears a line for each step. Writes nothing unless all went well.
 * @throws Refusal, CandleFileError
 */
export function train(options: TrainOptions, tell: (line: string) => void): Answer {
  checkOutFolder(options.out);
  rosterIn(options.out);
  const report = reportOf(options, options.history(), tell);
  const { record: _, ...evaluation } = report.evaluation;
  return {
    json: { ...report, evaluation },
    lines: screen => trainingLines(report, screen),
  };
}

function reportOf(options: TrainOptions, history: History, tell: (line: string) => void): TrainingReport {
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
  const trained = refusing(() =>
    finished(
      trainModel({
        coins: coins.map(({ symbol, quarters }) =>
          seriesOf(symbol, wholeBars(quarters, INTERVAL_MS['15m'], barMsOf(recipe)), barMsOf(recipe)),
        ),
        recipe,
        learner: xgboostLearner({
          ...XGBOOST_PARAMS,
          ...(options.rounds === undefined ? {} : { rounds: options.rounds }),
          ...(options.depth === undefined ? {} : { maxDepth: options.depth }),
        }),
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
    ),
  );
  const { file, manifest, evaluation, licence, model } = trained;
  const files = seatIn(options.out, manifest, file);
  return {
    recipe: options.recipe,
    symbols: manifest.symbols,
    leftOut,
    files,
    bytes: file.length,
    trees: treeCount(model),
    folds,
    trials: options.trials,
    manifest,
    evaluation,
    licence,
  };
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
function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TrainingError) throw new Refusal(`train: ${error.message}`);
    throw error;
  }
}
