import { bytesOf } from '../../../lib/models/digest.ts';
import type { Learner } from '../../../lib/models/learner.ts';
import type { LabelledMatrix, Matrix } from '../../../lib/models/trees/matrix.ts';
import { atOnce } from '../../../lib/models/work.ts';

/** Linear in standardised features, a missing one counted as the mean. */
export interface Ridge {
  readonly means: readonly number[];
  readonly scales: readonly number[];
  readonly weights: readonly number[];
  readonly intercept: number;
}

const PENALTY = 300;

/** A quick, real learner for tests: ridge regression on the label, its prediction read as log odds. */
export const ridgeLearner: Learner<Ridge> = {
  kind: 'xgboost',
  train: fit => atOnce(() => ridgeOf(fit)),
  margins: (model, { rows, columns, values }) =>
    atOnce(() =>
      Float64Array.from({ length: rows }, (_, row) => {
        const seen = values.subarray(row * columns, (row + 1) * columns);
        return model.intercept + 4 * dot(model.weights, standardised(model, seen));
      }),
    ),
  write: model => bytesOf(JSON.stringify(model)),
};

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

const standardised = ({ means, scales }: Pick<Ridge, 'means' | 'scales'>, row: Float32Array): number[] =>
  Array.from(row, (x, c) => (Number.isNaN(x) ? 0 : (x - (means[c] ?? 0)) / (scales[c] ?? 1)));

function ridgeOf(fit: LabelledMatrix): Ridge {
  const { rows, columns, values, labels } = fit;
  const { means, scales } = moments(fit);
  const base = labels.reduce((sum, label) => sum + label, 0) / rows;
  const gram = Array.from({ length: columns }, (_, c) => {
    const line = new Float64Array(columns);
    line[c] = PENALTY;
    return line;
  });
  const right = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    const x = standardised({ means, scales }, values.subarray(row * columns, (row + 1) * columns));
    const y = (labels[row] ?? 0) - base;
    for (let a = 0; a < columns; a += 1) {
      const [xa, line] = [x[a] ?? 0, gram[a] ?? right];
      right[a] = (right[a] ?? 0) + xa * y;
      for (let b = 0; b <= a; b += 1) line[b] = (line[b] ?? 0) + xa * (x[b] ?? 0);
    }
  }
  return { means, scales, weights: solved(gram, right), intercept: Math.log(base / (1 - base)) };
}

function moments({ rows, columns, values }: Matrix) {
  const column = (c: number) =>
    Array.from({ length: rows }, (_, row) => values[row * columns + c] ?? Number.NaN).filter(
      x => !Number.isNaN(x),
    );
  const both = Array.from({ length: columns }, (_, c) => {
    const known = column(c);
    const mean = known.reduce((sum, x) => sum + x, 0) / Math.max(known.length, 1);
    const square = known.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(known.length, 1);
    return { mean, scale: square > 0 ? Math.sqrt(square) : 1 };
  });
  return { means: both.map(({ mean }) => mean), scales: both.map(({ scale }) => scale) };
}

/** Cholesky on the lower triangle. */
function solved(gram: Float64Array[], right: Float64Array): number[] {
  const n = right.length;
  const at = (a: number, b: number) => gram[a]?.[b] ?? 0;
  const put = (a: number, b: number, x: number) => {
    const line = gram[a];
    if (line !== undefined) line[b] = x;
  };
  for (let a = 0; a < n; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      let sum = at(a, b);
      for (let k = 0; k < b; k += 1) sum -= at(a, k) * at(b, k);
      put(a, b, a === b ? Math.sqrt(sum) : sum / at(b, b));
    }
  }
  const half: number[] = [];
  for (let a = 0; a < n; a += 1) {
    half.push(((right[a] ?? 0) - half.reduce((sum, x, k) => sum + at(a, k) * x, 0)) / at(a, a));
  }
  const weights = Array.from({ length: n }, () => 0);
  for (let a = n - 1; a >= 0; a -= 1) {
    let sum = half[a] ?? 0;
    for (let k = a + 1; k < n; k += 1) sum -= at(k, a) * (weights[k] ?? 0);
    weights[a] = sum / at(a, a);
  }
  return weights;
}
