import type { BinnedMatrix } from './binning.ts';
import { binMatrix } from './binning.ts';
import type { Booster } from './booster.ts';
import { boosterOf } from './booster.ts';
import { TrainingError } from './errors.ts';
import { gridAnchor, onGrid } from './exact-sum.ts';
import { TreeGrower } from './grow-tree.ts';
import type { Derivatives } from './histogram.ts';
import { gradientOf, hessianOf, logit, sigmoid } from './logistic.ts';
import type { LabelledMatrix } from './matrix.ts';
import { checkLabelled } from './matrix.ts';
import type { BoosterParams } from './params.ts';
import { completeParams } from './params.ts';
import { sampleColumns, sampleRows } from './sampling.ts';
import type { Tree } from './tree.ts';
import { Validation } from './validation.ts';

/** One finished round of a training. */
export interface Round {
  /** From 1. */
  readonly round: number;
  /** Mean log loss on the validation rows, where there are any. */
  readonly validLogLoss?: number;
}

export interface TrainingOptions {
  /** Rows that lie after the training rows in time; early stopping looks at them alone. */
  readonly valid?: LabelledMatrix;
  readonly featureNames?: readonly string[];
  /** Called after each round. */
  readonly onRound?: (round: Round) => void;
}

/** A mean label of 0 or 1 has no margin; this near it may come. */
const BASE_SCORE_MIN = 1e-6;

/**
 * Trains a booster under the logistic objective. The same data, parameters and seed give the same trees, bit for
 * bit; with all rows sampled their order plays no part.
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
  checkLabelled(data, 'training data');
  checkOptions(data, params, options);
  const baseScore = Math.fround(params.baseScore ?? meanLabel(data));
  const head = { featureCount: data.columns, featureNames, baseScore };
  const matrix = binMatrix(data, params.maxBin);
  const grower = new TreeGrower(matrix, params);
  const margins = new Float32Array(data.rows).fill(logit(baseScore));
  const derivatives = { gradients: new Float64Array(data.rows), hessians: new Float64Array(data.rows) };
  const validation = valid === undefined ? undefined : new Validation(valid, head);
  const trees: Tree[] = [];
  for (let round = 1; round <= params.rounds; round++) {
    derive(margins, data, derivatives);
    const rows = sampleRows(data.rows, round, params);
    const columns = sampleColumns(data.columns, round, params);
    const { tree, leaves } = grower.grow(rows, columns, derivatives);
    for (const leaf of leaves) addTo(margins, leaf.rows, tree.value[leaf.node] as number);
    if (rows.length < data.rows) addToUnseen(margins, matrix, rows, tree);
    trees.push(tree);
    const validLogLoss = validation?.add(tree);
    onRound?.(validLogLoss === undefined ? { round } : { round, validLogLoss });
    if (validation?.isStale(params.earlyStoppingRounds)) break;
  }
  const kept =
    validation !== undefined && params.earlyStoppingRounds > 0 ? validation.bestRound : trees.length;
  return boosterOf(head, trees.slice(0, kept));
}

function checkOptions(data: LabelledMatrix, params: BoosterParams, options: TrainingOptions): void {
  const { valid, featureNames = [] } = options;
  if (valid !== undefined) {
    checkLabelled(valid, 'validation data');
    if (valid.columns !== data.columns) {
      throw new TrainingError('shape', `validation data: ${valid.columns} columns, ${data.columns} expected`);
    }
  } else if (params.earlyStoppingRounds > 0) {
    throw new TrainingError('parameter', 'earlyStoppingRounds needs validation data');
  }
  if (featureNames.length > 0 && featureNames.length !== data.columns) {
    throw new TrainingError('shape', `${featureNames.length} feature names for ${data.columns} columns`);
  }
}

/** The weighted mean label, whatever the order of the rows. */
function meanLabel({ rows, labels, weights }: LabelledMatrix): number {
  const anchor = anchorOf(rows, weights);
  let happened = 0;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : (weights[i] as number);
    happened += onGrid((labels[i] as number) * weight, anchor);
    total += onGrid(weight, anchor);
  }
  return Math.min(Math.max(happened / total, BASE_SCORE_MIN), 1 - BASE_SCORE_MIN);
}

/** A grid for sums over all rows; a power of two, so that the rounding of this first sum does not matter. */
const anchorOf = (rows: number, weights: Float32Array | undefined): number =>
  gridAnchor(weights === undefined ? rows : 2 * weights.reduce((sum, weight) => sum + weight, 0));

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

function addTo(margins: Float32Array, rows: Int32Array, value: number): void {
  for (const row of rows) margins[row] = (margins[row] as number) + value;
}

/** The rows a tree did not see walk down it. */
function addToUnseen(margins: Float32Array, matrix: BinnedMatrix, seen: Int32Array, tree: Tree): void {
  const isSeen = new Uint8Array(matrix.rows);
  for (const row of seen) isSeen[row] = 1;
  for (let row = 0; row < matrix.rows; row++) {
    if (isSeen[row] === 1) continue;
    margins[row] = (margins[row] as number) + (tree.value[leafOfRow(matrix, tree, row)] as number);
  }
}

function leafOfRow({ bins, cuts }: BinnedMatrix, tree: Tree, row: number): number {
  let node = 0;
  for (;;) {
    const column = tree.feature[node] as number;
    if (column < 0) return node;
    const bin = (bins[column] as Uint8Array)[row] as number;
    const isMissing = bin === (cuts[column] as Float32Array).length;
    const goesLeft = isMissing ? tree.defaultLeft[node] : bin <= (tree.bin[node] as number);
    node = (goesLeft ? tree.left[node] : tree.right[node]) as number;
  }
}
