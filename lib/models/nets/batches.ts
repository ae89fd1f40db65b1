import { drawAt, streamKey } from '../random.ts';
import type { NamedTensors, Tensor } from '../work.ts';
import { sizeOf } from './graph.ts';
import type { LabelledWindows } from './rows.ts';
import type { Mask, TrainingGraph } from './training-graph.ts';

/** All rows once, in an order drawn for the epoch. (Fisher and Yates.) */
export function shuffled(rows: number, seed: number, epoch: number): Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const key = streamKey(seed, 1, epoch);
  for (let left = rows - 1; left > 0; left -= 1) {
    const other = Math.floor(drawAt(key, left) * (left + 1));
    [order[left], order[other]] = [order[other] as number, order[left] as number];
  }
  return order;
}

/** Some rows are shown as they would have been had every move gone the other way, with the opposite label. */
export interface Mirror {
  readonly mirrored: readonly number[];
  /** Of the stream that says which rows; with no channels to mirror there are none. */
  readonly key: number;
}

/**
 * Some rows as a training graph takes them. A batch that they do not fill counts those it has; the rest is zeros that
 * count nothing.
 */
export function batchOf(
  data: LabelledWindows,
  rows: Uint32Array,
  batch: number,
  { mirrored, key }: Mirror,
): NamedTensors {
  const { windows } = data;
  const size = windows.bars * windows.channels;
  const values = new Float32Array(batch * size);
  const labels = new Float32Array(batch);
  const shares = new Float32Array(batch);
  let whole = 0;
  for (const row of rows) whole += data.weights?.[row] ?? 1;
  rows.forEach((row, n) => {
    windows.write(row, values, n * size);
    const turned = mirrored.length > 0 && drawAt(key, n) < 0.5;
    if (turned) turn(values.subarray(n * size, (n + 1) * size), windows.channels, mirrored);
    const label = data.labels[row] as number;
    labels[n] = turned ? 1 - label : label;
    shares[n] = whole > 0 ? (data.weights?.[row] ?? 1) / whole : 0;
  });
  return {
    windows: { shape: [batch, windows.bars, windows.channels], values },
    labels: { shape: [batch], values: labels },
    shares: { shape: [batch], values: shares },
  };
}

function turn(window: Float32Array, channels: number, mirrored: readonly number[]): void {
  for (let bar = 0; bar < window.length; bar += channels)
    for (const channel of mirrored) window[bar + channel] = -(window[bar + channel] as number);
}

/** The masks of a step. What is kept is made up for what is dropped. (Srivastava et al., 2014.) */
export const masksOf = ({ masks }: TrainingGraph, key: number): NamedTensors =>
  Object.fromEntries(masks.map((mask, n) => [mask.name, drawn(mask, streamKey(key, n))]));

/** Four places a draw: a rate is kept to an even 256th, which is fine enough for dropping. */
function drawn({ shape, rate }: Mask, key: number): Tensor {
  const values = new Float32Array(sizeOf(shape));
  const dropped = Math.round(rate * 256);
  const kept = 256 / (256 - dropped);
  for (let i = 0; i < values.length; i += 4) {
    const bits = Math.floor(drawAt(key, i) * 4294967296);
    for (let k = 0; k < 4 && i + k < values.length; k += 1)
      values[i + k] = ((bits >>> (8 * k)) & 255) < dropped ? 0 : kept;
  }
  return { shape, values };
}
