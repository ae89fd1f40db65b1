import type { BinnedMatrix } from './binning.ts';
import type { Histogram, HistogramLayout } from './histogram.ts';
import type { LightgbmParams } from './params-lightgbm.ts';
import type { Split, Sums } from './split.ts';

/** What a split must keep to. */
export type SplitBounds = Pick<LightgbmParams, 'lambda' | 'minDataInLeaf' | 'minSumHessian' | 'minSplitGain'>;

/** A node whose split is looked for. */
interface Node extends Sums {
  readonly rows: number;
  /** Rows per unit of hessian. */
  readonly rowsPerHessian: number;
  /** The score that the two children must beat together. */
  readonly floor: number;
}

interface Best {
  score: number;
  column: number;
  bin: number;
  defaultLeft: boolean;
  gradient: number;
  hessian: number;
}

/** A gain of less than this share of the node's score is rounding. Upstream splits pure nodes on it, for nothing. */
const ROUNDING = 1e-12;

/**
 * The best split of a node as LightGBM finds it, in 64-bit floats. Each column is scanned from its highest bin down,
 * missing values on the left, and then, where it has missing values, up with them on the right; among equal gains
 * the one found first wins. How many rows a bin holds is not counted but told from its hessian.
 * A column that gains nothing at a node is not tried below it.
 */
export function bestSplitLightgbm(
  histogram: Histogram,
  layout: HistogramLayout,
  { cuts, hasMissing }: BinnedMatrix,
  columns: Int32Array,
  sums: Sums,
  rows: number,
  by: SplitBounds,
): Split | undefined {
  const parent = (sums.gradient * sums.gradient) / (sums.hessian + by.lambda);
  const floor = parent * (1 + ROUNDING) + by.minSplitGain;
  const node = { ...sums, rows, rowsPerHessian: rows / sums.hessian, floor };
  const best: Best = { score: floor, column: -1, bin: -1, defaultLeft: false, gradient: 0, hessian: 0 };
  const worthy = columns.filter(column => {
    const cut = cuts[column] as Float32Array;
    const start = layout.starts[column] as number;
    const isMissingSome = hasMissing[column] === true;
    let isWorthy = scanDown(histogram, start, cut.length, column, node, by, best);
    if (isMissingSome && scanUp(histogram, start, cut.length, column, node, by, best)) isWorthy = true;
    // To the desk's rows zero is what upstream takes a value for that was never missing while it learnt.
    if (best.column === column && !isMissingSome) best.defaultLeft = (cut[best.bin] as number) > 0;
    return isWorthy;
  });
  if (best.column < 0) return undefined;
  const { gradient, hessian, score, column, bin, defaultLeft } = best;
  const left = { gradient, hessian };
  return { column, bin, defaultLeft, gain: score - parent - by.minSplitGain, left, columns: worthy };
}

/** From the highest bin down; true where some split beats the floor. */
function scanDown(
  histogram: Histogram,
  start: number,
  bins: number,
  column: number,
  { gradient: wholeGradient, hessian: wholeHessian, rows: wholeRows, rowsPerHessian, floor }: Node,
  { minDataInLeaf, minSumHessian, lambda }: SplitBounds,
  best: Best,
): boolean {
  let gradient = 0;
  let hessian = 0;
  let rows = 0;
  let top = best.score;
  let isWorthy = false;
  for (let bin = bins - 1, at = start + 2 * bin; bin >= 1; bin--, at -= 2) {
    const its = histogram[at + 1] as number;
    gradient += histogram[at] as number;
    hessian += its;
    rows += Math.floor(its * rowsPerHessian + 0.5);
    if (rows < minDataInLeaf || hessian < minSumHessian || hessian <= 0) continue;
    const rest = wholeHessian - hessian;
    if (wholeRows - rows < minDataInLeaf || rest < minSumHessian || rest <= 0) break;
    const restGradient = wholeGradient - gradient;
    const score =
      (restGradient * restGradient) / (rest + lambda) + (gradient * gradient) / (hessian + lambda);
    if (score > floor) isWorthy = true;
    if (score <= top) continue;
    top = score;
    take(best, score, column, bin - 1, true, restGradient, rest);
  }
  return isWorthy;
}

/** From the lowest bin up, to the highest; true where some split beats the floor. */
function scanUp(
  histogram: Histogram,
  start: number,
  bins: number,
  column: number,
  { gradient: wholeGradient, hessian: wholeHessian, rows: wholeRows, rowsPerHessian, floor }: Node,
  { minDataInLeaf, minSumHessian, lambda }: SplitBounds,
  best: Best,
): boolean {
  let gradient = 0;
  let hessian = 0;
  let rows = 0;
  let top = best.score;
  let isWorthy = false;
  for (let bin = 0, at = start; bin < bins; bin++, at += 2) {
    const its = histogram[at + 1] as number;
    gradient += histogram[at] as number;
    hessian += its;
    rows += Math.floor(its * rowsPerHessian + 0.5);
    if (rows < minDataInLeaf || hessian < minSumHessian || hessian <= 0) continue;
    const rest = wholeHessian - hessian;
    if (wholeRows - rows < minDataInLeaf || rest < minSumHessian || rest <= 0) break;
    const restGradient = wholeGradient - gradient;
    const score =
      (gradient * gradient) / (hessian + lambda) + (restGradient * restGradient) / (rest + lambda);
    if (score > floor) isWorthy = true;
    if (score <= top) continue;
    top = score;
    take(best, score, column, bin, false, gradient, hessian);
  }
  return isWorthy;
}

function take(
  best: Best,
  score: number,
  column: number,
  bin: number,
  defaultLeft: boolean,
  gradient: number,
  hessian: number,
): void {
  best.score = score;
  best.column = column;
  best.bin = bin;
  best.defaultLeft = defaultLeft;
  best.gradient = gradient;
  best.hessian = hessian;
}
