import { describe, expect, test } from 'vitest';
import { gradientsOf } from '../../../lib/models/nets/gradients.ts';
import { Graph, type Value } from '../../../lib/models/nets/graph.ts';
import { gelu, relu, sigmoid, softmax, softplus, sqrt } from '../../../lib/models/nets/ops/activation.ts';
import { add, div, mul, neg, sub, times } from '../../../lib/models/nets/ops/arithmetic.ts';
import { matmul } from '../../../lib/models/nets/ops/matmul.ts';
import { concatenated, slice } from '../../../lib/models/nets/ops/pieces.ts';
import { maxOfLast, mean, sumOf } from '../../../lib/models/nets/ops/reduce.ts';
import { reshaped, transposed } from '../../../lib/models/nets/ops/reshape.ts';
import { type Trial, worstDifference } from './difference.ts';

type Unary = (graph: Graph, a: Value) => Value;
type Binary = (graph: Graph, a: Value, b: Value) => Value;
type Row = readonly [name: string, trial: Trial];

const one = (name: string, of: Unary, shape: readonly number[], between?: readonly [number, number]): Row => [
  name,
  {
    shapes: [shape],
    make: (graph, [a]) => of(graph, a as Value),
    ...(between === undefined ? {} : { between }),
  },
];

const two = (name: string, of: Binary, a: readonly number[], b: readonly number[], from = -1): Row => [
  `${name} of ${a.join('x')} and ${b.length === 0 ? 'a number' : b.join('x')}`,
  {
    shapes: [a, b],
    make: (graph, [left, right]) => of(graph, left as Value, right as Value),
    between: [from, from + 2],
  },
];

describe('gradients agree with finite differences', () => {
  test.each<Row>([
    two('the sum', add, [2, 3], [2, 3]),
    two('the sum', add, [2, 3, 4], [3, 1]),
    two('the sum', add, [4], [2, 3, 4]),
    two('the sum', add, [2, 3], []),
    two('the difference', sub, [2, 1, 4], [3, 1]),
    two('the product', mul, [2, 3], [2, 3]),
    two('the product', mul, [1, 3], [2, 2, 1]),
    two('the quotient', div, [2, 3], [3], 1),
    two('the quotient', div, [3], [2, 1], 1),
    two('the product of matrices', matmul, [3, 4], [4, 2]),
    two('the product of matrices', matmul, [2, 3, 4], [4, 2]),
    two('the product of matrices', matmul, [2, 2, 3, 4], [2, 2, 4, 3]),
    one('the negative', neg, [3]),
    one('a multiple', (graph, a) => times(graph, a, -2.5), [3]),
    one('the square', (graph, a) => mul(graph, a, a), [4]),
    one('the square root', sqrt, [5], [0.5, 2]),
    one('relu', relu, [6]),
    one('sigmoid', sigmoid, [6], [-4, 4]),
    one('softplus', softplus, [6], [-4, 4]),
    one('gelu', gelu, [8], [-3, 3]),
    one('softmax', softmax, [2, 3, 4], [-2, 2]),
    one('the mean of the last axis', (graph, a) => mean(graph, a, 2), [2, 3, 4]),
    one('the mean of a middle axis', (graph, a) => mean(graph, a, 1), [2, 3, 4]),
    one('the sum of all', sumOf, [2, 3]),
    one('the greatest of the last axis', maxOfLast, [2, 3, 4]),
    one('another shape', (graph, a) => reshaped(graph, a, [3, 4]), [2, 6]),
    one('another order of axes', (graph, a) => transposed(graph, a, [2, 0, 1]), [2, 3, 4]),
    one('a slice', (graph, a) => slice(graph, a, 1, 1, 3), [2, 4, 2]),
    [
      'parts laid end to end',
      {
        shapes: [
          [2, 1, 2],
          [2, 3, 2],
        ],
        make: (graph, parts) => concatenated(graph, parts, 1),
      },
    ],
    [
      'a value used twice',
      {
        shapes: [[3], [3]],
        make: (graph, [a, b]) => {
          const product = mul(graph, a as Value, b as Value);
          return add(graph, product, sigmoid(graph, product));
        },
      },
    ],
  ])('%s', async (_name, trial) => {
    expect(await worstDifference(trial)).toBeLessThan(5e-4);
  });
});

describe('a graph', () => {
  test('gives a gradient of zero for what the loss does not depend on', async () => {
    const trial: Trial = { shapes: [[2], [3]], make: (graph, [a]) => sigmoid(graph, a as Value) };
    expect(await worstDifference(trial)).toBeLessThan(5e-4);
  });

  test('records nothing once gradients were taken', () => {
    const graph = new Graph('trial');
    const a = graph.learn(graph.input('a', [2]));
    gradientsOf(graph, sumOf(graph, a), [a]);
    expect(graph.stopRecording()).toEqual([]);
  });

  test('refuses shapes that do not go together', () => {
    const graph = new Graph('trial');
    const [a, b] = [graph.input('a', [2, 3]), graph.input('b', [2])];
    expect(() => add(graph, a, b)).toThrow('shapes 2x3 and 2 do not go together');
    expect(() => matmul(graph, a, a)).toThrow('matrices 2x3 and 2x3 do not go together');
  });

  test('of the same making is the same file', () => {
    const make = () => {
      const graph = new Graph('trial');
      graph.output('b', softmax(graph, graph.input('a', [2, 3])));
      return graph.file();
    };
    expect(make()).toEqual(make());
  });
});
