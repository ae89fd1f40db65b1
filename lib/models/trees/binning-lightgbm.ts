import type { BinnedMatrix } from './binning.ts';
import { binColumns, distinctOf } from './binning.ts';
import { doubleAbove, floatAbove } from './float-steps.ts';
import type { Matrix } from './matrix.ts';

/** What is no further from zero is zero (upstream's kZeroThreshold). */
export const ZERO_MAX = Math.fround(1e-35);
/** Rows a bin holds at least, where it can (upstream's default of `min_data_in_bin`). */
const BIN_ROWS_MIN = 3;

/** Ascending values and the rows of each. */
interface Values {
  readonly values: Float32Array;
  readonly counts: Float64Array;
}

/**
 * Puts every feature into `maxBin` bins at most, as LightGBM does: zero has a bin of its own, the numbers below and
 * above share the others by their rows, and a bound lies midway between two values. Missing values take one place
 * where there are any. Upstream's bounds are inclusive doubles; here they are the next 32-bit floats, exclusive.
 */
export const binMatrixLightgbm = (data: Matrix, maxBin: number): BinnedMatrix =>
  binColumns(data, column => {
    const distinct = distinctOf(column);
    if (distinct.values.length === 0) return new Float32Array(0);
    const isMissingSome = column.some(Number.isNaN);
    const bounds = boundsOf(distinct, isMissingSome ? maxBin - 1 : maxBin);
    return Float32Array.from(bounds, floatAbove);
  });

/** The inclusive upper bounds of the bins, the last infinite. */
function boundsOf({ values, counts }: Values, binsMax: number): number[] {
  const firstZero = values.findIndex(value => value >= -ZERO_MAX);
  const below = firstZero < 0 ? values.length : firstZero;
  const firstAbove = values.findIndex(value => value > ZERO_MAX);
  const above = firstAbove < 0 ? values.length : firstAbove;
  const part = (from: number, to: number) => ({
    values: values.subarray(from, to),
    counts: counts.subarray(from, to),
  });
  const [negative, positive] = [part(0, below), part(above, values.length)];
  const [rowsBelow, rowsAbove] = [sumOf(negative.counts), sumOf(positive.counts)];
  const bounds: number[] = [];
  if (rowsBelow > 0) {
    const share = Math.floor((rowsBelow / (rowsBelow + rowsAbove)) * (binsMax - 1));
    bounds.push(...greedyBounds(negative, Math.max(1, share)).slice(0, -1), -ZERO_MAX);
  }
  const left = binsMax - 1 - bounds.length;
  if (rowsAbove > 0 && left > 0) bounds.push(ZERO_MAX, ...greedyBounds(positive, left));
  else bounds.push(Infinity);
  return bounds;
}

const sumOf = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);

/** Bounds of values that are all on one side of zero, the last infinite. */
const greedyBounds = (given: Values, binsMax: number): number[] =>
  given.values.length <= binsMax ? boundPerValue(given) : boundsByShare(given, binsMax);

/** A bin a value, save that values with few rows share one. */
function boundPerValue({ values, counts }: Values): number[] {
  const bounds: number[] = [];
  let held = 0;
  for (let i = 0; i + 1 < values.length; i++) {
    held += counts[i] as number;
    if (held < BIN_ROWS_MIN) continue;
    bounds.push(midway(values, i));
    held = 0;
  }
  return [...bounds, Infinity];
}

/** Bins of about equal rows; a value with more than a bin's share has a bin to itself. */
function boundsByShare({ values, counts }: Values, binsMax: number): number[] {
  const rows = sumOf(counts);
  const bins = Math.max(1, Math.min(binsMax, Math.floor(rows / BIN_ROWS_MIN)));
  const isBig = Array.from(counts, count => count >= rows / bins);
  const big = counts.filter((_, i) => isBig[i]);
  let binsLeft = bins - big.length;
  let rowsLeft = rows - sumOf(big);
  let share = rowsLeft / binsLeft;
  const bounds: number[] = [];
  let held = 0;
  for (let i = 0; i + 1 < values.length && bounds.length < bins - 1; i++) {
    const count = counts[i] as number;
    if (!isBig[i]) rowsLeft -= count;
    held += count;
    const isFull = isBig[i] || held >= share || (isBig[i + 1] && held >= Math.max(1, share / 2));
    if (!isFull) continue;
    bounds.push(midway(values, i));
    held = 0;
    if (isBig[i]) continue;
    binsLeft--;
    share = rowsLeft / binsLeft;
  }
  return [...bounds, Infinity];
}

/** The bound between a value and the next. */
const midway = (values: Float32Array, i: number): number =>
  doubleAbove(((values[i] as number) + (values[i + 1] as number)) / 2);
