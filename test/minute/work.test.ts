import { expect, test } from 'vitest';
import { done } from '../../lib/minute/work.ts';
import type { Work } from '../../lib/models/work.ts';
import { PortError, type Tensors } from '../../lib/ports.ts';

const GRAPH = Uint8Array.of(1);

function recorder(failing = false): { tensors: Tensors; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    tensors: {
      run: async (_graph, feeds) => {
        asked.push('run');
        if (failing) throw new PortError('malformed', 'the net cannot be run');
        return feeds;
      },
      release: async () => void asked.push('release'),
    },
  };
}

function* adding(): Work<number> {
  try {
    let sum = 0;
    for (const value of [1, 2]) {
      const feeds = { x: { shape: [1], values: Float32Array.of(value) } };
      const { x } = yield { type: 'run', graph: GRAPH, feeds };
      sum += x?.values[0] ?? Number.NaN;
    }
    return sum;
  } finally {
    yield { type: 'release', graph: GRAPH };
  }
}

test('work gets what it asks for, in order, and its result comes out', async () => {
  const { tensors, asked } = recorder();
  expect(await done(adding(), tensors)).toBe(3);
  expect(asked).toEqual(['run', 'run', 'release']);
});

test('work whose tensors fail lets go of its graphs, and the failure comes out', async () => {
  const { tensors, asked } = recorder(true);
  await expect(done(adding(), tensors)).rejects.toThrow('the net cannot be run');
  expect(asked).toEqual(['run', 'release']);
});
