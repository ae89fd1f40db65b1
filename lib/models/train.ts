import type { Limits } from '../desk/limits/limits.ts';
import { type EpochMs, epochMs, fraction } from '../desk/units.ts';
import { type Dataset, datasetOf, rowsOf } from './dataset.ts';
import { digestOf } from './digest.ts';
import { expectedValues } from './expected-value.ts';
import { type KeptPredictions, keptOf } from './kept-predictions.ts';
import type { Learner } from './learner.ts';
import { type Licence, licenceOf } from './licence.ts';
import type { Manifest } from './manifest.ts';
import { bracketSamples, calibrationOf, nestedPredictions, resolvedOf, walkLearner } from './out-of-fold.ts';
import type { Recipe } from './recipe.ts';
import { type Evaluation, evaluate } from './report.ts';
import { schemaOfKind } from './schemas.ts';
import type { BarSeries } from './series.ts';
import { trainingRows, WALK_DEFAULTS, type WalkOptions } from './walk-forward.ts';
import { thresholdsOf } from './what-if.ts';
import type { Work } from './work.ts';

export interface TrainingRequest<Model> {
  readonly coins: readonly BarSeries[];
  readonly recipe: Recipe;
  readonly learner: Learner<Model>;
  /** For the expected value: the exits and costs in force. */
  readonly limits: Limits;
  readonly market: Manifest['market'];
  /** Nothing after this instant is learnt from. */
  readonly to?: EpochMs;
  readonly everyBars?: number;
  readonly walk?: WalkOptions;
  readonly now: EpochMs;
  readonly seed: number;
  /** Models or recipes tried so far, this one among them; deflates the Sharpe ratio. */
  readonly trials?: number;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

export interface TrainingProgress {
  readonly step: 'dataset' | 'fold' | 'evaluation' | 'final-fit';
  readonly done: number;
  readonly of: number;
  readonly note: string;
}

export interface Trained<Model> {
  readonly model: Model;
  /** The model's file, whose checksum the manifest states. */
  readonly file: Uint8Array;
  readonly manifest: Manifest;
  readonly evaluation: Evaluation;
  /** What it said out of fold. */
  readonly kept: KeptPredictions;
  /** As the model would stand were it promoted now. */
  readonly licence: Licence;
}

/**
 * From bars to a model with its evidence: dataset, walk-forward, calibration, expected value, licence, final fit.
 * @throws TrainingError when there is too little to learn from, or the learner refuses
 */
export function* train<Model>(request: TrainingRequest<Model>): Work<Trained<Model>> {
  const { coins, recipe, learner, limits, now, seed, walk = WALK_DEFAULTS } = request;
  const progress = request.onProgress ?? (() => {});
  const dataset = datasetOf(coins, {
    recipe,
    ...(request.to === undefined ? {} : { to: request.to }),
    ...(request.everyBars === undefined ? {} : { everyBars: request.everyBars }),
  });
  progress({ step: 'dataset', done: 1, of: 1, note: `${dataset.rows} rows of ${coins.length} coins` });

  const folds = yield* walkLearner(dataset, learner, { walk, seed }, (done, of, note) =>
    progress({ step: 'fold', done, of, note }),
  );
  const predictions = nestedPredictions(dataset, folds);
  const samples = bracketSamples(dataset, predictions, limits);
  const evaluation = evaluate(resolvedOf(dataset, predictions), samples, {
    seed,
    trials: request.trials ?? 1,
  });
  progress({
    step: 'evaluation',
    done: 1,
    of: 1,
    note: `log loss ${evaluation.logLoss.toFixed(5)} against ${evaluation.baseLogLoss.toFixed(5)}`,
  });

  const model = yield* finalFit(dataset, learner, walk, seed);
  const file = learner.write(model);
  progress({ step: 'final-fit', done: 1, of: 1, note: `${file.length} bytes` });
  const last = dataset.endAt.at(-1) ?? 0;
  const manifest = manifestOf(request, dataset, evaluation, {
    file,
    calibration: calibrationOf(dataset, folds, last),
    expectedValue: expectedValues(samples, limits),
    thresholds: thresholdsOf(samples, seed),
  });
  const desk = { schemaHash: manifest.schemaHash, market: request.market };
  const { schemaHash, market, record, revalidatedAt } = manifest;
  const licence = licenceOf({ promoted: true, revalidatedAt, schemaHash, market, record, now, desk, seed });
  const kept = keptOf(dataset, predictions, manifest);
  return { model, file, manifest, evaluation, kept, licence };
}

/** The model that is kept has seen everything; its evidence is that of its forebears in the walk. */
function* finalFit<Model>(
  dataset: Dataset,
  learner: Learner<Model>,
  walk: WalkOptions,
  seed: number,
): Work<Model> {
  const last = (dataset.endAt.at(-1) ?? 0) + walk.embargoMs;
  const { fit, stop } = trainingRows(dataset, last, walk);
  return yield* learner.train(
    rowsOf(dataset, fit),
    stop.length > 0 ? rowsOf(dataset, stop) : undefined,
    seed,
  );
}

function manifestOf<Model>(
  { learner, recipe, market, now }: TrainingRequest<Model>,
  dataset: Dataset,
  { rows, logLoss, baseLogLoss, areaUnderCurve, standing, netR, record }: Evaluation,
  parts: Pick<Manifest, 'calibration' | 'expectedValue' | 'thresholds'> & { readonly file: Uint8Array },
): Manifest {
  const checksum = digestOf(parts.file);
  const day = new Date(now).toISOString().slice(0, 10);
  return {
    format: 1,
    kind: learner.kind,
    version: `${learner.kind}-${day}-${checksum.slice(0, 8)}`,
    recipe,
    schemaHash: schemaOfKind(learner.kind).hash,
    market,
    trainedFrom: epochMs(dataset.at[0] ?? 0),
    trainedTo: epochMs(dataset.endAt.at(-1) ?? 0),
    trainedAt: now,
    revalidatedAt: now,
    symbols: dataset.coins.map(({ symbol }) => symbol),
    metrics: {
      rows,
      logLoss,
      baseLogLoss,
      gain: baseLogLoss - logLoss,
      areaUnderCurve: Number.isNaN(areaUnderCurve) ? null : areaUnderCurve,
      winRate: Number.isNaN(standing.winRate.value) ? null : fraction(standing.winRate.value),
      netR: Number.isNaN(netR.value) ? null : netR.value,
    },
    calibration: parts.calibration,
    expectedValue: parts.expectedValue,
    thresholds: parts.thresholds,
    record,
    resolvedTo: epochMs(dataset.at.at(-1) ?? 0),
    checksum,
  };
}
