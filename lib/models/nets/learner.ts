import type { ModelKind } from '../ensemble.ts';
import type { Matrix } from '../trees/matrix.ts';
import type { Windows } from '../windows.ts';
import type { Work } from '../work.ts';
import { marginsOfWindows } from './margins.ts';
import type { Net } from './net.ts';
import type { LabelledWindows } from './rows.ts';
import { type TrainingParams, trainNet } from './train.ts';
import { inferenceGraph } from './training-graph.ts';

/** A trained net: its ONNX file. The same array is the same session to whoever runs it. */
export interface NetModel {
  readonly file: Uint8Array;
}

/** What the training asks of a net. */
export interface NetLearner {
  readonly kind: ModelKind;
  /** @throws TrainingError */
  train(fit: LabelledWindows, stop: LabelledWindows | undefined, seed: number): Work<NetModel>;
  /** Log odds that the price goes up, a number a row. */
  margins(model: NetModel, rows: Matrix & { readonly windows: Windows }): Work<ArrayLike<number>>;
  /** The model's file: plain ONNX. */
  write(model: NetModel): Uint8Array;
}

export const netLearner = (kind: ModelKind, net: Net, params: TrainingParams): NetLearner => ({
  kind,
  *train(fit, stop, seed) {
    const { weights } = yield* trainNet(net, fit, stop, params, seed);
    return { file: inferenceGraph(net, weights) };
  },
  margins: (model, { windows }) => marginsOfWindows(model.file, windows),
  write: ({ file }) => file,
});
