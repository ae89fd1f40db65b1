import { pathToFileURL } from 'node:url';
import { drawAt, streamKey } from '../../lib/models/random.ts';
import type { LabelledMatrix } from '../../lib/models/trees/matrix.ts';
import { marginOf } from '../../lib/models/trees/predict.ts';
import { trainBooster } from '../../lib/models/trees/train.ts';

/** How long something takes: the median of its runs. */
export interface Timing {
  readonly name: string;
  readonly median: number;
  readonly unit: 'ms' | 'µs';
}

const COLUMNS = 40;

function continuousRows(rows: number): LabelledMatrix {
  const key = streamKey(1, 1);
  const values = new Float32Array(rows * COLUMNS).map((_, i) => drawAt(key, i) * 2 - 1);
  const labels = new Float32Array(rows).map((_, row) => {
    const [a = 0, b = 0, c = 0, d = 0] = values.subarray(row * COLUMNS);
    return drawAt(streamKey(1, 2), row) < 1 / (1 + Math.exp(-2 * a - 3 * b * c + d)) ? 1 : 0;
  });
  return { rows, columns: COLUMNS, values, labels };
}

/** The median of the times that some runs take, in milliseconds, after one that does not count. */
function medianMs(runs: number, work: () => unknown): number {
  work();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[runs >> 1] ?? Number.NaN;
}

/** Training on 50,000 rows, and the forecast of one row by 300 trees, on one thread. */
export function benchTrees(): Timing[] {
  const data = continuousRows(50_000);
  const small = trainBooster(continuousRows(5000), { rounds: 300, maxDepth: 6, learningRate: 0.1 });
  const asked = 20_000;
  const predictAll = () => {
    let sum = 0;
    for (let row = 0; row < asked; row++) sum += marginOf(small, data.values, row * COLUMNS);
    return sum;
  };
  return [
    {
      name: `trees: train 50,000 x ${COLUMNS}, 200 rounds, depth 6`,
      median: medianMs(3, () => trainBooster(data, { rounds: 200, maxDepth: 6, learningRate: 0.1 })),
      unit: 'ms',
    },
    {
      name: 'trees: predict one row, 300 trees, depth 6',
      median: (medianMs(7, predictAll) * 1000) / asked,
      unit: 'µs',
    },
  ];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, median, unit } of benchTrees()) console.log(`${name}: ${median.toFixed(1)} ${unit}`);
}
