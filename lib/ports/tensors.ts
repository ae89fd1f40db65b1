import type { NamedTensors } from '../models/work.ts';

/** Runs ONNX graphs. Throws a PortError for a graph that cannot be opened or does not take what it is fed. */
export interface Tensors {
  /** The outputs by name. The same bytes (the same array, not an equal one) are one session, opened once and kept. */
  run(graph: Uint8Array, feeds: NamedTensors): Promise<NamedTensors>;
  /** Gives a graph's memory back; one that is not open is none of its concern. */
  release(graph: Uint8Array): Promise<void>;
}
