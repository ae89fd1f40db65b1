import type { BinnedMatrix } from './binning.ts';
import type { Regularisation } from './gain.ts';
import { leafScore } from './gain.ts';
import type { Histogram, HistogramLayout } from './histogram.ts';

/** Gradient and hessian sums of a set of rows. */
export interface Sums {
  readonly gradient: number;
  readonly hessian: number;
}

/** How a node is best divided. */
export interface Split {
  readonly column: number;
  /** The last bin that goes left. */
  readonly bin: number;
  /** Where a missing value goes. */
  readonly defaultLeft: boolean;
  readonly gain: number;
  /** Sums of the rows that go left, missing values included where they do. */
  readonly left: Sums;
  /** The columns that the two children may be split by. */
  readonly columns: Int32Array;
}

interface Best {
  column: number;
  bin: number;
  defaultLeft: boolean;
  gain: number;
  gradient: number;
  hessian: number;
}

/** A gain as small as this is rounding (upstream's kRtEps). */
const GAIN_MIN = 1e-6;

/**
 * The best split of a node over the given columns, or nothing where none gains more than `minSplitLoss`.
 * Among equal gains the lowest column wins, then the missing values going right, then the split found first:
 * from low to high where missing values go right, from high to low where they go left (upstream's order).
 */
export function bestSplit(
  histogram: Histogram,
  layout: HistogramLayout,
  matrix: BinnedMatrix,
  columns: Int32Array,
  node: Sums,
  by: Regularisation,
  minSplitLoss: number,
): Split | undefined {
  const best: Best = { column: -1, bin: -1, defaultLeft: false, gain: 0, gradient: 0, hessian: 0 };
  const parent = leafScore(node.gradient, node.hessian, by);
  for (const column of columns) {
    const start = layout.starts[column] as number;
    const bins = (matrix.cuts[column] as Float32Array).length;
    const missing = start + 2 * bins;
    scanMissingRight(histogram, start, bins, column, node, parent, by, best);
    if (histogram[missing] !== 0 || histogram[missing + 1] !== 0) {
      scanMissingLeft(histogram, start, bins, column, node, parent, by, best);
    }
  }
  if (best.gain <= GAIN_MIN || best.gain < minSplitLoss) return undefined;
  const { gradient, hessian, ...split } = best;
  return { ...split, left: { gradient, hessian }, columns };
}

/** Ascending: the left sums grow bin by bin. After the last bin only missing values are on the right. */
function scanMissingRight(
  histogram: Histogram,
  start: number,
  bins: number,
  column: number,
  node: Sums,
  parent: number,
  by: Regularisation,
  best: Best,
): void {
  const floor = by.minChildWeight;
  let gradient = 0;
  let hessian = 0;
  for (let bin = 0, at = start; bin < bins; bin++, at += 2) {
    gradient += histogram[at] as number;
    hessian += histogram[at + 1] as number;
    if (hessian <= 0 || hessian < floor) continue;
    const rest = node.hessian - hessian;
    if (rest <= 0 || rest < floor) break;
    const children = Math.fround(
      leafScore(gradient, hessian, by) + leafScore(node.gradient - gradient, rest, by),
    );
    const gain = Math.fround(children - parent);
    if (gain > best.gain) take(best, column, bin, false, gain, gradient, hessian);
  }
}

/** Descending: the right sums grow bin by bin, and the missing values stay on the left. */
function scanMissingLeft(
  histogram: Histogram,
  start: number,
  bins: number,
  column: number,
  node: Sums,
  parent: number,
  by: Regularisation,
  best: Best,
): void {
  const floor = by.minChildWeight;
  let gradient = 0;
  let hessian = 0;
  for (let bin = bins - 1, at = start + 2 * bin; bin >= 1; bin--, at -= 2) {
    gradient += histogram[at] as number;
    hessian += histogram[at + 1] as number;
    if (hessian <= 0 || hessian < floor) continue;
    const rest = node.hessian - hessian;
    if (rest <= 0 || rest < floor) break;
    const children = Math.fround(
      leafScore(node.gradient - gradient, rest, by) + leafScore(gradient, hessian, by),
    );
    const gain = Math.fround(children - parent);
    if (gain > best.gain) take(best, column, bin - 1, true, gain, node.gradient - gradient, rest);
  }
}

function take(
  best: Best,
  column: number,
  bin: number,
  defaultLeft: boolean,
  gain: number,
  gradient: number,
  hessian: number,
): void {
  best.column = column;
  best.bin = bin;
  best.defaultLeft = defaultLeft;
  best.gain = gain;
  best.gradient = gradient;
  best.hessian = hessian;
}
