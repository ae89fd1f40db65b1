import { expect, test } from 'vitest';
import { onnxTensors } from '../../../lib/adapters/onnx/tensors.ts';
import { patchtst } from '../../../lib/models/nets/patchtst.ts';
import { inferenceGraph, parametersOf } from '../../../lib/models/nets/training-graph.ts';
import { PATCHTST_PARAMS } from '../../../lib/models/patchtst-learner.ts';
import { drawAt } from '../../../lib/models/random.ts';

const [BARS, CHANNELS] = [64, 2];

/** How far two channels changed together are from the sum of what each does alone. */
async function together(headUnits: number | undefined): Promise<number> {
  const { head_units: _, ...rest } = PATCHTST_PARAMS;
  const net = patchtst(headUnits === undefined ? rest : { ...rest, head_units: headUnits }, BARS, CHANNELS);
  // The head begins at zero: drawn weights stand for those of a trained net.
  const weights = parametersOf(net)
    .starting(1)
    .map((_, place) => drawAt(3, place) - 0.5);
  const file = inferenceGraph(net, weights);
  // Rows: as it is, the first channel changed, the second, both.
  const values = Float32Array.from({ length: 4 * BARS * CHANNELS }, (_, place) => {
    const [row, cell] = [Math.floor(place / (BARS * CHANNELS)), place % (BARS * CHANNELS)];
    const changed = ((row >> (cell % CHANNELS)) & 1) === 1;
    return drawAt(changed ? 2 : 1, cell) * 4 - 2;
  });
  const feeds = { windows: { shape: [4, BARS, CHANNELS], values } };
  const { margin } = await onnxTensors({ threads: 1 }).run(file, feeds);
  const [none = 0, first = 0, second = 0, both = 0] = margin?.values ?? [];
  expect(first).not.toBe(none);
  return Math.abs(both - first - second + none);
}

test('channels are judged apart and summed, unless a layer of the head lets them meet', async () => {
  expect(await together(undefined)).toBeLessThan(1e-4);
  expect(await together(32)).toBeGreaterThan(1e-2);
});
