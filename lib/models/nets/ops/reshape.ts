import type { Graph, Value } from '../graph.ts';

/** The same numbers in another shape; a batch of any size may lead both. */
export function reshaped(graph: Graph, a: Value, shape: readonly number[]): Value {
  return graph.differentiable(
    graph.node('Reshape', [a, graph.integers(shape)], shape),
    [a],
    [gradient => reshaped(graph, gradient, a.shape)],
  );
}

/** Axis `i` of the result is axis `order[i]` of the input. */
export function transposed(graph: Graph, a: Value, order: readonly number[]): Value {
  const shape = order.map(axis => a.shape[axis] as number);
  const back = order.map((_, axis) => order.indexOf(axis));
  return graph.differentiable(
    graph.node('Transpose', [a], shape, { perm: order }),
    [a],
    [gradient => transposed(graph, gradient, back)],
  );
}

/** The last two axes exchanged. */
export function matrixTransposed(graph: Graph, a: Value): Value {
  const last = a.shape.length - 1;
  return transposed(graph, a, [...Array.from({ length: last - 1 }, (_, i) => i), last, last - 1]);
}
