import type { Dataset } from './dataset.ts';
import type { ModelKind } from './ensemble.ts';
import type { OutOfFold } from './out-of-fold.ts';
import { logitOf } from './statistics.ts';

/** What several models said of the same signal bars, each without having seen them; ordered by time. */
export interface Joint {
  readonly kinds: readonly ModelKind[];
  readonly rows: number;
  /** Close of the signal bar, and of its horizon's last. */
  readonly at: ArrayLike<number>;
  readonly endAt: ArrayLike<number>;
  /** 1 up, 0 down, NaN where neither side was right. */
  readonly labels: ArrayLike<number>;
  /** Calibrated log odds that the price goes up, in the order of the kinds, a number a row. */
  readonly logits: readonly ArrayLike<number>[];
}

/** Predictions of walks over one dataset in the same folds, and the dataset's rows that they are of. */
export function jointOfWalks(
  dataset: Dataset,
  walks: readonly { readonly kind: ModelKind; readonly predictions: readonly OutOfFold[] }[],
): Joint & { readonly places: readonly number[] } {
  const places = walks[0]?.predictions.map(({ row }) => row) ?? [];
  return {
    kinds: walks.map(({ kind }) => kind),
    rows: places.length,
    at: places.map(row => dataset.at[row] as number),
    endAt: places.map(row => dataset.endAt[row] as number),
    labels: places.map(row => dataset.labels[row] as number),
    logits: walks.map(({ predictions }) => predictions.map(({ pUp }) => logitOf(pUp))),
    places,
  };
}
