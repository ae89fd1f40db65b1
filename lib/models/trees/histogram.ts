import type { BinnedMatrix } from './binning.ts';

/** Gradient and hessian sums of a node's rows by bin: two numbers a bin, the columns one after the other. */
export type Histogram = Float64Array;

/** Where each column's bins lie in a histogram; each column has one place more, for its missing values. */
export interface HistogramLayout {
  readonly starts: Int32Array;
  readonly length: number;
}

export function layoutOf({ cuts }: BinnedMatrix): HistogramLayout {
  const starts = new Int32Array(cuts.length);
  let length = 0;
  cuts.forEach((cut, column) => {
    starts[column] = length;
    length += 2 * (cut.length + 1);
  });
  return { starts, length };
}

/** Histograms that have served and may serve again. */
export class HistogramPool {
  private readonly free: Histogram[] = [];
  private readonly length: number;

  constructor(layout: HistogramLayout) {
    this.length = layout.length;
  }

  take(): Histogram {
    return this.free.pop() ?? new Float64Array(this.length);
  }

  giveBack(histogram: Histogram): void {
    this.free.push(histogram);
  }
}

/** Gradients and hessians, one a row or one a place. */
export interface Derivatives {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/**
 * Fills a histogram with the given rows, for the given columns; the others stay 0.
 * `gathered` is scratch space of as many places as there are rows.
 */
export function fillHistogram(
  histogram: Histogram,
  layout: HistogramLayout,
  matrix: BinnedMatrix,
  columns: Int32Array,
  members: Int32Array,
  derivatives: Derivatives,
  gathered: Derivatives,
): void {
  histogram.fill(0);
  const { gradients, hessians } = gathered;
  for (let i = 0; i < members.length; i++) {
    const row = members[i] as number;
    gradients[i] = derivatives.gradients[row] as number;
    hessians[i] = derivatives.hessians[row] as number;
  }
  let at = 0;
  for (; at + 3 < columns.length; at += 4) {
    addFourColumns(histogram, layout, matrix, columns.subarray(at, at + 4), members, gathered);
  }
  for (; at < columns.length; at++) {
    addColumn(histogram, layout, matrix, columns[at] as number, members, gathered);
  }
}

function addColumn(
  histogram: Histogram,
  layout: HistogramLayout,
  matrix: BinnedMatrix,
  column: number,
  members: Int32Array,
  { gradients, hessians }: Derivatives,
): void {
  const bins = matrix.bins[column] as Uint8Array;
  const start = layout.starts[column] as number;
  for (let i = 0; i < members.length; i++) {
    const at = start + ((bins[members[i] as number] as number) << 1);
    histogram[at] = (histogram[at] as number) + (gradients[i] as number);
    histogram[at + 1] = (histogram[at + 1] as number) + (hessians[i] as number);
  }
}

/** Four columns in one pass: while one sum waits for its last addition to land, the others can go on. */
function addFourColumns(
  histogram: Histogram,
  { starts }: HistogramLayout,
  { bins }: BinnedMatrix,
  [c0 = 0, c1 = 0, c2 = 0, c3 = 0]: Int32Array,
  members: Int32Array,
  { gradients, hessians }: Derivatives,
): void {
  const [bins0, bins1] = [bins[c0] as Uint8Array, bins[c1] as Uint8Array];
  const [bins2, bins3] = [bins[c2] as Uint8Array, bins[c3] as Uint8Array];
  const [start0, start1] = [starts[c0] as number, starts[c1] as number];
  const [start2, start3] = [starts[c2] as number, starts[c3] as number];
  for (let i = 0; i < members.length; i++) {
    const row = members[i] as number;
    const gradient = gradients[i] as number;
    const hessian = hessians[i] as number;
    const at0 = start0 + ((bins0[row] as number) << 1);
    const at1 = start1 + ((bins1[row] as number) << 1);
    const at2 = start2 + ((bins2[row] as number) << 1);
    const at3 = start3 + ((bins3[row] as number) << 1);
    histogram[at0] = (histogram[at0] as number) + gradient;
    histogram[at0 + 1] = (histogram[at0 + 1] as number) + hessian;
    histogram[at1] = (histogram[at1] as number) + gradient;
    histogram[at1 + 1] = (histogram[at1 + 1] as number) + hessian;
    histogram[at2] = (histogram[at2] as number) + gradient;
    histogram[at2 + 1] = (histogram[at2 + 1] as number) + hessian;
    histogram[at3] = (histogram[at3] as number) + gradient;
    histogram[at3 + 1] = (histogram[at3 + 1] as number) + hessian;
  }
}

/** Turns a parent's histogram into that of the child that was not counted. */
export function subtractHistogram(parent: Histogram, counted: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i] = (parent[i] as number) - (counted[i] as number);
}
