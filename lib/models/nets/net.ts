import type { Graph, Value } from './graph.ts';
import type { TakeParameter } from './parameters.ts';

/** Where a net drops out: in training a mask is laid on, otherwise nothing happens. */
export type Drop = (value: Value, rate: number) => Value;

/** A net as a graph is built of it. */
export interface Net {
  /** Of a window: bars, and channels of each. */
  readonly bars: number;
  readonly channels: number;
  /** `windows` is batch x bars x channels; the result, batch, holds the log odds that the price goes up. */
  margin(graph: Graph, windows: Value, parameter: TakeParameter, drop: Drop): Value;
}
