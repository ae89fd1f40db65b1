/**
 * The page of an embedded desk in a process of its own: whoever looks at it takes nothing from the desk's minutes. The
 * desk starts it with a channel; when that breaks, however it breaks, this process ends.
 */
import { refusalLine } from '../../local/refusal.ts';
import type { Whereabouts } from '../connection.ts';
import { openDashboard } from './command.ts';

/** What the desk asks for. Port undefined: the usual one, or any free one where that is taken. */
export interface PageOrder {
  readonly state: string;
  readonly port: number | undefined;
}

/** The first and only message to the desk. */
export type PageAnswer =
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'refused'; readonly because: string };

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const alone = new Promise<void>(resolve => process.once('disconnect', resolve));
const answer = (message: PageAnswer) => {
  if (process.connected) process.send?.(message);
};

const whereIs = (state: string): Whereabouts => ({
  state,
  aws: false,
  desk: undefined,
  region: undefined,
  profile: undefined,
  table: undefined,
  bucket: undefined,
});

try {
  const { state, port } = JSON.parse(process.argv[2] ?? '') as PageOrder;
  const { page } = await openDashboard(whereIs(state), port, false);
  answer({ type: 'ready', url: page.url });
} catch (error) {
  answer({ type: 'refused', because: refusalLine(error) ?? String(error) });
}
await alone;
// What is being asked of the stores may end with them: nothing here is written.
process.exit();
