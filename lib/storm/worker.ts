/** A thread of a campaign: tells the seeds it is handed, one after the other. */
import { parentPort } from 'node:worker_threads';
import { runSeed, type SeedResult, tellShortest } from './one-seed.ts';

export type Order =
  | { readonly type: 'run'; readonly seed: number; readonly days: number }
  | { readonly type: 'shrink'; readonly seed: number; readonly days: number };
export type Answer =
  | { readonly type: 'result'; readonly result: SeedResult }
  | { readonly type: 'told'; readonly text: string };

const port = parentPort;
if (port === null) throw new Error('this file is a worker thread of npm run storm');

async function carryOut({ type, seed, days }: Order): Promise<Answer> {
  return type === 'run'
    ? { type: 'result', result: await runSeed(seed, days) }
    : { type: 'told', text: await tellShortest(seed, days) };
}

port.on('message', (order: Order) => {
  // A rejection is a bug, and ends the thread with it.
  void carryOut(order).then(answer => port.postMessage(answer));
});
