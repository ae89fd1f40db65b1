import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PageAnswer, PageOrder } from '../operator/page/process.ts';
import { Refusal } from './refusal.ts';

export interface PageProcess {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the page of the desk whose servers run, in a process of its own. `complain` gets what it says on its error
 * output. Rejects with a Refusal where it cannot be served, a named port that is taken above all.
 */
export async function startPageProcess(
  order: PageOrder,
  complain: (text: string) => void,
): Promise<PageProcess> {
  const script = fileURLToPath(new URL('../operator/page/process.ts', import.meta.url));
  const child = fork(script, [JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  child.stderr?.setEncoding('utf8').on('data', complain);
  const ended = once(child, 'exit').then(() => {});
  const first: unknown = await Promise.race([once(child, 'message').then(([message]) => message), ended]);
  const close = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  const answer = first as PageAnswer | undefined;
  if (answer?.type === 'ready') return { url: answer.url, close };
  await close();
  throw new Refusal(answer?.because ?? 'the page ended before it was ready');
}
