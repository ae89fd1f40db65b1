import { describe, expect, test } from 'vitest';
import { onnxTensors } from '../../../lib/adapters/onnx/tensors.ts';
import { PACE, type Pace, STATE } from '../../../lib/models/nets/adam.ts';
import { sizeOf } from '../../../lib/models/nets/graph.ts';
import { inferenceGraph, parametersOf, trainingGraph } from '../../../lib/models/nets/training-graph.ts';
import type { NamedTensors, Tensor } from '../../../lib/models/work.ts';
import { type Golden, golden } from './golden.ts';

const tensors = onnxTensors({ threads: 1 });
const vector = (values: Float32Array): Tensor => ({ shape: [values.length], values });

/** One step after the other, with the learning rate as it is and no averaging. */
async function trained(
  { net, adam, windows, labels, weights }: Golden,
  steps: number,
  clip = adam.gradient_clip_val,
): Promise<{ readonly losses: readonly number[]; readonly state: NamedTensors }> {
  const rows = labels.length;
  const graph = trainingGraph(net, rows, { ...adam, gradient_clip_val: clip });
  const zeros = () => vector(new Float32Array(weights.length));
  let state: NamedTensors = Object.fromEntries(STATE.map(name => [name, zeros()]));
  state = { ...state, weights: vector(weights) };
  const losses: number[] = [];
  for (let step = 1; step <= steps; step += 1) {
    const pace: Pace<number> = {
      rate: adam.learning_rate,
      'correction-1': 1 - 0.9 ** step,
      'correction-2': 1 - 0.999 ** step,
      keep: 0,
    };
    const answer = await tensors.run(graph.file, {
      ...state,
      ...Object.fromEntries(PACE.map(name => [name, { shape: [], values: Float32Array.of(pace[name]) }])),
      windows: { shape: [rows, net.bars, net.channels], values: windows },
      labels: vector(labels),
      shares: vector(new Float32Array(rows).fill(1 / rows)),
    });
    losses.push(answer.loss?.values[0] ?? Number.NaN);
    state = Object.fromEntries(STATE.map(name => [name, answer[`next-${name}`] as Tensor]));
  }
  return { losses, state };
}

/**
 * Weights without the keys' biases: attention does not depend on them, their gradients are zero but for rounding, and
 * Adam makes whole steps of the rounding.
 */
function determined({ net }: Golden, weights: Float32Array): Float32Array {
  const rest = weights.slice();
  for (const { name, shape, offset } of parametersOf(net).all)
    if (name.endsWith('.W_K.bias')) rest.fill(0, offset, offset + sizeOf(shape));
  return rest;
}

/** The greatest difference, as a share of the greatest number. */
function difference(ours: ArrayLike<number> | undefined, theirs: Float32Array): number {
  const most = theirs.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (ours?.length !== theirs.length) return Number.POSITIVE_INFINITY;
  return theirs.reduce((max, value, i) => Math.max(max, Math.abs(value - (ours[i] as number))), 0) / most;
}

describe.each(['nhits-max', 'nhits-mean', 'patchtst-revin', 'patchtst-plain'])(
  '%s, as PyTorch has it',
  name => {
    const theirs = golden(name);

    test('has upstream’s names and shapes', () => {
      const ours = parametersOf(theirs.net).all.map(({ name, shape }) => [name, shape]);
      expect(Object.fromEntries(ours)).toEqual(theirs.parameters);
    });

    test('says the same of a batch', async () => {
      const { net, weights, windows, labels, margin } = theirs;
      const shape = [labels.length, net.bars, net.channels];
      const answer = await tensors.run(inferenceGraph(net, weights), { windows: { shape, values: windows } });
      expect(difference(answer.margin?.values, margin)).toBeLessThan(1e-5);
    });

    test('has the same loss and gradients', async () => {
      const { losses, state } = await trained(theirs, 1, 1e9);
      expect(losses[0]).toBeCloseTo(theirs.losses[0] ?? 0, 5);
      // After one step the running mean of the gradient is a tenth of it.
      const gradient = state.first?.values.map(value => value * 10);
      expect(difference(gradient, theirs.gradient)).toBeLessThan(1e-5);
    });

    test('learns the same in four steps', async () => {
      const { losses, state } = await trained(theirs, theirs.losses.length);
      losses.forEach((loss, step) => {
        expect(loss).toBeCloseTo(theirs.losses[step] ?? 0, 4);
      });
      const ours = determined(theirs, state.weights?.values ?? new Float32Array());
      expect(difference(ours, determined(theirs, theirs.trained))).toBeLessThan(1e-4);
    });
  },
);
