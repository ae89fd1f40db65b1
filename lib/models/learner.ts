import type { ModelKind } from './ensemble.ts';
import type { LabelledMatrix, Matrix } from './trees/matrix.ts';
import type { Windows } from './windows.ts';
import type { Work } from './work.ts';

/** Rows to be judged: features for the trees, the bars behind them for the nets. */
export type Rows = Matrix & { readonly windows: Windows };
/** Rows to learn from (labels 0 and 1). */
export type LabelledRows = LabelledMatrix & { readonly windows: Windows };

/** What the training asks of a kind of model. Pure: the same rows and seed give the same model. */
export interface Learner<Model> {
  readonly kind: ModelKind;
  /**
   * Fits to `fit`; `stop` holds later rows to stop early by, absent where there are none.
   * @throws TrainingError
   */
  train(fit: LabelledRows, stop: LabelledRows | undefined, seed: number): Work<Model>;
  /** Log odds that the price goes up, a number a row. */
  margins(model: Model, rows: Rows): Work<ArrayLike<number>>;
  /** The model's file in its standard format. */
  write(model: Model): Uint8Array;
}
