import { describe, expect, test } from 'vitest';
import { onnxTensors } from '../../../lib/adapters/onnx/tensors.ts';
import { ANY_BATCH, Graph } from '../../../lib/models/nets/graph.ts';
import { times } from '../../../lib/models/nets/ops/arithmetic.ts';
import type { Tensor } from '../../../lib/models/work.ts';
import { PortError } from '../../../lib/ports.ts';

const multiple = (factor: number): Uint8Array => {
  const graph = new Graph('multiple');
  graph.output('y', times(graph, graph.input('x', [ANY_BATCH, 2]), factor));
  return graph.file();
};

const x = (...values: number[]): { x: Tensor } => ({
  x: { shape: [values.length / 2, 2], values: Float32Array.from(values) },
});

const refused = async (running: Promise<unknown>): Promise<string> => {
  const error = await running.catch((thrown: unknown) => thrown);
  if (error instanceof PortError) return `${error.kind}: ${error.message}`;
  throw new Error(`no refusal: ${String(error)}`);
};

describe('ONNX Runtime behind the port', () => {
  test('runs a graph on any number of rows', async () => {
    const tensors = onnxTensors({ threads: 1 });
    const graph = multiple(3);
    expect((await tensors.run(graph, x(1, 2))).y).toEqual({ shape: [1, 2], values: Float32Array.of(3, 6) });
    expect((await tensors.run(graph, x(1, 2, 3, 4))).y?.shape).toEqual([2, 2]);
  });

  test('opens more graphs than it keeps, and any of them again', async () => {
    const tensors = onnxTensors({ threads: 1, sessionsMax: 2 });
    const graphs = [2, 3, 5, 7].map(multiple);
    for (const round of [1, 2]) {
      for (const [i, graph] of graphs.entries()) {
        const { y } = await tensors.run(graph, x(round, 0));
        expect(y?.values[0]).toBe(round * ([2, 3, 5, 7][i] ?? 0));
      }
    }
  });

  test('answers several questions to one graph at once', async () => {
    const tensors = onnxTensors({ threads: 1, sessionsMax: 1 });
    const graphs = [multiple(2), multiple(3)];
    const asked = [1, 2, 3, 4].flatMap(n => graphs.map(graph => tensors.run(graph, x(n, 0))));
    const answers = (await Promise.all(asked)).map(({ y }) => y?.values[0]);
    expect(answers).toEqual([2, 3, 4, 6, 6, 9, 8, 12]);
  });

  test('takes back what it kept, and what it never had', async () => {
    const tensors = onnxTensors({ threads: 1 });
    const graph = multiple(2);
    await tensors.run(graph, x(1, 1));
    await tensors.release(graph);
    await tensors.release(graph);
    expect((await tensors.run(graph, x(1, 1))).y?.values[0]).toBe(2);
  });

  test('says in one line why it refuses', async () => {
    const tensors = onnxTensors({ threads: 1 });
    const graph = multiple(2);
    const broken = graph.slice(0, 40);
    expect(await refused(tensors.run(broken, x(1, 2)))).toMatch(/^malformed: the net cannot be opened: .+$/);
    expect(await refused(tensors.run(graph, {}))).toMatch(/^malformed: the net cannot be run: .+$/);
    const wrong = { x: { shape: [1, 3], values: new Float32Array(3) } };
    expect(await refused(tensors.run(graph, wrong))).toMatch(/^malformed: the net cannot be run: .+$/);
    expect((await tensors.run(graph, x(1, 1))).y?.values[0]).toBe(2);
  });
});
