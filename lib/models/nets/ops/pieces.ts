import type { Graph, Value } from '../graph.ts';

/** The places `from` to `to` (left out) of an axis. */
export function slice(graph: Graph, a: Value, axis: number, from: number, to: number): Value {
  const shape = a.shape.with(axis, to - from);
  const places = [[from], [to], [axis]].map(each => graph.integers(each));
  return graph.differentiable(
    graph.node('Slice', [a, ...places], shape),
    [a],
    [
      gradient => {
        const pads = Array.from({ length: 2 * a.shape.length }, () => 0);
        pads[axis] = from;
        pads[a.shape.length + axis] = (a.shape[axis] as number) - to;
        return graph.node('Pad', [gradient, graph.integers(pads)], a.shape);
      },
    ],
  );
}

/** Tensors laid end to end along an axis. */
export function concatenated(graph: Graph, parts: readonly Value[], axis: number): Value {
  const [first] = parts;
  if (first === undefined) throw new Error('nothing to lay end to end');
  const sizes = parts.map(({ shape }) => shape[axis] as number);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  return graph.differentiable(
    graph.node('Concat', parts, first.shape.with(axis, whole), { axis }),
    parts,
    parts.map((_, i) => (gradient: Value) => {
      const start = starts[i] as number;
      return slice(graph, gradient, axis, start, start + (sizes[i] as number));
    }),
  );
}
