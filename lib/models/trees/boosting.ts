import type { BinnedMatrix } from './binning.ts';
import { TrainingError } from './errors.ts';
import { gridAnchor } from './exact-sum.ts';
import { TreeGrower } from './grow-tree.ts';
import type { Derivatives, HistogramLayout } from './histogram.ts';
import type { LabelledMatrix } from './matrix.ts';
import { checkLabelled } from './matrix.ts';
import type { TreeRules } from './rules.ts';
import type { Sampling } from './sampling.ts';
import { sampleColumns, sampleRows } from './sampling.ts';
import type { Tree } from './tree.ts';
import type { Margins, Validation } from './validation.ts';

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

/** One training: what differs between the libraries, and what is asked of it. */
export interface Boosting {
  readonly matrix: BinnedMatrix;
  readonly layout: HistogramLayout;
  readonly rules: TreeRules;
  readonly params: Sampling & { readonly rounds: number; readonly earlyStoppingRounds: number };
  /** The margins before the first tree; each tree is added to them. */
  readonly margins: Margins;
  /** Fills in the derivatives of the loss at the margins, on a grid where sums are exact. */
  readonly derive: (derivatives: Derivatives) => void;
  readonly validation?: Validation;
  readonly onRound?: ((round: Round) => void) | undefined;
  /** True where a tree without a split ends the training, since every later one would be the same. */
  readonly endsAtStump: boolean;
}

/**
 * Grows tree after tree, each on what the ones before it left. With `earlyStoppingRounds` the trees after the round
 * with the least validation loss are dropped.
 */
export function boost({ matrix, layout, rules, params, margins, derive, ...rest }: Boosting): Tree[] {
  const { validation, onRound, endsAtStump } = rest;
  const grower = new TreeGrower(matrix, layout, rules);
  const derivatives = {
    gradients: new Float64Array(matrix.rows),
    hessians: new Float64Array(matrix.rows),
  };
  const trees: Tree[] = [];
  for (let round = 1; round <= params.rounds; round++) {
    derive(derivatives);
    const rows = sampleRows(matrix.rows, round, params);
    const columns = sampleColumns(matrix.bins.length, round, params);
    const { tree, leaves } = grower.grow(rows, columns, derivatives);
    if (endsAtStump && leaves.length === 1) break;
    for (const leaf of leaves) addTo(margins, leaf.rows, tree.value[leaf.node] as number);
    if (rows.length < matrix.rows) addToUnseen(margins, matrix, rows, tree);
    trees.push(tree);
    const validLogLoss = validation?.add(tree);
    onRound?.(validLogLoss === undefined ? { round } : { round, validLogLoss });
    if (validation?.isStale(params.earlyStoppingRounds)) break;
  }
  const isStopped = validation !== undefined && params.earlyStoppingRounds > 0;
  return isStopped ? trees.slice(0, validation.bestRound) : trees;
}

/** @throws TrainingError for rows that no model may be made from, and options that do not fit them */
export function checkTraining(
  data: LabelledMatrix,
  { valid, featureNames = [] }: TrainingOptions,
  earlyStoppingRounds: number,
): void {
  checkLabelled(data, 'training data');
  if (valid !== undefined) {
    checkLabelled(valid, 'validation data');
    if (valid.columns !== data.columns) {
      throw new TrainingError('shape', `validation data: ${valid.columns} columns, ${data.columns} expected`);
    }
  } else if (earlyStoppingRounds > 0) {
    throw new TrainingError('parameter', 'earlyStoppingRounds needs validation data');
  }
  if (featureNames.length > 0 && featureNames.length !== data.columns) {
    throw new TrainingError('shape', `${featureNames.length} feature names for ${data.columns} columns`);
  }
}

/** A grid for sums over all rows; a power of two, so that the rounding of this first sum does not matter. */
export const anchorOf = (rows: number, weights: Float32Array | undefined): number =>
  gridAnchor(weights === undefined ? rows : 2 * weights.reduce((sum, weight) => sum + weight, 0));

function addTo(margins: Margins, rows: Int32Array, value: number): void {
  for (const row of rows) margins[row] = (margins[row] as number) + value;
}

/** The rows a tree did not see walk down it. */
function addToUnseen(margins: Margins, matrix: BinnedMatrix, seen: Int32Array, tree: Tree): void {
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
