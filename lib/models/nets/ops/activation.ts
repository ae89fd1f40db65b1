import type { Graph, Value } from '../graph.ts';
import { add, div, mul, scalar, sub, times } from './arithmetic.ts';

const unary = (graph: Graph, op: string, a: Value): Value => graph.node(op, [a], a.shape);

export function sqrt(graph: Graph, a: Value): Value {
  const root = unary(graph, 'Sqrt', a);
  return graph.differentiable(root, [a], [gradient => div(graph, times(graph, gradient, 0.5), root)]);
}

export function relu(graph: Graph, a: Value): Value {
  const kept = unary(graph, 'Relu', a);
  return graph.differentiable(kept, [a], [gradient => mul(graph, gradient, unary(graph, 'Sign', kept))]);
}

export function sigmoid(graph: Graph, a: Value): Value {
  const share = unary(graph, 'Sigmoid', a);
  return graph.differentiable(
    share,
    [a],
    [gradient => mul(graph, gradient, mul(graph, share, sub(graph, scalar(graph, 1), share)))],
  );
}

/** `log(1 + exp(a))`. */
export function softplus(graph: Graph, a: Value): Value {
  return graph.differentiable(
    unary(graph, 'Softplus', a),
    [a],
    [gradient => mul(graph, gradient, sigmoid(graph, a))],
  );
}

/** `a` times the chance that a standard normal lies below it. (Hendrycks and Gimpel, 2016, the exact form.) */
export function gelu(graph: Graph, a: Value): Value {
  const erf = unary(graph, 'Erf', graph.node('Mul', [a, scalar(graph, Math.SQRT1_2)], a.shape));
  const half = scalar(graph, 0.5);
  const below = graph.node('Mul', [graph.node('Add', [erf, scalar(graph, 1)], a.shape), half], a.shape);
  return graph.differentiable(
    graph.node('Mul', [a, below], a.shape),
    [a],
    [
      gradient => {
        const bell = unary(graph, 'Exp', times(graph, mul(graph, a, a), -0.5));
        const density = times(graph, bell, 1 / Math.sqrt(2 * Math.PI));
        return mul(graph, gradient, add(graph, below, mul(graph, a, density)));
      },
    ],
  );
}

/** Shares along the last axis. */
export function softmax(graph: Graph, a: Value): Value {
  const last = a.shape.length - 1;
  const shares = graph.node('Softmax', [a], a.shape, { axis: last });
  return graph.differentiable(
    shares,
    [a],
    [
      gradient => {
        const weighed = mul(graph, gradient, shares);
        const sum = graph.node('ReduceSum', [weighed, graph.integers([last])], a.shape.with(last, 1), {
          keepdims: 1,
        });
        return sub(graph, weighed, mul(graph, shares, sum));
      },
    ],
  );
}
