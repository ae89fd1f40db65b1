import { pathToFileURL } from 'node:url';
import { onnxTensors } from '../../lib/adapters/onnx/tensors.ts';
import { done } from '../../lib/minute/work.ts';
import { CHANNELS } from '../../lib/models/features/sequence.ts';
import { WINDOW_BARS } from '../../lib/models/features.ts';
import { marginsOfWindows } from '../../lib/models/nets/margins.ts';
import { nhits } from '../../lib/models/nets/nhits.ts';
import { patchtst } from '../../lib/models/nets/patchtst.ts';
import type { LabelledWindows } from '../../lib/models/nets/rows.ts';
import { trainNet } from '../../lib/models/nets/train.ts';
import { inferenceGraph, parametersOf } from '../../lib/models/nets/training-graph.ts';
import { NHITS_PARAMS } from '../../lib/models/nhits-learner.ts';
import { PATCHTST_PARAMS } from '../../lib/models/patchtst-learner.ts';
import { drawAt, streamKey } from '../../lib/models/random.ts';
import { medianMs } from './median.ts';
import type { Timing } from './trees.ts';

const SYMBOLS = 100;
const STEPS = 20;

function rowsOf(rows: number): LabelledWindows {
  const key = streamKey(1, 3);
  const size = WINDOW_BARS * CHANNELS;
  const values = new Float32Array(rows * size).map((_, i) => drawAt(key, i) * 2 - 1);
  return {
    rows,
    columns: 0,
    values: new Float32Array(),
    labels: new Float32Array(rows).map((_, row) => row % 2),
    windows: {
      rows,
      bars: WINDOW_BARS,
      channels: CHANNELS,
      write: (row, out, at) => out.set(values.subarray(row * size, (row + 1) * size), at),
    },
  };
}

const NETS = [
  { name: 'N-HiTS', net: nhits(NHITS_PARAMS, WINDOW_BARS, CHANNELS), params: NHITS_PARAMS },
  { name: 'PatchTST', net: patchtst(PATCHTST_PARAMS, WINDOW_BARS, CHANNELS), params: PATCHTST_PARAMS },
];

/** Both nets on one thread: what a minute asks of them, and a step of training, the batch's making included. */
export async function benchNets(): Promise<Timing[]> {
  const tensors = onnxTensors({ threads: 1 });
  const asked = rowsOf(SYMBOLS).windows;
  const timings: Timing[] = [];
  for (const { name, net, params } of NETS) {
    const file = inferenceGraph(net, parametersOf(net).starting(1));
    const infer = () => done(marginsOfWindows(file, asked), tensors);
    timings.push({
      name: `${name}: ${SYMBOLS} symbols, warm`,
      median: await medianMs(51, infer),
      unit: 'ms',
    });
    const rows = rowsOf(params.batch_size * STEPS);
    const once = { ...params, max_epochs: 1 };
    // The difference of two trainings leaves out what both begin with.
    const [all, one] = [rows, rowsOf(params.batch_size)].map(
      given => () => done(trainNet(net, given, undefined, once, 1), tensors),
    );
    if (all === undefined || one === undefined) throw new Error('nothing to time');
    timings.push({
      name: `${name}: a training step, ${params.batch_size} rows`,
      median: ((await medianMs(5, all)) - (await medianMs(5, one))) / (STEPS - 1),
      unit: 'ms',
    });
  }
  return timings;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, median, unit } of await benchNets())
    console.log(`${name}: ${median.toFixed(2)} ${unit}`);
}
