import { WINDOW_BARS } from './features/bar.ts';
import { CHANNELS, SIGNED_CHANNELS } from './features/sequence.ts';
import type { Learner } from './learner.ts';
import { type NetModel, netLearner } from './nets/learner.ts';
import { type NhitsParams, nhits } from './nets/nhits.ts';
import type { TrainingParams } from './nets/train.ts';

export const NHITS_PARAMS: NhitsParams & TrainingParams = {
  h: 16,
  n_pool_kernel_size: [16, 8, 2],
  n_freq_downsample: [16, 8, 4],
  mlp_units: [64, 32],
  pooling_mode: 'AvgPool1d',
  dropout_prob_theta: 0.3,
  learning_rate: 2e-3,
  weight_decay: 0.1,
  gradient_clip_val: 1,
  batch_size: 256,
  max_epochs: 4,
  val_check_steps: 200,
  early_stop_patience_steps: 10,
  mirrored_channels: SIGNED_CHANNELS,
};

export const nhitsLearner = (params: NhitsParams & TrainingParams = NHITS_PARAMS): Learner<NetModel> =>
  netLearner('nhits', nhits(params, WINDOW_BARS, CHANNELS), params);
