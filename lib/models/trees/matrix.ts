import { TrainingError } from './errors.ts';

/** A table of features. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major, `rows * columns` numbers; NaN is a missing value. */
  readonly values: Float32Array;
}

/** Rows to learn from, each with its outcome. */
export interface LabelledMatrix extends Matrix {
  /** One a row, a probability: 1 for what happened, 0 for what did not. */
  readonly labels: Float32Array;
  /** One a row, zero or more; every row counts 1 when absent. */
  readonly weights?: Float32Array;
}

/**
 * Refuses what no model may be made from: wrong shapes, no rows, labels outside 0 to 1 or NaN, negative or NaN
 * weights, infinite features.
 * @throws TrainingError
 */
export function checkLabelled(data: LabelledMatrix, what: string): void {
  checkShape(data, what);
  const row = data.labels.findIndex(label => !(label >= 0 && label <= 1));
  if (row >= 0) throw new TrainingError('label', `${what}: label ${data.labels[row]} in row ${row}`);
  checkWeights(data.weights, what);
  const infinite = data.values.findIndex(value => value === Infinity || value === -Infinity);
  if (infinite >= 0) {
    const place = `row ${Math.floor(infinite / data.columns)}, column ${infinite % data.columns}`;
    throw new TrainingError('feature', `${what}: infinite feature in ${place}`);
  }
}

function checkShape({ rows, columns, values, labels, weights }: LabelledMatrix, what: string): void {
  const refuse = (message: string) => {
    throw new TrainingError('shape', `${what}: ${message}`);
  };
  if (!Number.isInteger(rows) || rows < 1) refuse(`${rows} rows`);
  if (!Number.isInteger(columns) || columns < 1) refuse(`${columns} columns`);
  if (values.length !== rows * columns) refuse(`${values.length} values for ${rows} rows of ${columns}`);
  if (labels.length !== rows) refuse(`${labels.length} labels for ${rows} rows`);
  if (weights !== undefined && weights.length !== rows) refuse(`${weights.length} weights for ${rows} rows`);
}

function checkWeights(weights: Float32Array | undefined, what: string): void {
  if (weights === undefined) return;
  const row = weights.findIndex(weight => !(weight >= 0 && weight < Infinity));
  if (row >= 0) throw new TrainingError('weight', `${what}: weight ${weights[row]} in row ${row}`);
  if (weights.every(weight => weight === 0)) throw new TrainingError('weight', `${what}: all weights are 0`);
}
