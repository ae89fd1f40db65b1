import type { Graph, Value } from '../graph.ts';
import { mul, times } from './arithmetic.ts';
import { reshaped } from './reshape.ts';

const stretched = (graph: Graph, gradient: Value, shape: readonly number[]): Value =>
  graph.node('Expand', [gradient, graph.integers(shape)], shape);

/** The mean along an axis, which keeps a size of one. */
export function mean(graph: Graph, a: Value, axis: number): Value {
  const count = a.shape[axis] as number;
  const average = graph.node('ReduceMean', [a, graph.integers([axis])], a.shape.with(axis, 1), {
    keepdims: 1,
  });
  return graph.differentiable(
    average,
    [a],
    [gradient => stretched(graph, times(graph, gradient, 1 / count), a.shape)],
  );
}

/** The sum of all numbers, of no dimension. */
export function sumOf(graph: Graph, a: Value): Value {
  const axes = graph.integers(a.shape.map((_, axis) => axis));
  return graph.differentiable(
    graph.node('ReduceSum', [a, axes], [], { keepdims: 0 }),
    [a],
    [gradient => stretched(graph, gradient, a.shape)],
  );
}

/** The greatest along the last axis, which goes. Where several are, each gets the gradient. */
export function maxOfLast(graph: Graph, a: Value): Value {
  const last = a.shape.length - 1;
  const shape = a.shape.slice(0, last);
  const most = graph.node('ReduceMax', [a, graph.integers([last])], shape, { keepdims: 0 });
  return graph.differentiable(
    most,
    [a],
    [
      gradient => {
        const back = [...shape, 1];
        const equal = graph.node('Equal', [a, reshaped(graph, most, back)], a.shape);
        const chosen = graph.node('Cast', [equal], a.shape, { to: 1 });
        return mul(graph, chosen, reshaped(graph, gradient, back));
      },
    ],
  );
}
