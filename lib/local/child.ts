import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Refusal } from './refusal.ts';

/** A process of this program's own that has said it is ready. */
export interface Child<Ready> {
  readonly ready: Ready;
  /** When it has ended, asked or not. */
  readonly ended: Promise<void>;
  /** Breaks the channel, at which it ends, and waits for that. */
  readonly close: () => Promise<void>;
}

/** What such a process says first, and it alone. */
type First<Ready> = Ready | { readonly type: 'refused'; readonly because: string };

/**
 * Forks a script with the loader that runs this one, hands it an order as JSON, and waits for its first message. `complain`
 * gets what it says on its error output. Rejects with a Refusal when it refuses, or ends before it is ready.
 */
export async function startChild<Ready extends { readonly type: 'ready' }>(
  script: string,
  order: unknown,
  complain: (text: string) => void,
): Promise<Child<Ready>> {
  const child = fork(script, [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  child.stderr?.setEncoding('utf8').on('data', complain);
  const ended = once(child, 'exit').then(() => {});
  const first: unknown = await Promise.race([once(child, 'message').then(([message]) => message), ended]);
  const close = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  const answer = first as First<Ready> | undefined;
  if (answer?.type === 'ready') return { ready: answer, ended, close };
  await close();
  throw new Refusal(answer?.because ?? `${script} ended before it was ready`);
}
