/** Why a training was refused. */
export type TrainingRefusal =
  | 'shape'
  | 'label'
  | 'weight'
  | 'feature'
  | 'parameter'
  | 'diverged'
  | 'constant';

/** Training data or parameters that no model may be made from; `reason` says which kind. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
  readonly reason: TrainingRefusal;

  constructor(reason: TrainingRefusal, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** A model file that cannot be used; the message is one line that says why. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}
