import type { Histogram } from './histogram.ts';
import type { Split, Sums } from './split.ts';

/** A leaf of a growing tree that could be split. */
export interface OpenLeaf {
  readonly node: number;
  /** Its number among the leaves: a split leaves it to the left child, the right one gets the next. */
  readonly leaf: number;
  readonly depth: number;
  /** Its rows are the places from `start` to `end - 1` of the tree's row order. */
  readonly start: number;
  readonly end: number;
  readonly sums: Sums;
  readonly split: Split;
  readonly histogram: Histogram;
}

/**
 * A growth policy: the place, among the open leaves (never none, in the order they were opened), of the one to be
 * split next.
 */
export type Growth = (open: readonly OpenLeaf[]) => number;

/** XGBoost's: a whole level before the next, so the leaf opened first goes first. */
const depthWise: Growth = () => 0;

/** LightGBM's: the leaf whose split gains most; of equal ones that with the lower column, then the lower number. */
const leafWise: Growth = open => open.reduce((best, _, i) => (goesBefore(open, i, best) ? i : best), 0);

function goesBefore(open: readonly OpenLeaf[], a: number, b: number): boolean {
  const [one, other] = [open[a] as OpenLeaf, open[b] as OpenLeaf];
  if (one.split.gain !== other.split.gain) return one.split.gain > other.split.gain;
  if (one.split.column !== other.split.column) return one.split.column < other.split.column;
  return one.leaf < other.leaf;
}

/** The growth policies by name. */
export const GROWTH = {
  'depth-wise': depthWise,
  'leaf-wise': leafWise,
} as const satisfies Record<string, Growth>;

export type GrowthName = keyof typeof GROWTH;
