import type { ModelKind } from './ensemble.ts';
import type { LabelledMatrix, Matrix } from './trees/matrix.ts';
import type { Work } from './work.ts';

/** What the training asks of a kind of model. Pure: the same rows and seed give the same model. */
export interface Learner<Model> {
  readonly kind: ModelKind;
  /**
   * Fits to `fit` (labels 0 and 1); `stop` holds later rows to stop early by, absent where there are none.
   * @throws TrainingError
   */
  train(fit: LabelledMatrix, stop: LabelledMatrix | undefined, seed: number): Work<Model>;
  /** Log odds that the price goes up, a number a row. */
  margins(model: Model, rows: Matrix): Work<ArrayLike<number>>;
  /** The model's file in its standard format. */
  write(model: Model): Uint8Array;
}
