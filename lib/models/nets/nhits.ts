import type { Graph, Value } from './graph.ts';
import { head, interpolation, linear } from './layers.ts';
import type { Drop, Net } from './net.ts';
import { relu } from './ops/activation.ts';
import { add, sub } from './ops/arithmetic.ts';
import { matmul } from './ops/matmul.ts';
import { concatenated, slice } from './ops/pieces.ts';
import { maxOfLast, mean } from './ops/reduce.ts';
import { reshaped, transposed } from './ops/reshape.ts';
import type { TakeParameter } from './parameters.ts';

/** Hyper-parameters by the names of neuralforecast's NHITS; one stack an entry, one block a stack. */
export interface NhitsParams {
  /** Bars forecast. */
  readonly h: number;
  /** Bars that are pooled to one before a block sees them; each divides the window. */
  readonly n_pool_kernel_size: readonly number[];
  /** Bars to a knot, of what a block forecasts and of what it explains of the past. */
  readonly n_freq_downsample: readonly number[];
  readonly mlp_units: readonly number[];
  readonly pooling_mode: 'MaxPool1d' | 'AvgPool1d';
  readonly dropout_prob_theta: number;
}

/**
 * N-HiTS: blocks that look at the window at different rates, each forecasting at its own rate what those before it have
 * left unexplained. (Challu et al., 2023, arXiv:2201.12886.) The first channel is forecast, the others accompany it.
 * A last layer, `head`, makes log odds of the bars forecast, which stand for themselves upstream.
 */
export const nhits = (params: NhitsParams, bars: number, channels: number): Net => ({
  bars,
  channels,
  margin: (graph, windows, parameter, drop) => {
    const series = transposed(graph, windows, [0, 2, 1]);
    const [batch = 0] = windows.shape;
    const others = slice(graph, series, 1, 1, channels);
    let left = slice(graph, series, 1, 0, 1);
    let forecast: Value | undefined;
    params.n_pool_kernel_size.forEach((kernel, n) => {
      const seen = concatenated(graph, [left, others], 1);
      const last = n === params.n_pool_kernel_size.length - 1;
      const theta = blockOf(graph, seen, { params, kernel, n, last, parameter, drop });
      if (theta.backcast !== undefined)
        left = sub(graph, left, reshaped(graph, theta.backcast, [batch, 1, bars]));
      forecast = forecast === undefined ? theta.forecast : add(graph, forecast, theta.forecast);
    });
    if (forecast === undefined) throw new Error('an N-HiTS without a stack');
    return head(graph, forecast, 'head', parameter);
  },
});

interface BlockPlace {
  readonly params: NhitsParams;
  readonly kernel: number;
  readonly n: number;
  readonly last: boolean;
  readonly parameter: TakeParameter;
  readonly drop: Drop;
}

/** What a block forecasts, and what it explains of the past; nobody asks the last one for that. */
function blockOf(
  graph: Graph,
  seen: Value,
  { params, kernel, n, last, parameter, drop }: BlockPlace,
): { readonly forecast: Value; readonly backcast: Value | undefined } {
  const [batch = 0, channels = 0, bars = 0] = seen.shape;
  const points = bars / kernel;
  let hidden = reshaped(graph, pooled(graph, seen, kernel, params.pooling_mode), [batch, channels * points]);
  params.mlp_units.forEach((units, layer) => {
    const name = `blocks.${n}.layers.${2 * layer}`;
    hidden = drop(relu(graph, linear(graph, hidden, units, name, parameter)), params.dropout_prob_theta);
  });
  const every = params.n_freq_downsample[n] as number;
  const ahead = Math.max(Math.floor(params.h / every), 1);
  const back = last ? 0 : Math.max(Math.floor(bars / every), 1);
  const name = `blocks.${n}.layers.${2 * params.mlp_units.length}`;
  const theta = linear(graph, hidden, back + ahead, name, parameter);
  const knots = (from: number, to: number, points: number) =>
    matmul(graph, slice(graph, theta, 1, from, to), interpolation(graph, to - from, points));
  return {
    backcast: last ? undefined : knots(0, back, bars),
    forecast: knots(back, back + ahead, params.h),
  };
}

function pooled(graph: Graph, a: Value, kernel: number, mode: NhitsParams['pooling_mode']): Value {
  if (kernel === 1) return a;
  const [batch = 0, channels = 0, bars = 0] = a.shape;
  const points = bars / kernel;
  const grouped = reshaped(graph, a, [batch, channels, points, kernel]);
  return mode === 'MaxPool1d'
    ? maxOfLast(graph, grouped)
    : reshaped(graph, mean(graph, grouped, 3), [batch, channels, points]);
}
