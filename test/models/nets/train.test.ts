import { describe, expect, test } from 'vitest';
import { onnxTensors } from '../../../lib/adapters/onnx/tensors.ts';
import { done } from '../../../lib/minute/work.ts';
import { netLearner } from '../../../lib/models/nets/learner.ts';
import { marginsOfWindows } from '../../../lib/models/nets/margins.ts';
import { type LabelledWindows, logLossOf } from '../../../lib/models/nets/rows.ts';
import { type TrainingParams, trainNet } from '../../../lib/models/nets/train.ts';
import { inferenceGraph, parametersOf } from '../../../lib/models/nets/training-graph.ts';
import { drawAt, streamKey } from '../../../lib/models/random.ts';
import { BARS, CHANNELS, smallNhits, smallPatchtst } from './a-net.ts';

const tensors = onnxTensors({ threads: 1 });

const PARAMS: TrainingParams = {
  learning_rate: 0.02,
  weight_decay: 0.01,
  gradient_clip_val: 1,
  batch_size: 32,
  max_epochs: 12,
  val_check_steps: 10,
  early_stop_patience_steps: 4,
  mirrored_channels: [],
};

/** Windows of chance whose label is mostly the sign of one channel's recent bars. */
function rowsOf(rows: number, stream: number, sure = 0.9): LabelledWindows {
  const size = BARS * CHANNELS;
  const values = Float32Array.from(
    { length: rows * size },
    (_, i) => 2 * drawAt(streamKey(5, stream), i) - 1,
  );
  const labels = Float32Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let bar = BARS - 4; bar < BARS; bar += 1) sum += values[row * size + bar * CHANNELS + 1] ?? 0;
    const told = drawAt(streamKey(6, stream), row) < sure;
    return sum > 0 === told ? 1 : 0;
  });
  const windows = {
    rows,
    bars: BARS,
    channels: CHANNELS,
    write: (row: number, out: Float32Array, at: number) =>
      out.set(values.subarray(row * size, (row + 1) * size), at),
  };
  return { rows, columns: 0, values: new Float32Array(), labels, windows };
}

const [fit, stop] = [rowsOf(800, 1), rowsOf(150, 2)];

describe.each([
  ['N-HiTS', smallNhits],
  ['PatchTST', smallPatchtst],
])('training %s', (_name, net) => {
  test('finds what is there', async () => {
    const { weights, looks } = await done(trainNet(net, fit, stop, PARAMS, 1), tensors);
    const file = inferenceGraph(net, weights);
    const fresh = rowsOf(300, 3);
    const margins = await done(marginsOfWindows(file, fresh.windows), tensors);
    expect(logLossOf(margins, fresh)).toBeLessThan(0.62);
    expect(looks.length).toBeGreaterThan(2);
  });

  test('is the same file for the same seed, and another for another', async () => {
    const learner = netLearner('nhits', net, { ...PARAMS, max_epochs: 2 });
    const fileOf = async (seed: number) =>
      learner.write(await done(learner.train(fit, stop, seed), onnxTensors({ threads: 1 })));
    const [once, again, other] = [await fileOf(1), await fileOf(1), await fileOf(2)];
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });

  test('keeps the weights of its best look', async () => {
    const { weights, looks } = await done(trainNet(net, fit, stop, PARAMS, 1), tensors);
    const margins = await done(marginsOfWindows(inferenceGraph(net, weights), stop.windows), tensors);
    const best = Math.min(...looks.map(({ logLoss }) => logLoss));
    expect(logLossOf(margins, stop)).toBeCloseTo(best, 5);
  });

  test('does without rows to watch', async () => {
    const { weights, looks } = await done(
      trainNet(net, fit, undefined, { ...PARAMS, max_epochs: 1 }, 1),
      tensors,
    );
    expect(looks).toEqual([]);
    expect(weights.every(Number.isFinite)).toBe(true);
  });
});

describe('training', () => {
  test('ends when the watched rows no longer gain', async () => {
    const noise = rowsOf(150, 4, 0.5);
    const given = { ...PARAMS, max_epochs: 40, early_stop_patience_steps: 3 };
    const { looks } = await done(trainNet(smallNhits, rowsOf(400, 5, 0.5), noise, given, 1), tensors);
    const best = looks.findIndex(({ logLoss }) => logLoss === Math.min(...looks.map(look => look.logLoss)));
    expect(looks.length - 1 - best).toBe(3);
  });

  test('learns in a mirror what it never saw', async () => {
    const up = Array.from({ length: fit.rows }, (_, row) => row).filter(row => fit.labels[row] === 1);
    const ups: LabelledWindows = {
      ...fit,
      rows: up.length,
      labels: new Float32Array(up.length).fill(1),
      windows: {
        ...fit.windows,
        rows: up.length,
        write: (row, out, at) => fit.windows.write(up[row] ?? 0, out, at),
      },
    };
    const mirrored = { ...PARAMS, mirrored_channels: [0, 1, 2] };
    const { weights } = await done(trainNet(smallNhits, ups, undefined, mirrored, 1), tensors);
    const margins = await done(marginsOfWindows(inferenceGraph(smallNhits, weights), stop.windows), tensors);
    expect(logLossOf(margins, stop)).toBeLessThan(0.62);
  });

  test.each([
    [
      'windows that are no numbers',
      { ...fit, windows: { ...fit.windows, write: (_: number, out: Float32Array) => void out.fill(NaN) } },
      /the loss is NaN at step 1/,
    ],
    ['labels that are none', { ...fit, labels: fit.labels.with(3, 2) }, /label 2 in row 3/],
    ['fewer windows than rows', { ...fit, windows: stop.windows }, /800 rows, 800 labels, 150 windows/],
    [
      'windows of another width',
      { ...fit, windows: { ...fit.windows, channels: 4 } },
      /windows of 16 bars x 4, 16 x 3 expected/,
    ],
  ])('refuses %s', async (_name, rows, because) => {
    const work = trainNet(smallNhits, rows, stop, PARAMS, 1);
    await expect(done(work, tensors)).rejects.toThrow(because);
  });

  test('I45 refuses a net that says the same of all', async () => {
    const same = {
      ...fit.windows,
      write: (_: number, out: Float32Array, at: number) => void out.fill(1, at),
    };
    const [all, watched] = [
      { ...fit, windows: same },
      { ...stop, windows: { ...same, rows: stop.rows } },
    ];
    await expect(done(trainNet(smallNhits, all, watched, PARAMS, 1), tensors)).rejects.toMatchObject({
      reason: 'constant',
    });
  });

  test('lets go of its graphs, whatever comes', () => {
    const work = trainNet(smallNhits, fit, stop, PARAMS, 1);
    const first = work.next();
    expect(first.value).toMatchObject({ type: 'run' });
    expect(work.throw(new Error('the runtime is gone')).value).toMatchObject({ type: 'release' });
    expect(work.next({}).value).toMatchObject({ type: 'release' });
    expect(() => work.next({})).toThrow('the runtime is gone');
  });

  test('begins with even odds for both sides', async () => {
    const file = inferenceGraph(smallNhits, parametersOf(smallNhits).starting(3));
    expect(new Set(await done(marginsOfWindows(file, stop.windows), tensors))).toEqual(new Set([0]));
  });
});
