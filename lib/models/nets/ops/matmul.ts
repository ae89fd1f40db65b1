import { type Graph, sizeOf, type Value } from '../graph.ts';
import { matrixTransposed, reshaped } from './reshape.ts';

/**
 * Products of matrices, the last two axes. `b` is one matrix for all of `a`'s, or has a matrix for each.
 * @throws Error for shapes that do not go together, which would be a bug
 */
export function matmul(graph: Graph, a: Value, b: Value): Value {
  const shared = b.shape.length === 2;
  const inner = a.shape.at(-1) as number;
  const lead = a.shape.slice(0, -2).join('x');
  if (b.shape.at(-2) !== inner || (!shared && b.shape.slice(0, -2).join('x') !== lead))
    throw new Error(`matrices ${a.shape.join('x')} and ${b.shape.join('x')} do not go together`);
  const product = graph.node('MatMul', [a, b], a.shape.with(-1, b.shape.at(-1) as number));
  return graph.differentiable(
    product,
    [a, b],
    [
      gradient => matmul(graph, gradient, matrixTransposed(graph, b)),
      gradient =>
        shared
          ? matmul(graph, matrixTransposed(graph, flat(graph, a)), flat(graph, gradient))
          : matmul(graph, matrixTransposed(graph, a), gradient),
    ],
  );
}

/** All but the last axis made one. */
function flat(graph: Graph, a: Value): Value {
  const inner = a.shape.at(-1) as number;
  return a.shape.length === 2 ? a : reshaped(graph, a, [sizeOf(a.shape) / inner, inner]);
}
