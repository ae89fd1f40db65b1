import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Refusal } from './refusal.ts';
import type { ServersOrder } from './run-servers.ts';
import type { ServersAnswer } from './servers.ts';

/** A lost connection is noticed before the end of the process that held it. */
const END_NOTICED_MS = 1_000;

export interface ServerProcess extends Omit<Extract<ServersAnswer, { type: 'ready' }>, 'type'> {
  /** Whether the process has ended, asked or not; an end that is just coming is waited for. */
  hasEnded(): Promise<boolean>;
  /** Lets the servers write their last and end. */
  close(): Promise<void>;
}

/**
 * Starts the servers in a process of their own, with the loader that runs this one. `complain` gets what they say on
 * their error output. Rejects with a Refusal when they cannot run on what was asked.
 */
export async function startServerProcess(
  order: ServersOrder,
  complain: (text: string) => void,
): Promise<ServerProcess> {
  const script = fileURLToPath(new URL('./servers.ts', import.meta.url));
  const child = fork(script, [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  child.stderr?.setEncoding('utf8').on('data', complain);
  const ended = once(child, 'exit').then(() => {});
  const first: unknown = await Promise.race([once(child, 'message').then(([message]) => message), ended]);
  const close = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  const answer = first as ServersAnswer | undefined;
  if (answer?.type === 'ready') {
    const hasEnded = () =>
      Promise.race([ended.then(() => true), pause(END_NOTICED_MS, false, { ref: false })]);
    return { ...answer, close, hasEnded };
  }
  await close();
  throw new Refusal(answer?.because ?? 'the servers ended before they were ready');
}
