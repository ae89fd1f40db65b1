import { anchorOf } from './boosting.ts';
import { onGrid } from './exact-sum.ts';
import type { LabelledMatrix } from './matrix.ts';

/** A mean label of 0 or 1 has no margin; this near it may come. */
const MEAN_MIN = 1e-6;

/** The weighted mean label, whatever the order of the rows; never quite 0 or 1. */
export function meanLabel({ rows, labels, weights }: LabelledMatrix): number {
  const anchor = anchorOf(rows, weights);
  let happened = 0;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : (weights[i] as number);
    happened += onGrid((labels[i] as number) * weight, anchor);
    total += onGrid(weight, anchor);
  }
  return Math.min(Math.max(happened / total, MEAN_MIN), 1 - MEAN_MIN);
}
