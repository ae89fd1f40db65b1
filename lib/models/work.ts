/** Numbers with their shape, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export type NamedTensors = Readonly<Record<string, Tensor>>;

/** What a model asks to have reckoned outside. */
export type TensorRequest =
  /** Runs an ONNX graph. The same bytes are the same session: it is opened once and kept. */
  | { readonly type: 'run'; readonly graph: Uint8Array; readonly feeds: NamedTensors }
  /** The graph will not be asked again. Answered with no tensors. */
  | { readonly type: 'release'; readonly graph: Uint8Array };

/**
 * Reckoning that is pure but for the tensors it asks for: whoever drives it runs the graphs and hands back the
 * outputs. Trees ask for nothing; nets ask once a batch.
 */
export type Work<Result> = Generator<TensorRequest, Result, NamedTensors>;

/** Thrown into the work where a graph could not be run: the world's failure, or a file that is none. */
export class TensorsRefused extends Error {
  override readonly name = 'TensorsRefused';
}

const NOTHING: readonly TensorRequest[] = [];

/** Work that asks for no tensors. */
export function* atOnce<Result>(reckon: () => Result): Work<Result> {
  yield* NOTHING;
  return reckon();
}

/** Finishes work that asks for no tensors. @throws Error when it does ask, which would be a bug */
export function finished<Result>(work: Work<Result>): Result {
  const step = work.next();
  if (step.done === true) return step.value;
  throw new Error('this work asks for tensors and needs someone to run them');
}
