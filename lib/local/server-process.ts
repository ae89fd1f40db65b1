import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startChild } from './child.ts';
import type { ServersOrder } from './run-servers.ts';
import type { ServersAnswer } from './servers.ts';

/** A lost connection is noticed before the end of the process that held it. */
const END_NOTICED_MS = 1_000;

type Ready = Extract<ServersAnswer, { type: 'ready' }>;

export interface ServerProcess extends Omit<Ready, 'type'> {
  /** Whether the process has ended, asked or not; an end that is just coming is waited for. */
  hasEnded(): Promise<boolean>;
  /** Lets the servers write their last and end. */
  close(): Promise<void>;
}

/**
 * Starts the servers in a process of their own. `complain` gets what they say on their error output. Rejects with a Refusal
 * when they cannot run on what was asked.
 */
export async function startServerProcess(
  order: ServersOrder,
  complain: (text: string) => void,
): Promise<ServerProcess> {
  const script = fileURLToPath(new URL('./servers.ts', import.meta.url));
  const { ready, ended, close } = await startChild<Ready>(script, order, complain);
  const hasEnded = () => Promise.race([ended.then(() => true), pause(END_NOTICED_MS, false, { ref: false })]);
  return { ...ready, close, hasEnded };
}
