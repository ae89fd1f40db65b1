import { logistic } from './statistics.ts';

/** Turns a model's margin (log odds) into a probability: `logistic(slope x margin + intercept)`. */
export interface Calibration {
  readonly kind: 'platt';
  readonly slope: number;
  readonly intercept: number;
  /** Out-of-sample predictions it was fitted on. */
  readonly n: number;
}

export const UNCALIBRATED: Calibration = { kind: 'platt', slope: 1, intercept: 0, n: 0 };

export const calibrated = ({ slope, intercept }: Calibration, margin: number): number =>
  logistic(slope * margin + intercept);

const STEPS = 50;

/**
 * Platt scaling by Newton's method on smoothed targets. Rows without a label are left out. A slope below zero is not
 * taken: margins that point the wrong way out of sample are no edge turned round but none, and slope 0 says so. Nor is
 * one above `slopeMax`: the best one allowed stands in its place.
 * (Platt, Probabilistic outputs for support vector machines, 1999; Lin, Lin and Weng, 2007.)
 */
export function fitPlatt(
  margins: ArrayLike<number>,
  labels: ArrayLike<number>,
  slopeMax = Infinity,
): Calibration {
  const rows = usableRows(margins, labels);
  const ups = rows.filter(({ up }) => up).length;
  const downs = rows.length - ups;
  if (ups === 0 || downs === 0) return UNCALIBRATED;
  const targets = { up: (ups + 1) / (ups + 2), down: 1 / (downs + 2) };
  const n = rows.length;
  const even = Math.log((ups + 1) / (downs + 1));
  const fitted = newton(rows, targets, even);
  if (!(fitted.slope > 0)) return { kind: 'platt', slope: 0, intercept: even, n };
  // The loss is convex: with the slope on its bound the best intercept is all that is left to find.
  return fitted.slope <= slopeMax
    ? { kind: 'platt', ...fitted, n }
    : { kind: 'platt', slope: slopeMax, intercept: interceptFor(slopeMax, rows, targets), n };
}

/** The best intercept for a slope that is given: the loss's derivative by it only rises, and is halved in on. */
function interceptFor(slope: number, rows: readonly Row[], targets: { up: number; down: number }): number {
  const derivative = (intercept: number) =>
    rows.reduce(
      (sum, { margin, up }) => sum + logistic(slope * margin + intercept) - (up ? targets.up : targets.down),
      0,
    );
  let [low, high] = [-50, 50];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (derivative(middle) > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

interface Row {
  readonly margin: number;
  readonly up: boolean;
}

const usableRows = (margins: ArrayLike<number>, labels: ArrayLike<number>): Row[] =>
  Array.from(margins, (margin, i) => ({ margin, label: labels[i] as number }))
    .filter(({ margin, label }) => Number.isFinite(margin) && !Number.isNaN(label))
    .map(({ margin, label }) => ({ margin, up: label > 0.5 }));

function newton(rows: readonly Row[], targets: { up: number; down: number }, start: number) {
  let [slope, intercept] = [0, start];
  let loss = lossOf(rows, targets, slope, intercept);
  for (let step = 0; step < STEPS; step += 1) {
    let [gSlope, gIntercept, hSlope, hBoth, hIntercept] = [0, 0, 1e-9, 0, 1e-9];
    for (const { margin, up } of rows) {
      const p = logistic(slope * margin + intercept);
      const error = p - (up ? targets.up : targets.down);
      const weight = p * (1 - p);
      gSlope += error * margin;
      gIntercept += error;
      hSlope += weight * margin * margin;
      hBoth += weight * margin;
      hIntercept += weight;
    }
    const determinant = hSlope * hIntercept - hBoth * hBoth;
    if (!(determinant > 0)) break;
    const dSlope = (hIntercept * gSlope - hBoth * gIntercept) / determinant;
    const dIntercept = (hSlope * gIntercept - hBoth * gSlope) / determinant;
    let [size, next] = [1, Infinity];
    // Halve the step until the loss does fall.
    for (; size > 1e-6; size /= 2) {
      next = lossOf(rows, targets, slope - size * dSlope, intercept - size * dIntercept);
      if (next < loss) break;
    }
    if (!(next < loss)) break;
    slope -= size * dSlope;
    intercept -= size * dIntercept;
    if (loss - next < 1e-12 * rows.length) break;
    loss = next;
  }
  return { slope, intercept };
}

/** Cross entropy against the smoothed targets, in the form that does not overflow. */
function lossOf(
  rows: readonly Row[],
  targets: { up: number; down: number },
  slope: number,
  intercept: number,
): number {
  let sum = 0;
  for (const { margin, up } of rows) {
    const z = slope * margin + intercept;
    sum += Math.max(z, 0) - z * (up ? targets.up : targets.down) + Math.log1p(Math.exp(-Math.abs(z)));
  }
  return sum;
}
