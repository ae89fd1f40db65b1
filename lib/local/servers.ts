/**
 * Exchange and stores in a process of their own: killing the desk leaves them no worse than killing a client leaves a
 * venue. The desk starts it with a channel; when that breaks, however it breaks, this process ends.
 */
import { refusalLine } from './refusal.ts';
import { runServers, type Servers, type ServersOrder } from './run-servers.ts';

/** The first and only message to the desk. */
export type ServersAnswer =
  | ({ readonly type: 'ready' } & Pick<Servers, 'urls' | 'texts' | 'goesOn' | 'findings' | 'aside'>)
  | { readonly type: 'refused'; readonly because: string };

// The terminal sends its signals to every process of the group; this one outlives the desk's last minute.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const alone = new Promise<void>(resolve => process.once('disconnect', resolve));
const answer = (message: ServersAnswer) => {
  if (process.connected) process.send?.(message);
};

try {
  const servers = await runServers(JSON.parse(process.argv[2] ?? '') as ServersOrder);
  const { urls, texts, goesOn, findings, aside } = servers;
  answer({ type: 'ready', urls, texts, goesOn, findings, ...(aside === undefined ? {} : { aside }) });
  await alone;
  await servers.close();
} catch (error) {
  const because = refusalLine(error);
  if (because === undefined) throw error;
  answer({ type: 'refused', because });
  await alone;
}
process.exit();
