import type { Graph, Value } from '../graph.ts';
import { reshaped } from './reshape.ts';

/** The shape of two operands together: sizes count from the right, a size of one stretches. @throws Error for a bug */
export function broadcastShape(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const own = a[a.length - rank + i] ?? 1;
    const other = b[b.length - rank + i] ?? 1;
    if (own !== other && own !== 1 && other !== 1)
      throw new Error(`shapes ${a.join('x')} and ${b.join('x')} do not go together`);
    return own === 1 ? other : own;
  });
}

/** A gradient of a stretched operand, summed back to the operand's own shape. */
export function summedTo(graph: Graph, gradient: Value, shape: readonly number[]): Value {
  const lead = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, i) =>
    i < lead || (shape[i - lead] === 1 && size !== 1) ? [i] : [],
  );
  if (axes.length === 0) return gradient;
  const kept = gradient.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const sum = graph.node('ReduceSum', [gradient, graph.integers(axes)], kept, { keepdims: 1 });
  return lead === 0 ? sum : reshaped(graph, sum, shape);
}
