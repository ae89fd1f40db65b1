import { readFileSync } from 'node:fs';
import type { AdamParams } from '../../../lib/models/nets/adam.ts';
import { sizeOf } from '../../../lib/models/nets/graph.ts';
import type { Net } from '../../../lib/models/nets/net.ts';
import { type NhitsParams, nhits } from '../../../lib/models/nets/nhits.ts';
import { type PatchtstParams, patchtst } from '../../../lib/models/nets/patchtst.ts';
import { parametersOf } from '../../../lib/models/nets/training-graph.ts';

/** A net as PyTorch had it, with what it made of a batch. Parameters are in this project's order. */
export interface Golden {
  readonly net: Net;
  readonly adam: AdamParams;
  /** Names and shapes of the parameters, as PyTorch has them. */
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  readonly windows: Float32Array;
  readonly labels: Float32Array;
  readonly margin: Float32Array;
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  readonly trained: Float32Array;
  readonly losses: readonly number[];
}

export function golden(name: string): Golden {
  const path = new URL(`../../golden/nets/${name}.json`, import.meta.url);
  const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string> & {
    params: NhitsParams & PatchtstParams;
    adam: AdamParams;
    parameters: Record<string, number[]>;
    losses: number[];
    bars: number;
    channels: number;
  };
  const make = name.startsWith('nhits') ? nhits : patchtst;
  const net = make(file.params, file.bars, file.channels);
  const inOrder = (key: string) => reordered(net, file.parameters, decoded(file[key] as string));
  return {
    net,
    adam: file.adam,
    parameters: file.parameters,
    losses: file.losses,
    windows: decoded(file.windows as string),
    labels: decoded(file.labels as string),
    margin: decoded(file.margin as string),
    weights: inOrder('weights'),
    gradient: inOrder('gradient'),
    trained: inOrder('trained'),
  };
}

function decoded(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer);
}

function reordered(
  net: Net,
  theirs: Readonly<Record<string, readonly number[]>>,
  values: Float32Array,
): Float32Array {
  const places = new Map<string, Float32Array>();
  let at = 0;
  for (const [name, shape] of Object.entries(theirs)) {
    places.set(name, values.subarray(at, at + sizeOf(shape)));
    at += sizeOf(shape);
  }
  const list = parametersOf(net);
  const ours = new Float32Array(list.size);
  for (const { name, offset } of list.all) ours.set(places.get(name) ?? [], offset);
  return ours;
}
