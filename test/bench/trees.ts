import { pathToFileURL } from 'node:url';
import { drawAt, streamKey } from '../../lib/models/random.ts';
import type { LabelledMatrix } from '../../lib/models/trees/matrix.ts';
import { marginOf } from '../../lib/models/trees/predict.ts';
import { lightgbmMarginOf } from '../../lib/models/trees/predict-lightgbm.ts';
import { trainBooster } from '../../lib/models/trees/train.ts';
import { trainLightgbm } from '../../lib/models/trees/train-lightgbm.ts';
import { type Library, type UpstreamRun, UpstreamTrees } from './upstream-trees.ts';

/** How long something takes, or how many times as long as something else: the median of its runs. */
export interface Timing {
  readonly name: string;
  readonly median: number;
  readonly unit: 'ms' | 'µs' | 'times';
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

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

/** The median of the times that some runs take, in milliseconds, after one that does not count. */
function medianMs(runs: number, work: () => unknown): number {
  work();
  return median(
    Array.from({ length: runs }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );
}

interface Run {
  readonly ms: number;
  /** Processor seconds: what other work on the machine does not lengthen. */
  readonly seconds: number;
  readonly upstream: UpstreamRun | undefined;
}

function runOf(work: () => unknown, upstream: () => UpstreamRun | undefined): Run {
  const [start, before] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - start, seconds: (user + system) / 1e6, upstream: upstream() };
}

const RUNS = 3;

/** One way of training, run by run beside upstream's, where upstream is installed. */
function trainingTimes(
  name: string,
  library: Library,
  upstream: UpstreamTrees,
  work: () => unknown,
): Timing[] {
  work();
  const runs = Array.from({ length: RUNS }, () => runOf(work, () => upstream.train(library)));
  const own: Timing = { name, median: median(runs.map(({ ms }) => ms)), unit: 'ms' };
  const theirs = runs.flatMap(run => run.upstream ?? []);
  const [first] = theirs;
  if (first === undefined) return [own];
  const seconds = median(theirs.map(run => run.seconds));
  return [
    own,
    {
      name: `  the processor time of ${library} ${first.version}, ${seconds.toFixed(2)} s`,
      median: median(runs.map(run => run.seconds)) / seconds,
      unit: 'times',
    },
  ];
}

const ASKED = 20_000;

/** What one row's forecast takes. */
const forecastTime = (name: string, data: LabelledMatrix, margin: (offset: number) => number): Timing => ({
  name,
  median:
    (medianMs(7, () => {
      let sum = 0;
      for (let row = 0; row < ASKED; row++) sum += margin(row * data.columns);
      return sum;
    }) *
      1000) /
    ASKED,
  unit: 'µs',
});

/** Training on 50,000 rows, and the forecast of one row by 300 trees, on one thread. */
export function benchTrees(): Timing[] {
  const data = continuousRows(50_000);
  const few = continuousRows(5000);
  const deep = trainBooster(few, { rounds: 300, maxDepth: 6, learningRate: 0.1 });
  const wide = trainLightgbm(few, { rounds: 300, numLeaves: 31 });
  const upstream = new UpstreamTrees(data);
  const size = `trees: train 50,000 x ${COLUMNS}, 200 rounds`;
  const timings = [
    ...trainingTimes(`${size}, depth-wise, depth 6`, 'xgboost', upstream, () =>
      trainBooster(data, { rounds: 200, maxDepth: 6, learningRate: 0.1 }),
    ),
    ...trainingTimes(`${size}, leaf-wise, 31 leaves`, 'lightgbm', upstream, () =>
      trainLightgbm(data, { rounds: 200, numLeaves: 31 }),
    ),
    forecastTime('trees: predict one row, 300 trees, depth 6', data, at => marginOf(deep, data.values, at)),
    forecastTime('trees: predict one row, 300 trees, 31 leaves', data, at =>
      lightgbmMarginOf(wide, data.values, at),
    ),
  ];
  upstream.close();
  return timings;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, median: value, unit } of benchTrees())
    console.log(`${value.toFixed(2).padStart(9)} ${unit.padEnd(6)} ${name}`);
}
