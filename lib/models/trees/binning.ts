import { gridAnchor, onGrid } from './exact-sum.ts';
import type { LabelledMatrix, Matrix } from './matrix.ts';

/** A table of features as bin numbers, column by column. */
export interface BinnedMatrix {
  readonly rows: number;
  /**
   * Upper bounds of each column's bins, ascending and exclusive: bin b holds `cuts[b - 1] <= x < cuts[b]`.
   * XGBoost's are values of the data but for the last, so a monotone transform moves no row to another bin.
   * A column with no value at all has no bins.
   */
  readonly cuts: readonly Float32Array[];
  /** Each column's bin per row; a missing value has the number after the last bin. */
  readonly bins: readonly Uint8Array[];
  /** Whether a column lacks any value. */
  readonly hasMissing: readonly boolean[];
}

/** The largest 32-bit float: above every finite value, it parts what is there from what is missing. */
const FLOAT_MAX = 3.4028234663852886e38;

/** Puts every feature into `maxBin - 1` bins at most, of about equal weight, or one a value where that is enough. */
export const binMatrix = (data: LabelledMatrix, maxBin: number): BinnedMatrix =>
  binColumns(data, column => cutsOf(column, data.weights, maxBin - 1));

/** Puts every feature into the bins that `cutsOf` makes of its column. */
export function binColumns(data: Matrix, cutsOf: (column: Float32Array) => Float32Array): BinnedMatrix {
  const cuts: Float32Array[] = [];
  const bins: Uint8Array[] = [];
  const hasMissing: boolean[] = [];
  const column = new Float32Array(data.rows);
  for (let j = 0; j < data.columns; j++) {
    for (let i = 0; i < data.rows; i++) column[i] = data.values[i * data.columns + j] as number;
    const cut = cutsOf(column);
    cuts.push(cut);
    bins.push(binsOf(column, cut));
    hasMissing.push(column.some(Number.isNaN));
  }
  return { rows: data.rows, cuts, bins, hasMissing };
}

function binsOf(column: Float32Array, cuts: Float32Array): Uint8Array {
  const bins = new Uint8Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const value = column[i] as number;
    bins[i] = Number.isNaN(value) ? cuts.length : countUpTo(cuts, value);
  }
  return bins;
}

/** How many of the ascending numbers are at or below a value. */
function countUpTo(ascending: Float32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cutsOf(column: Float32Array, weights: Float32Array | undefined, binsMax: number): Float32Array {
  const { values, counts } = distinctOf(column);
  if (values.length === 0) return new Float32Array(0);
  const starts =
    values.length <= binsMax
      ? values.subarray(1)
      : quantiles(values, weights === undefined ? counts : weightsOf(values, column, weights), binsMax);
  return Float32Array.of(...starts, FLOAT_MAX);
}

/** The values of a column, ascending, and how many rows have each. */
export function distinctOf(column: Float32Array): { values: Float32Array; counts: Float64Array } {
  const sorted = column.slice().sort(); // NaN comes last
  const values = new Float32Array(sorted.length);
  const counts = new Float64Array(sorted.length);
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] as number;
    if (Number.isNaN(value)) break;
    if (distinct === 0 || value !== values[distinct - 1]) values[distinct++] = value;
    counts[distinct - 1] = (counts[distinct - 1] as number) + 1;
  }
  return { values: values.subarray(0, distinct), counts: counts.subarray(0, distinct) };
}

/** The weight of the rows at each distinct value. */
function weightsOf(distinct: Float32Array, column: Float32Array, weights: Float32Array): Float64Array {
  const anchor = gridAnchor(weights.reduce((sum, weight) => sum + weight, 0));
  const sums = new Float64Array(distinct.length);
  for (let i = 0; i < column.length; i++) {
    const value = column[i] as number;
    if (Number.isNaN(value)) continue;
    const at = countUpTo(distinct, value) - 1;
    sums[at] = (sums[at] as number) + onGrid(weights[i] as number, anchor);
  }
  return sums;
}

/**
 * The values that begin the bins: each bin is closed as soon as it holds its share of what is left, so a value
 * of great weight fills one bin and leaves the others to the rest.
 */
function quantiles(distinct: Float32Array, weights: Float64Array, binsMax: number): number[] {
  const starts: number[] = [];
  let left = weights.reduce((sum, weight) => sum + weight, 0);
  let held = 0;
  for (let i = 0; i + 1 < distinct.length && starts.length < binsMax - 1; i++) {
    held += weights[i] as number;
    const share = left / (binsMax - starts.length);
    const next = weights[i + 1] as number;
    if (held + next / 2 < share) continue;
    starts.push(distinct[i + 1] as number);
    left -= held;
    held = 0;
  }
  return starts;
}
