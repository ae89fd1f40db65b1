import { drawAt, streamKey } from '../../../lib/models/random.ts';
import type { LabelledMatrix } from '../../../lib/models/trees/matrix.ts';

/** Rows whose first two columns say something of the label; every seventh value is missing when asked for. */
export function learnableRows(rows: number, columns = 4, { missing = false, seed = 1 } = {}): LabelledMatrix {
  const [features, outcomes] = [streamKey(seed, 1), streamKey(seed, 2)];
  const values = new Float32Array(rows * columns).map((_, i) => drawAt(features, i) * 4 - 2);
  const labels = new Float32Array(rows).map((_, row) => {
    const [a = 0, b = 0] = values.subarray(row * columns);
    return drawAt(outcomes, row) < 1 / (1 + Math.exp(-a * 2 - a * b)) ? 1 : 0;
  });
  const seen = missing ? values.map((value, i) => (i % 7 === 3 ? Number.NaN : value)) : values;
  return { rows, columns, values: seen, labels };
}

/** The rows of a table in another order. */
export function reordered(data: LabelledMatrix, order: readonly number[]): LabelledMatrix {
  const { columns, values, labels, weights } = data;
  const moved = {
    rows: order.length,
    columns,
    values: Float32Array.from(order.flatMap(row => [...values.subarray(row * columns, (row + 1) * columns)])),
    labels: Float32Array.from(order, row => labels[row] ?? Number.NaN),
  };
  return weights === undefined
    ? moved
    : { ...moved, weights: Float32Array.from(order, row => weights[row] ?? Number.NaN) };
}

/** The share of pairs of one positive and one negative that scores put in the right order; ties count half. */
export function areaUnderCurve(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Array.from(scores, (score, i) => ({ score, label: labels[i] ?? 0 }));
  order.sort((a, b) => a.score - b.score);
  let [below, area, at] = [0, 0, 0];
  while (at < order.length) {
    const tied = order.slice(at).findIndex(({ score }) => score !== order[at]?.score);
    const group = order.slice(at, tied < 0 ? undefined : at + tied);
    const positives = group.filter(({ label }) => label === 1).length;
    const negatives = group.length - positives;
    area += positives * (below + negatives / 2);
    below += negatives;
    at += group.length;
  }
  return area / (below * (order.length - below));
}

/** The counted generator that the golden files' scripts draw their continuous features with. */
function drawn(key: number, count: number): Float64Array {
  return new Float64Array(count).map((_, i) => {
    let z = (Math.imul(i, 0x9e3779b9) + Math.imul(key, 0x85ebca6b)) | 0;
    for (const factor of [0x85ebca6b, 0xc2b2ae35]) z = Math.imul(z ^ (z >>> 15), factor);
    return ((z ^ (z >>> 16)) >>> 0) / 4294967296;
  });
}

/** The continuous rows that upstream's AUCs were measured on: to learn from, and to be judged by. */
export function continuousRows(): { readonly data: LabelledMatrix; readonly unseen: LabelledMatrix } {
  const [rows, columns, seen] = [12_000, 10, 8000];
  const features = drawn(1, rows * columns);
  const labels = Float32Array.from(drawn(2, rows), (draw, row) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = features.subarray(row * columns);
    return draw < 0.25 + (0.25 * a + 0.5 * b * c - 0.25 * d + (e > 0.5 ? 0.25 : 0)) ? 1 : 0;
  });
  const values = Float32Array.from(features);
  const part = (from: number, to: number) => ({
    rows: to - from,
    columns,
    values: values.slice(from * columns, to * columns),
    labels: labels.slice(from, to),
  });
  return { data: part(0, seen), unseen: part(seen, rows) };
}
