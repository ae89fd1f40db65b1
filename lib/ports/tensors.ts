import type { NamedTensors } from '../models/work.ts';

/** Runs the nets' graphs. */
export interface Tensors {
  /**
   * Runs an ONNX graph; the same bytes are the same session, opened once and kept.
   * Throws a PortError where the graph cannot be opened or refuses what it is fed.
   */
  run(graph: Uint8Array, feeds: NamedTensors): Promise<NamedTensors>;
  /** The graph will not be asked again: what was kept for it is given back. */
  release(graph: Uint8Array): Promise<void>;
}
