import { onnxTensors } from '../../../lib/adapters/onnx/tensors.ts';
import { gradientsOf } from '../../../lib/models/nets/gradients.ts';
import { Graph, sizeOf, type Value } from '../../../lib/models/nets/graph.ts';
import { mul } from '../../../lib/models/nets/ops/arithmetic.ts';
import { sumOf } from '../../../lib/models/nets/ops/reduce.ts';
import { drawAt, streamKey } from '../../../lib/models/random.ts';
import type { NamedTensors, Tensor } from '../../../lib/models/work.ts';

const tensors = onnxTensors({ threads: 1 });

/** An operation to be tried: the shapes of what goes in, and what is made of it. */
export interface Trial {
  readonly shapes: readonly (readonly number[])[];
  readonly make: (graph: Graph, inputs: readonly Value[]) => Value;
  /** Where the numbers that go in lie; -1 to 1 when left out. */
  readonly between?: readonly [number, number];
}

/**
 * The greatest difference between the gradients and what finite differences say, for a weighted sum of the results:
 * weights that all differ, so that no mix-up of places goes unseen.
 */
export async function worstDifference({ shapes, make, between = [-1, 1] }: Trial): Promise<number> {
  const graph = new Graph('trial');
  const inputs = shapes.map((shape, i) => graph.learn(graph.input(`x${i}`, shape)));
  const made = make(graph, inputs);
  const weights = drawn(1, sizeOf(made.shape), [0.5, 1.5]);
  const loss = sumOf(graph, mul(graph, made, graph.constant(weights, made.shape)));
  gradientsOf(graph, loss, inputs).forEach((gradient, i) => {
    graph.output(`g${i}`, gradient);
  });
  graph.output('made', made);
  const file = graph.file();
  const values = shapes.map((shape, i) => drawn(2 + i, sizeOf(shape), between));
  const run = (given: readonly Float32Array[]) => tensors.run(file, feedsOf(shapes, given));
  const outputs = await run(values);
  // Summed in 64 bits: the runtime's own sum is too coarse for differences.
  const lossOf = (answer: NamedTensors) =>
    (answer.made as Tensor).values.reduce((sum, value, k) => sum + value * (weights[k] as number), 0);
  let worst = 0;
  for (const [i, own] of values.entries()) {
    const gradient = (outputs[`g${i}`] as Tensor).values;
    for (let k = 0; k < own.length; k += 1) {
      const [up, down] = [own.with(k, (own[k] as number) + STEP), own.with(k, (own[k] as number) - STEP)];
      const rise = lossOf(await run(values.with(i, up))) - lossOf(await run(values.with(i, down)));
      const slope = rise / ((up[k] as number) - (down[k] as number));
      worst = Math.max(worst, Math.abs(slope - (gradient[k] as number)));
    }
  }
  await tensors.release(file);
  return worst;
}

const STEP = 2 ** -7;

const drawn = (stream: number, count: number, [low, high]: readonly [number, number]): Float32Array =>
  Float32Array.from({ length: count }, (_, n) => low + (high - low) * drawAt(streamKey(11, stream), n));

const feedsOf = (
  shapes: readonly (readonly number[])[],
  values: readonly Float32Array[],
): Record<string, Tensor> =>
  Object.fromEntries(
    values.map((own, i) => [`x${i}`, { shape: shapes[i] as readonly number[], values: own }]),
  );
