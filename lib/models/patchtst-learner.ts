import { WINDOW_BARS } from './features/bar.ts';
import { CHANNELS, SIGNED_CHANNELS } from './features/sequence.ts';
import type { Learner } from './learner.ts';
import { type NetModel, netLearner } from './nets/learner.ts';
import { type PatchtstParams, patchtst } from './nets/patchtst.ts';
import type { TrainingParams } from './nets/train.ts';

export const PATCHTST_PARAMS: PatchtstParams & TrainingParams = {
  patch_len: 16,
  stride: 16,
  e_layers: 1,
  n_heads: 4,
  d_model: 16,
  d_ff: 32,
  revin: false,
  pre_norm: true,
  dropout: 0,
  head_dropout: 0.1,
  head_units: 64,
  learning_rate: 4e-3,
  weight_decay: 0.1,
  gradient_clip_val: 1,
  batch_size: 256,
  max_epochs: 3,
  val_check_steps: 400,
  early_stop_patience_steps: 10,
  mirrored_channels: SIGNED_CHANNELS,
};

export const patchtstLearner = (
  params: PatchtstParams & TrainingParams = PATCHTST_PARAMS,
): Learner<NetModel> => netLearner('patchtst', patchtst(params, WINDOW_BARS, CHANNELS), params);
