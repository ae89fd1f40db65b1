import type { Graph, Value } from '../graph.ts';
import { broadcastShape, summedTo } from './broadcast.ts';

const binary = (graph: Graph, op: string, a: Value, b: Value): Value =>
  graph.node(op, [a, b], broadcastShape(a.shape, b.shape));

export function add(graph: Graph, a: Value, b: Value): Value {
  return graph.differentiable(
    binary(graph, 'Add', a, b),
    [a, b],
    [gradient => summedTo(graph, gradient, a.shape), gradient => summedTo(graph, gradient, b.shape)],
  );
}

export function sub(graph: Graph, a: Value, b: Value): Value {
  return graph.differentiable(
    binary(graph, 'Sub', a, b),
    [a, b],
    [
      gradient => summedTo(graph, gradient, a.shape),
      gradient => summedTo(graph, neg(graph, gradient), b.shape),
    ],
  );
}

export function mul(graph: Graph, a: Value, b: Value): Value {
  return graph.differentiable(
    binary(graph, 'Mul', a, b),
    [a, b],
    [
      gradient => summedTo(graph, mul(graph, gradient, b), a.shape),
      gradient => summedTo(graph, mul(graph, gradient, a), b.shape),
    ],
  );
}

export function div(graph: Graph, a: Value, b: Value): Value {
  const quotient = binary(graph, 'Div', a, b);
  return graph.differentiable(
    quotient,
    [a, b],
    [
      gradient => summedTo(graph, div(graph, gradient, b), a.shape),
      gradient => {
        const own = div(graph, mul(graph, gradient, quotient), b);
        return summedTo(graph, neg(graph, own), b.shape);
      },
    ],
  );
}

export function neg(graph: Graph, a: Value): Value {
  return graph.differentiable(graph.node('Neg', [a], a.shape), [a], [gradient => neg(graph, gradient)]);
}

/** A number that never changes. */
export const scalar = (graph: Graph, value: number): Value => graph.constant([value], []);

export const times = (graph: Graph, a: Value, factor: number): Value => mul(graph, a, scalar(graph, factor));
