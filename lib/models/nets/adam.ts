import type { Graph, Value } from './graph.ts';
import { sqrt } from './ops/activation.ts';
import { add, div, mul, scalar, sub, times } from './ops/arithmetic.ts';
import { sumOf } from './ops/reduce.ts';

export interface AdamParams {
  /** Where it is highest; it comes and goes (see `pace.ts`). */
  readonly learning_rate: number;
  /** Decoupled from the gradient. (Loshchilov and Hutter, 2019.) */
  readonly weight_decay: number;
  /** Longest that all gradients together may be. */
  readonly gradient_clip_val: number;
}

/** What a training carries from step to step, by name; each is a vector of all the net's numbers. */
export const STATE = ['weights', 'first', 'second', 'average'] as const;
/** The weights, the running means of gradient and squared gradient, and the running mean of the weights. */
export type State = Readonly<Record<(typeof STATE)[number], Value>>;

/** What changes from step to step without the rows having a part in it, by name; each is one number. */
export const PACE = ['rate', 'correction-1', 'correction-2', 'keep'] as const;
export type Pace<Number> = Readonly<Record<(typeof PACE)[number], Number>>;

export const [BETA_1, BETA_2] = [0.9, 0.999];
const EPSILON = 1e-8;

/** One step of Adam. (Kingma and Ba, 2015.) The averaged weights are those that are used. (Polyak and Juditsky, 1992.) */
export function adamStep(
  graph: Graph,
  { weights, first, second, average }: State,
  gradient: Value,
  pace: Pace<Value>,
  params: AdamParams,
): State {
  const clipped = clip(graph, gradient, params.gradient_clip_val);
  const faded = (mean: Value, beta: number, by: Value) =>
    add(graph, times(graph, mean, beta), times(graph, by, 1 - beta));
  const nextFirst = faded(first, BETA_1, clipped);
  const nextSecond = faded(second, BETA_2, mul(graph, clipped, clipped));
  const spread = sqrt(graph, div(graph, nextSecond, pace['correction-2']));
  const direction = div(
    graph,
    div(graph, nextFirst, pace['correction-1']),
    add(graph, spread, scalar(graph, EPSILON)),
  );
  const decay = times(graph, mul(graph, weights, pace.rate), params.weight_decay);
  const step = add(graph, mul(graph, direction, pace.rate), decay);
  const nextWeights = sub(graph, weights, step);
  const away = mul(graph, sub(graph, average, nextWeights), pace.keep);
  return {
    weights: nextWeights,
    first: nextFirst,
    second: nextSecond,
    average: add(graph, nextWeights, away),
  };
}

/** Shortened to the longest length allowed, never lengthened. (torch.nn.utils.clip_grad_norm_.) */
function clip(graph: Graph, gradient: Value, longest: number): Value {
  const length = sqrt(graph, sumOf(graph, mul(graph, gradient, gradient)));
  const share = div(graph, scalar(graph, longest), add(graph, length, scalar(graph, 1e-6)));
  return mul(graph, gradient, graph.node('Min', [share, scalar(graph, 1)], []));
}
