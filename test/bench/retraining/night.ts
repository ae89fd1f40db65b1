/**
 * One night of `lib/retrain.ts` in a process of its own, so that its peak of memory is its own: `night.ts FILE DAYS KINDS`.
 * All that is not the learning itself, the venue, the table and the bucket, is memory.
 */
import { availableParallelism } from 'node:os';
import { memoryModelStore } from '../../../lib/adapters/memory/model-store.ts';
import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import { onnxTensors } from '../../../lib/adapters/onnx/tensors.ts';
import { defaultLimits } from '../../../lib/desk/limits/limits.ts';
import { epochMs, MINUTE_MS, minuteOf, symbolId } from '../../../lib/desk/units.ts';
import type { LearningDesk } from '../../../lib/minute/desk.ts';
import { MODEL_KINDS, type ModelKind } from '../../../lib/models/ensemble.ts';
import { retrain } from '../../../lib/retrain.ts';
import { endOf, pagesOf, readBars } from './stored-bars.ts';

/** What fitting one kind took, or measuring them together; the first of them has read the bars as well. The peak is that of the process until then. */
export interface Lap {
  readonly what: ModelKind | 'ensemble';
  readonly rows: number;
  readonly wallMs: number;
  readonly processorMs: number;
  readonly peakMb: number;
}

const [file = '', days = '', names = ''] = process.argv.slice(2);
const kinds = names.split(',').filter((name): name is ModelKind => MODEL_KINDS.some(kind => kind === name));
const bars = readBars(file);
const end = minuteOf(endOf(bars, 15 * MINUTE_MS));

const laps: Lap[] = [];
let rows = 0;
let since = { at: performance.now(), used: process.cpuUsage() };
function lap(what: Lap['what']): void {
  const used = process.cpuUsage(since.used);
  laps.push({
    what,
    rows,
    wallMs: performance.now() - since.at,
    processorMs: (used.user + used.system) / 1000,
    // Kibibytes on every system, which Node sees to.
    peakMb: process.resourceUsage().maxRSS / 1024,
  });
  since = { at: performance.now(), used: process.cpuUsage() };
}

const unused = async (): Promise<never> => {
  throw new Error('the daily learning reads bars alone');
};
const store = memoryStore();
const models = memoryModelStore();
const universe = {
  rev: 0,
  minute: end,
  symbols: bars.coins.map(({ symbol }) => symbolId(symbol)),
  failingSince: {},
  previous: undefined,
};
const emitted: Record<string, number>[] = [];
const desk: LearningDesk = {
  name: 'bench',
  mode: 'embedded',
  clock: { now: () => epochMs(end), sleep: async () => {} },
  market: {
    serverTime: unused,
    instruments: unused,
    dayTickers: unused,
    bestQuotes: unused,
    marks: unused,
    mark: unused,
    depth: unused,
    candles: pagesOf(bars),
  },
  store: { ...store, load: async () => ({ ...(await store.load()), universe }) },
  limits: { read: async () => ({ type: 'limits', limits: defaultLimits() }) },
  journal: store,
  history: store,
  metrics: { emit: (_role, values) => void emitted.push({ ...values }) },
  models: {
    ...models,
    files: {
      ...models.files,
      // What it said out of fold is the last that is written of a kind.
      write: async (name, bytes) => {
        await models.files.write(name, bytes);
        const kind = kinds.find(each => name.startsWith(each));
        if (name.endsWith('/out-of-fold.json') && kind !== undefined) lap(kind);
      },
    },
  },
  modelMarket: 'synthetic',
  tensors: onnxTensors({ threads: availableParallelism() }),
  training: {
    kinds,
    days: Number(days),
    everyBars: 4,
    tell: line => {
      rows = Number(/dataset: (\d+) rows/.exec(line)?.[1] ?? rows);
      process.stderr.write(`${line}\n`);
    },
  },
};

await retrain(desk, end);
lap('ensemble');
if (emitted.at(-1)?.ModelFaults !== 0 || laps.length !== kinds.length + 1) {
  for await (const record of store.journal({ from: end, to: end })) console.error(JSON.stringify(record));
  throw new Error('a kind could not be fitted, so nothing was measured');
}
process.send?.(laps);
