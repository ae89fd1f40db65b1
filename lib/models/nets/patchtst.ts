import type { Graph, Value } from './graph.ts';
import { head, layerNorm, linear, standardised } from './layers.ts';
import type { Drop, Net } from './net.ts';
import { gelu, softmax } from './ops/activation.ts';
import { add, mul, times } from './ops/arithmetic.ts';
import { matmul } from './ops/matmul.ts';
import { concatenated, slice } from './ops/pieces.ts';
import { reshaped, transposed } from './ops/reshape.ts';
import type { TakeParameter } from './parameters.ts';

/** Hyper-parameters by upstream's names. */
export interface PatchtstParams {
  readonly patch_len: number;
  readonly stride: number;
  readonly e_layers: number;
  readonly n_heads: number;
  readonly d_model: number;
  readonly d_ff: number;
  readonly revin: boolean;
  readonly pre_norm: boolean;
  readonly dropout: number;
  readonly head_dropout: number;
  /** Width of a layer before the output, where channels meet; upstream has none, and so has a net without it. */
  readonly head_units?: number;
}

/**
 * PatchTST: each channel by itself, cut into patches that an encoder compares with one another; all channels share its
 * weights. (Nie et al., 2023, arXiv:2211.14730.) Patches reach to the window's end and, as `padding_patch='end'` has it,
 * one stride beyond it, where the last bar is repeated. Norms are upstream's LayerNorm, not its BatchNorm: what a row
 * is told must not depend on who else is in its batch. The head reads all channels and has one output, the log odds.
 */
export const patchtst = (params: PatchtstParams, bars: number, channels: number): Net => ({
  bars,
  channels,
  margin: (graph, windows, parameter, drop) => {
    const [batch = 0] = windows.shape;
    const scaled = params.revin ? revin(graph, windows, parameter) : windows;
    const series = transposed(graph, scaled, [0, 2, 1]);
    let tokens = embedded(graph, patches(graph, series, params), params, parameter, drop);
    for (let n = 0; n < params.e_layers; n += 1) {
      tokens = encoderLayer(graph, tokens, { params, name: `backbone.encoder.layers.${n}`, parameter, drop });
    }
    const [, , count = 0, width = 0] = tokens.shape;
    const flat = reshaped(graph, tokens, [batch, channels * count * width]);
    const dropped = drop(flat, params.head_dropout);
    if (params.head_units === undefined) return head(graph, dropped, 'head.linear', parameter);
    const met = gelu(graph, linear(graph, dropped, params.head_units, 'head.hidden', parameter));
    return head(graph, met, 'head.linear', parameter);
  },
});

/** Reversible instance normalisation, the way in: log odds need no way back. (Kim et al., 2022.) */
function revin(graph: Graph, windows: Value, parameter: TakeParameter): Value {
  const size = [windows.shape[2] as number];
  const weight = parameter('revin_layer.affine_weight', size, { value: 1 });
  const bias = parameter('revin_layer.affine_bias', size, { value: 0 });
  return add(graph, mul(graph, standardised(graph, windows, 1), weight), bias);
}

/** batch x channels x bars to batch x channels x patches x bars of a patch. */
function patches(graph: Graph, series: Value, { patch_len, stride }: PatchtstParams): Value {
  const [batch = 0, channels = 0, bars = 0] = series.shape;
  const last = slice(graph, series, 2, bars - 1, bars);
  const longer = concatenated(graph, [series, ...Array.from({ length: stride }, () => last)], 2);
  const count = Math.floor((bars - patch_len) / stride) + 2;
  const cut = Array.from({ length: count }, (_, n) => {
    const piece = slice(graph, longer, 2, n * stride, n * stride + patch_len);
    return reshaped(graph, piece, [batch, channels, 1, patch_len]);
  });
  return concatenated(graph, cut, 2);
}

function embedded(
  graph: Graph,
  cut: Value,
  { d_model, dropout }: PatchtstParams,
  parameter: TakeParameter,
  drop: Drop,
): Value {
  const count = cut.shape[2] as number;
  const tokens = linear(graph, cut, d_model, 'backbone.W_P', parameter);
  const places = parameter('backbone.W_pos', [count, d_model], { reach: 0.02 });
  return drop(add(graph, tokens, places), dropout);
}

interface LayerPlace {
  readonly params: PatchtstParams;
  readonly name: string;
  readonly parameter: TakeParameter;
  readonly drop: Drop;
}

/** Attention, then a small net for each patch, each beside what came in. `pre_norm`: what came in is left unmeasured. */
function encoderLayer(graph: Graph, tokens: Value, place: LayerPlace): Value {
  const { params, name, parameter, drop } = place;
  const before = (a: Value, norm: string) =>
    params.pre_norm ? layerNorm(graph, a, `${name}.${norm}`, parameter) : a;
  const after = (a: Value, norm: string) =>
    params.pre_norm ? a : layerNorm(graph, a, `${name}.${norm}`, parameter);
  const heard = attention(graph, before(tokens, 'norm_attn'), place);
  const known = after(add(graph, tokens, drop(heard, params.dropout)), 'norm_attn');
  const wide = linear(graph, before(known, 'norm_ffn'), params.d_ff, `${name}.ff.0`, parameter);
  const thought = linear(graph, gelu(graph, wide), params.d_model, `${name}.ff.3`, parameter);
  return after(add(graph, known, drop(thought, params.dropout)), 'norm_ffn');
}

/** Scaled dot-product attention of several heads. (Vaswani et al., 2017.) */
function attention(graph: Graph, tokens: Value, { params, name, parameter }: LayerPlace): Value {
  const { n_heads, d_model } = params;
  const [batch = 0, channels = 0, count = 0] = tokens.shape;
  const width = d_model / n_heads;
  const headed = (what: string, order: readonly number[]) => {
    const made = linear(graph, tokens, d_model, `${name}.self_attn.${what}`, parameter);
    return transposed(graph, reshaped(graph, made, [batch, channels, count, n_heads, width]), order);
  };
  const query = headed('W_Q', [0, 1, 3, 2, 4]);
  const key = headed('W_K', [0, 1, 3, 4, 2]);
  const value = headed('W_V', [0, 1, 3, 2, 4]);
  const shares = softmax(graph, times(graph, matmul(graph, query, key), 1 / Math.sqrt(width)));
  const heard = transposed(graph, matmul(graph, shares, value), [0, 1, 3, 2, 4]);
  const joined = reshaped(graph, heard, [batch, channels, count, d_model]);
  return linear(graph, joined, d_model, `${name}.self_attn.to_out.0`, parameter);
}
