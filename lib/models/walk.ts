import type { Limits } from '../desk/limits/limits.ts';
import type { EpochMs } from '../desk/units.ts';
import { type Dataset, datasetOf } from './dataset.ts';
import type { ModelKind } from './ensemble.ts';
import { expectedValues } from './expected-value.ts';
import { FEATURES } from './features.ts';
import { type Joint, jointOfWalks } from './joint.ts';
import type { Learner } from './learner.ts';
import { type Licence, licenceOf } from './licence.ts';
import type { ModelMarket } from './manifest.ts';
import { nestedMixture } from './mixture.ts';
import { bracketSamples, nestedPredictions, type OutOfFold, resolvedOf, walkLearner } from './out-of-fold.ts';
import type { Recipe } from './recipe.ts';
import { type Evaluation, evaluate } from './report.ts';
import type { BarSeries } from './series.ts';
import { TrainingError } from './trees/errors.ts';
import { WALK_DEFAULTS, type WalkOptions } from './walk-forward.ts';
import { TensorsRefused, type Work } from './work.ts';

/** What is asked of a comparison of several kinds on the same bars. */
export interface WalkRequest {
  readonly coins: readonly BarSeries[];
  readonly recipe: Recipe;
  readonly learners: readonly Learner<unknown>[];
  /** The exits and costs that trades are valued with. */
  readonly limits: Limits;
  readonly market: ModelMarket;
  /** Nothing after this instant is learnt from. */
  readonly to: EpochMs;
  readonly everyBars?: number;
  readonly walk?: WalkOptions;
  readonly seed: number;
  /** Models and recipes tried on these bars, these among them; deflates the Sharpe ratio. */
  readonly trials: number;
  readonly onProgress?: (of: ModelKind | 'dataset', note: string) => void;
}

/** What one kind, or the ensemble of all, has shown out of sample. */
export type Walked =
  | {
      readonly name: ModelKind | 'ensemble';
      readonly evaluation: Evaluation;
      /** As it would stand were it promoted at the end; the ensemble's is asked the same, though no licence is its own. */
      readonly licence: Licence;
      /** Predictions of sides and confidences that have an expected value above zero: those that would be traded. */
      readonly tradable: number;
    }
  | { readonly name: ModelKind | 'ensemble'; readonly refusal: string };

/**
 * Walks several kinds of model over one dataset in the same folds, and then their ensemble, nested: its weights and its
 * calibration in a fold come from the folds before it. A kind that cannot be trained is told of and left out.
 */
export function* walkKinds(request: WalkRequest): Work<readonly Walked[]> {
  const { recipe, to, learners, seed, walk = WALK_DEFAULTS, onProgress = () => {} } = request;
  const every = request.everyBars === undefined ? {} : { everyBars: request.everyBars };
  const dataset = datasetOf(request.coins, { recipe, to, ...every });
  onProgress('dataset', `${dataset.rows} rows of ${request.coins.length} coins`);
  const walked: Walked[] = [];
  const walks: { kind: ModelKind; predictions: readonly OutOfFold[] }[] = [];
  for (const learner of learners) {
    const { kind } = learner;
    try {
      const folds = yield* walkLearner(dataset, learner, { walk, seed }, (done, of, note) =>
        onProgress(kind, `fold ${done} of ${of}: ${note}`),
      );
      const predictions = nestedPredictions(dataset, folds);
      walks.push({ kind, predictions });
      walked.push(shown(kind, dataset, predictions, request));
    } catch (error) {
      if (!(error instanceof TrainingError || error instanceof TensorsRefused)) throw error;
      walked.push({ name: kind, refusal: error.message });
    }
  }
  return walks.length < 2 ? walked : [...walked, ensembleOf(dataset, jointOfWalks(dataset, walks), request)];
}

function ensembleOf(
  dataset: Dataset,
  joint: Joint & { readonly places: readonly number[] },
  request: WalkRequest,
): Walked {
  const predictions = nestedMixture(joint, joint.kinds).map(({ row, pUp }) => ({
    row: joint.places[row] as number,
    pUp,
  }));
  return shown('ensemble', dataset, predictions, request);
}

function shown(
  name: ModelKind | 'ensemble',
  dataset: Dataset,
  predictions: readonly OutOfFold[],
  { limits, market, to, seed, trials }: WalkRequest,
): Walked {
  const samples = bracketSamples(dataset, predictions, limits);
  const evaluation = evaluate(resolvedOf(dataset, predictions), samples, { seed, trials });
  const desk = { schemaHash: FEATURES.hash, market };
  const licence = licenceOf({
    promoted: true,
    revalidatedAt: to,
    record: evaluation.record,
    now: to,
    ...desk,
    desk,
    seed,
  });
  const worth = expectedValues(samples, limits).cells.filter(({ meanR }) => meanR > 0);
  const tradable = worth.reduce((sum, { n }) => sum + n, 0);
  return { name, evaluation, licence, tradable };
}
