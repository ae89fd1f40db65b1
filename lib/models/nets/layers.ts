import type { Graph, Value } from './graph.ts';
import { sqrt } from './ops/activation.ts';
import { add, div, mul, scalar, sub } from './ops/arithmetic.ts';
import { matmul } from './ops/matmul.ts';
import { mean } from './ops/reduce.ts';
import { matrixTransposed, reshaped } from './ops/reshape.ts';
import type { TakeParameter } from './parameters.ts';

/** A weighted sum of the last axis. Shapes, names and, unless `reach` is given, beginnings as torch.nn.Linear has them. */
export function linear(
  graph: Graph,
  a: Value,
  outputs: number,
  name: string,
  parameter: TakeParameter,
  reach = 1 / Math.sqrt(a.shape.at(-1) as number),
): Value {
  const inputs = a.shape.at(-1) as number;
  const start = { reach };
  const weight = parameter(`${name}.weight`, [outputs, inputs], start);
  const bias = parameter(`${name}.bias`, [outputs], start);
  return add(graph, matmul(graph, a, matrixTransposed(graph, weight)), bias);
}

/** The layer that makes log odds begins at zero: before anything is learnt, both sides are as likely. */
export const head = (graph: Graph, a: Value, name: string, parameter: TakeParameter): Value =>
  reshaped(graph, linear(graph, a, 1, name, parameter, 0), [a.shape[0] as number]);

const EPSILON = 1e-5;

/** Less the mean, over the deviation, along an axis. */
export function standardised(graph: Graph, a: Value, axis: number): Value {
  const centred = sub(graph, a, mean(graph, a, axis));
  const variance = mean(graph, mul(graph, centred, centred), axis);
  return div(graph, centred, sqrt(graph, add(graph, variance, scalar(graph, EPSILON))));
}

/** torch.nn.LayerNorm over the last axis. (Ba, Kiros and Hinton, 2016.) */
export function layerNorm(graph: Graph, a: Value, name: string, parameter: TakeParameter): Value {
  const size = [a.shape.at(-1) as number];
  const weight = parameter(`${name}.weight`, size, { value: 1 });
  const bias = parameter(`${name}.bias`, size, { value: 0 });
  const standard = standardised(graph, a, a.shape.length - 1);
  return add(graph, mul(graph, standard, weight), bias);
}

/**
 * A matrix that stretches `from` knots to `to` points by straight lines between them.
 * (torch.nn.functional.interpolate, mode linear, align_corners false.)
 */
export function interpolation(graph: Graph, from: number, to: number): Value {
  const matrix = new Float32Array(from * to);
  for (let point = 0; point < to; point += 1) {
    const place = Math.max(((point + 0.5) * from) / to - 0.5, 0);
    const left = Math.min(Math.floor(place), from - 1);
    const right = Math.min(left + 1, from - 1);
    matrix[left * to + point] = (matrix[left * to + point] as number) + 1 - (place - left);
    matrix[right * to + point] = (matrix[right * to + point] as number) + place - left;
  }
  return graph.constant(matrix, [from, to]);
}
