/** A thread of a sweep: replays the combinations that it is handed, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Changes } from '../../replay/sweep/grid.ts';
import type { SweepPath } from '../../replay/sweep/result.ts';
import type { SweepFlags } from './flags.ts';
import { SweepRunner } from './runner.ts';

export interface Order {
  readonly n: number;
  readonly changes: Changes;
}
export type Said =
  | { readonly type: 'share'; readonly n: number; readonly share: number }
  | { readonly type: 'path'; readonly path: SweepPath };

const port = parentPort;
if (port === null) throw new Error('this file is a worker thread of a sweep');

const EVERY_MS = 200;
const say = (said: Said) => port.postMessage(said);
const opened = SweepRunner.open(workerData as SweepFlags);

async function carryOut({ n, changes }: Order): Promise<void> {
  let told = performance.now();
  const path = await (await opened).path(n, changes, share => {
    if (performance.now() - told < EVERY_MS) return;
    told = performance.now();
    say({ type: 'share', n, share });
  });
  say({ type: 'path', path });
}

port.on('message', (order: Order) => {
  // A rejection is a bug, and ends the thread with it.
  void carryOut(order);
});
