import type { Net } from '../../../lib/models/nets/net.ts';
import { nhits } from '../../../lib/models/nets/nhits.ts';
import { patchtst } from '../../../lib/models/nets/patchtst.ts';
import { inferenceGraph, parametersOf } from '../../../lib/models/nets/training-graph.ts';

/** The smallest nets that have all their parts. */
export const [BARS, CHANNELS] = [16, 3];

export const smallNhits: Net = nhits(
  {
    h: 4,
    n_pool_kernel_size: [4, 1],
    n_freq_downsample: [4, 1],
    mlp_units: [8],
    pooling_mode: 'AvgPool1d',
    dropout_prob_theta: 0.1,
  },
  BARS,
  CHANNELS,
);

export const smallPatchtst: Net = patchtst(
  {
    patch_len: 4,
    stride: 4,
    e_layers: 1,
    n_heads: 2,
    d_model: 4,
    d_ff: 6,
    revin: false,
    pre_norm: true,
    dropout: 0.1,
    head_dropout: 0.1,
  },
  BARS,
  CHANNELS,
);

export const fileOf = (net: Net): Uint8Array => inferenceGraph(net, parametersOf(net).starting(1));
