/** The thread of a replay: does what it was made with, and ends early when it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import { refusalLine } from '../../local/refusal.ts';
import type { Phase } from '../../replay/replay.ts';
import type { ReplayResult } from '../../replay/result.ts';
import { replayOf } from '../commands/replay.ts';
import type { ReplayFlags } from './flags.ts';

export type Said =
  | { readonly type: 'progress'; readonly phase: Phase; readonly done: number; readonly of: number }
  | { readonly type: 'result'; readonly result: ReplayResult }
  | { readonly type: 'refused'; readonly line: string };

const port = parentPort;
if (port === null) throw new Error('this file is the thread of a replay');

const EVERY_MS = 50;
const say = (said: Said) => port.postMessage(said);

let enough = false;
port.once('message', () => {
  enough = true;
});

let told: { readonly phase?: Phase; readonly at: number } = { at: 0 };
function hear(phase: Phase, done: number, of: number): void {
  const at = performance.now();
  if (phase === told.phase && at - told.at < EVERY_MS && done < of) return;
  told = { phase, at };
  say({ type: 'progress', phase, done, of });
}

try {
  const watcher = { onProgress: hear, hasEnough: () => enough, now: () => performance.now() };
  say({ type: 'result', result: await replayOf(workerData as ReplayFlags, watcher) });
} catch (error) {
  const line = refusalLine(error);
  if (line === undefined) throw error;
  say({ type: 'refused', line });
} finally {
  port.removeAllListeners('message');
}
