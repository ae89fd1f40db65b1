import type { Histogram } from './histogram.ts';
import type { Split, Sums } from './split.ts';

/** A leaf of a growing tree that could be split. */
export interface OpenLeaf {
  readonly node: number;
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

/** The growth policies by name. */
export const GROWTH = { 'depth-wise': depthWise } as const satisfies Record<string, Growth>;

export type GrowthName = keyof typeof GROWTH;
