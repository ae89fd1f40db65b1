import { binMatrixLightgbm } from './binning-lightgbm.ts';
import type { LightgbmBooster, LightgbmTree } from './booster-lightgbm.ts';
import { lightgbmBoosterOf, splitsFirst } from './booster-lightgbm.ts';
import type { TrainingOptions } from './boosting.ts';
import { anchorOf, boost, checkTraining } from './boosting.ts';
import { onGrid } from './exact-sum.ts';
import type { Derivatives } from './histogram.ts';
import { layoutOf } from './histogram.ts';
import { gradientDouble, hessianDouble, logitDouble, missOf } from './logistic-lightgbm.ts';
import type { LabelledMatrix, Matrix } from './matrix.ts';
import { meanLabel } from './mean-label.ts';
import { addLightgbmTrees, packLightgbm } from './packed-lightgbm.ts';
import type { LightgbmParams } from './params-lightgbm.ts';
import { completeLightgbmParams } from './params-lightgbm.ts';
import { lightgbmRules } from './rules-lightgbm.ts';
import { addLeaf, emptyTree, type Tree } from './tree.ts';
import { Validation } from './validation.ts';

/**
 * Trains a booster as LightGBM does, leaf by leaf, under the logistic objective. The same data, parameters and seed
 * give the same trees, bit for bit; with all rows sampled their order plays no part. Without sampling a tree that has
 * no split ends the training. With `earlyStoppingRounds` the trees after the round with the least validation loss are
 * dropped.
 * @throws TrainingError for data or parameters that no model may be made from
 */
export function trainLightgbm(
  data: LabelledMatrix,
  given: Partial<LightgbmParams>,
  options: TrainingOptions = {},
): LightgbmBooster {
  const params = completeLightgbmParams(given);
  const { valid, onRound } = options;
  checkTraining(data, options, params.earlyStoppingRounds);
  const start = logitDouble(meanLabel(data));
  const head = {
    featureCount: data.columns,
    featureNames: namesOf(options.featureNames ?? [], data.columns),
    ranges: rangesOf(data),
  };
  const matrix = binMatrixLightgbm(data, params.maxBin);
  const layout = layoutOf(matrix);
  const margins = new Float64Array(data.rows).fill(start);
  const validationOf = (rows: LabelledMatrix) =>
    new Validation(rows, new Float64Array(rows.rows).fill(start), (tree, its) =>
      addLightgbmTrees(packLightgbm(lightgbmBoosterOf(head, [laid(tree, params.learningRate)])), rows, its),
    );
  const trees = boost({
    matrix,
    layout,
    rules: lightgbmRules(matrix, layout, params),
    params: { ...params, subsample: params.baggingFraction, columnSample: params.featureFraction },
    margins,
    derive: derivatives => derive(margins, data, derivatives),
    onRound,
    endsAtStump: params.baggingFraction === 1 && params.featureFraction === 1,
    ...(valid === undefined ? {} : { validation: validationOf(valid) }),
  });
  const [first = stump(data.rows), ...others] = trees.map(tree => laid(tree, params.learningRate));
  return lightgbmBoosterOf(head, [startingAt(first, start), ...others]);
}

function derive(margins: Float64Array, data: LabelledMatrix, { gradients, hessians }: Derivatives): void {
  const { labels, weights } = data;
  const anchor = anchorOf(data.rows, weights);
  for (let i = 0; i < data.rows; i++) {
    const label = labels[i] as number;
    const miss = missOf(margins[i] as number, label);
    const weight = weights === undefined ? 1 : (weights[i] as number);
    gradients[i] = onGrid(gradientDouble(miss, label, weight), anchor);
    hessians[i] = onGrid(hessianDouble(miss, weight), anchor);
  }
}

/** A grown tree as a booster keeps it. */
function laid(tree: Tree, learningRate: number): LightgbmTree {
  const ordered = splitsFirst(tree);
  return {
    ...ordered,
    value: ordered.value.map(
      // No -0, which would be written as 0.
      (value, node) => ((ordered.feature[node] as number) < 0 ? value : value * learningRate) + 0,
    ),
    zeroIsMissing: ordered.feature.map(() => false),
    shrinkage: learningRate,
  };
}

/** The first tree holds where the margins start, for upstream's files have no other place for it. */
const startingAt = (tree: LightgbmTree, start: number): LightgbmTree => ({
  ...tree,
  value: tree.value.map(value => value + start),
  shrinkage: 1,
});

/** A tree that says nothing, for a booster that found nothing. */
function stump(rows: number): LightgbmTree {
  const tree = emptyTree();
  addLeaf(tree, 0, 0, rows);
  return laid(tree, 1);
}

/** Upstream's files part names by spaces, and every feature has one. */
const namesOf = (names: readonly string[], columns: number): string[] =>
  Array.from({ length: columns }, (_, column) => (names[column] ?? `Column_${column}`).replace(/\s/g, '_'));

function rangesOf({ rows, columns, values }: Matrix): Float64Array {
  const ranges = new Float64Array(2 * columns).fill(Number.NaN);
  for (let at = 0; at < rows * columns; at++) {
    const value = values[at] as number;
    const column = 2 * (at % columns);
    if (!((ranges[column] as number) <= value) && !Number.isNaN(value)) ranges[column] = value;
    if (!((ranges[column + 1] as number) >= value) && !Number.isNaN(value)) ranges[column + 1] = value;
  }
  return ranges;
}
