import { fileURLToPath } from 'node:url';
import type { PageAnswer, PageOrder } from '../operator/page/process.ts';
import { startChild } from './child.ts';

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
  const { ready, close } = await startChild<Extract<PageAnswer, { type: 'ready' }>>(script, order, complain);
  return { url: ready.url, close };
}
