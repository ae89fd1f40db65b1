import type { ModelKind } from '../ensemble.ts';
import type { Learner } from '../learner.ts';
import { marginsOfWindows } from './margins.ts';
import type { Net } from './net.ts';
import { type TrainingParams, trainNet } from './train.ts';
import { inferenceGraph } from './training-graph.ts';

/** A trained net: its ONNX file. The same array is the same session to whoever runs it. */
export interface NetModel {
  readonly file: Uint8Array;
}

/** A net in the place of its kind, written as plain ONNX. */
export const netLearner = (kind: ModelKind, net: Net, params: TrainingParams): Learner<NetModel> => ({
  kind,
  *train(fit, stop, seed) {
    const { weights } = yield* trainNet(net, fit, stop, params, seed);
    return { file: inferenceGraph(net, weights) };
  },
  margins: (model, { windows }) => marginsOfWindows(model.file, windows),
  write: ({ file }) => file,
});
