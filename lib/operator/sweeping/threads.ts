import { Worker } from 'node:worker_threads';
import type { SweepPath } from '../../replay/sweep/result.ts';
import { bundledThread } from '../thread-bundle.ts';
import type { SweepFlags } from './flags.ts';
import type { SweepPlan } from './plan.ts';
import type { Order, Said } from './worker.ts';

export interface ThreadsOptions {
  readonly threads: number;
  /** Combinations that are done, those that are under way in part. */
  readonly onProgress: (done: number, of: number) => void;
  readonly hasEnough: () => boolean;
}

/**
 * Replays every combination over worker threads, each taking the next one when it has ended the last. What comes of them
 * does not depend on how many threads there are. Undefined where somebody has had enough before all were done.
 */
export async function pathsOver(
  flags: SweepFlags,
  { combinations }: SweepPlan,
  { threads, onProgress, hasEnough }: ThreadsOptions,
): Promise<readonly SweepPath[] | undefined> {
  const workers: Worker[] = [];
  let watch: NodeJS.Timeout | undefined;
  try {
    const file = await bundledThread('lib/operator/sweeping/worker.ts');
    const orders = combinations.map((changes, n): Order => ({ n, changes }));
    const shares = new Map<number, number>();
    const paths: SweepPath[] = [];
    const hear = (said: Said): void => {
      if (said.type === 'path') paths.push(said.path);
      shares.set(said.type === 'path' ? said.path.n : said.n, said.type === 'path' ? 1 : said.share);
      onProgress(
        [...shares.values()].reduce((sum, share) => sum + share, 0),
        combinations.length,
      );
    };
    for (let n = 0; n < Math.min(threads, orders.length); n += 1)
      workers.push(new Worker(file, { workerData: flags, execArgv: ['--enable-source-maps'] }));
    const enough = new Promise<void>(resolve => {
      watch = setInterval(() => hasEnough() && resolve(), WATCH_MS);
    });
    await Promise.race([enough, Promise.all(workers.map(worker => served(worker, orders, hear)))]);
    return paths.length === combinations.length ? paths : undefined;
  } finally {
    clearInterval(watch);
    await Promise.all(workers.map(worker => worker.terminate()));
  }
}

/** A thread that reads a market says nothing for a while: whoever has had enough does not wait for it. */
const WATCH_MS = 100;

/** Hands a thread one order after the other, until none is left. */
function served(worker: Worker, orders: Order[], hear: (said: Said) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => {
      const order = orders.shift();
      if (order === undefined) resolve();
      else worker.postMessage(order);
    };
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('a thread of the sweep ended by itself')));
    worker.on('message', (said: Said) => {
      hear(said);
      if (said.type === 'path') next();
    });
    next();
  });
}
