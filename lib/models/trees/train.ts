import { binMatrix } from './binning.ts';
import type { Booster } from './booster.ts';
import { boosterOf } from './booster.ts';
import type { TrainingOptions } from './boosting.ts';
import { anchorOf, boost, checkTraining } from './boosting.ts';
import { onGrid } from './exact-sum.ts';
import type { Derivatives } from './histogram.ts';
import { layoutOf } from './histogram.ts';
import { gradientOf, hessianOf, logit, sigmoid } from './logistic.ts';
import type { LabelledMatrix } from './matrix.ts';
import { meanLabel } from './mean-label.ts';
import { addTrees, packTrees } from './packed.ts';
import type { BoosterParams } from './params.ts';
import { completeParams } from './params.ts';
import { xgboostRules } from './rules-xgboost.ts';
import { Validation } from './validation.ts';

/**
 * Trains a booster as XGBoost does, under the logistic objective. The same data, parameters and seed give the same
 * trees, bit for bit; with all rows sampled their order plays no part.
 * With `earlyStoppingRounds` the trees after the round with the least validation loss are dropped.
 * @throws TrainingError for data or parameters that no model may be made from
 */
export function trainBooster(
  data: LabelledMatrix,
  given: Partial<BoosterParams>,
  options: TrainingOptions = {},
): Booster {
  const params = completeParams(given);
  const { valid, featureNames = [], onRound } = options;
  checkTraining(data, options, params.earlyStoppingRounds);
  const baseScore = Math.fround(params.baseScore ?? meanLabel(data));
  const head = { featureCount: data.columns, featureNames, baseScore };
  const matrix = binMatrix(data, params.maxBin);
  const layout = layoutOf(matrix);
  const startOf = (rows: number) => new Float32Array(rows).fill(logit(baseScore));
  const margins = startOf(data.rows);
  const validationOf = (rows: LabelledMatrix) =>
    new Validation(rows, startOf(rows.rows), (tree, its) =>
      addTrees(packTrees(boosterOf(head, [tree])), rows, its),
    );
  const trees = boost({
    matrix,
    layout,
    rules: xgboostRules(matrix, layout, params),
    params,
    margins,
    derive: derivatives => derive(margins, data, derivatives),
    onRound,
    endsAtStump: false,
    ...(valid === undefined ? {} : { validation: validationOf(valid) }),
  });
  return boosterOf(head, trees);
}

function derive(margins: Float32Array, data: LabelledMatrix, { gradients, hessians }: Derivatives): void {
  const { labels, weights } = data;
  const anchor = anchorOf(data.rows, weights);
  for (let i = 0; i < data.rows; i++) {
    const probability = sigmoid(margins[i] as number);
    const weight = weights === undefined ? 1 : (weights[i] as number);
    gradients[i] = onGrid(gradientOf(probability, labels[i] as number, weight), anchor);
    hessians[i] = onGrid(hessianOf(probability, weight), anchor);
  }
}
