import type { Growth } from './growth.ts';
import type { Histogram } from './histogram.ts';
import type { Split, Sums } from './split.ts';

/** What the one way of growing a tree leaves to the library whose trees are grown. */
export interface TreeRules {
  /** Splits between the root and a leaf at most; 0 for no bound. */
  readonly maxDepth: number;
  /** Leaves of a tree at most; 0 for no bound. */
  readonly maxLeaves: number;
  /** Which leaf is split next. */
  readonly next: Growth;
  /** False where no split of so many rows could be allowed, so that none need be looked for. */
  maySplit(sums: Sums, rows: number): boolean;
  /** The best split over the given columns; nothing where none is worth it. */
  bestSplit(histogram: Histogram, columns: Int32Array, sums: Sums, rows: number): Split | undefined;
  /** The weight of a leaf before the learning rate. */
  weightOf(sums: Sums): number;
  /** What a leaf of such a weight adds to the margin. */
  valueOf(weight: number): number;
}
