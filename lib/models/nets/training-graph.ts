import { type AdamParams, adamStep, PACE, STATE } from './adam.ts';
import { gradientsOf } from './gradients.ts';
import { ANY_BATCH, Graph, sizeOf, type Value } from './graph.ts';
import type { Drop, Net } from './net.ts';
import { softplus } from './ops/activation.ts';
import { mul, sub } from './ops/arithmetic.ts';
import { concatenated, slice } from './ops/pieces.ts';
import { sumOf } from './ops/reduce.ts';
import { reshaped } from './ops/reshape.ts';
import { ParameterList, type TakeParameter } from './parameters.ts';

/** A mask of a training step: zero where something is dropped, else what makes up for it. */
export interface Mask {
  readonly name: string;
  readonly shape: readonly number[];
  readonly rate: number;
}

/** A graph that takes a batch and the state and gives the loss and the next state. */
export interface TrainingGraph {
  readonly file: Uint8Array;
  readonly batch: number;
  readonly masks: readonly Mask[];
}

const kept: Drop = value => value;

/** What a net asks for, in order. */
export function parametersOf(net: Net): ParameterList {
  const list = new ParameterList();
  const graph = new Graph('parameters');
  const take: TakeParameter = (name, shape, start) => {
    list.add(name, shape, start);
    return graph.input(name, shape);
  };
  net.margin(graph, graph.input('windows', [ANY_BATCH, net.bars, net.channels]), take, kept);
  return list;
}

/** Parameters cut out of one vector of all weights; those handed out are noted in `taken`. */
const cutFrom =
  (graph: Graph, weights: Value, list: ParameterList, taken: Value[]): TakeParameter =>
  (name, shape) => {
    const offset = list.all.find(parameter => parameter.name === name)?.offset as number;
    const cut = reshaped(graph, slice(graph, weights, 0, offset, offset + sizeOf(shape)), shape);
    taken.push(graph.learn(cut));
    return cut;
  };

/**
 * Inputs: `windows`, `labels`, `shares` (what each row counts, one in all), the state, the pace and the masks. Outputs:
 * `loss`, and the next state under the names of the state with `next-` before them.
 */
export function trainingGraph(net: Net, batch: number, params: AdamParams): TrainingGraph {
  const list = parametersOf(net);
  const graph = new Graph('training');
  const windows = graph.input('windows', [batch, net.bars, net.channels]);
  const labels = graph.input('labels', [batch]);
  const shares = graph.input('shares', [batch]);
  const state = inputsOf(graph, STATE, [list.size]);
  const pace = inputsOf(graph, PACE, []);
  const masks: Mask[] = [];
  const drop: Drop = (value, rate) => {
    if (rate === 0) return value;
    const mask = { name: `mask-${masks.length}`, shape: value.shape, rate };
    masks.push(mask);
    return mul(graph, value, graph.input(mask.name, mask.shape));
  };
  const taken: Value[] = [];
  const margin = net.margin(graph, windows, cutFrom(graph, state.weights, list, taken), drop);
  const loss = lossOf(graph, margin, labels, shares);
  const gradients = gradientsOf(graph, loss, taken);
  const flat = gradients.map(each => reshaped(graph, each, [sizeOf(each.shape)]));
  const next = adamStep(graph, state, concatenated(graph, flat, 0), pace, params);
  graph.output('loss', loss);
  for (const name of STATE) graph.output(`next-${name}`, next[name]);
  return { file: graph.file(), batch, masks };
}

const inputsOf = <Name extends string>(
  graph: Graph,
  names: readonly Name[],
  shape: readonly number[],
): Readonly<Record<Name, Value>> =>
  Object.fromEntries(names.map(name => [name, graph.input(name, shape)])) as Record<Name, Value>;

/** Binary cross-entropy of log odds, each row by its share. */
function lossOf(graph: Graph, margin: Value, labels: Value, shares: Value): Value {
  const each = sub(graph, softplus(graph, margin), mul(graph, labels, margin));
  return sumOf(graph, mul(graph, each, shares));
}

/** The graph that is asked for margins while the weights still change: `windows` and `weights` to `margin`. */
export function evaluationGraph(net: Net): Uint8Array {
  const list = parametersOf(net);
  const graph = new Graph('evaluation');
  const windows = graph.input('windows', [ANY_BATCH, net.bars, net.channels]);
  const weights = graph.input('weights', [list.size]);
  graph.output('margin', net.margin(graph, windows, cutFrom(graph, weights, list, []), kept));
  return graph.file();
}

/** The model's file: plain ONNX, `windows` to `margin`, its parameters as constants under upstream's names. */
export function inferenceGraph(net: Net, weights: Float32Array): Uint8Array {
  const list = parametersOf(net);
  const graph = new Graph('perpdesk');
  const windows = graph.input('windows', [ANY_BATCH, net.bars, net.channels]);
  const take: TakeParameter = (name, shape) => {
    const offset = list.all.find(parameter => parameter.name === name)?.offset as number;
    return graph.constant(weights.subarray(offset, offset + sizeOf(shape)), shape, name);
  };
  graph.output('margin', net.margin(graph, windows, take, kept));
  return graph.file();
}
