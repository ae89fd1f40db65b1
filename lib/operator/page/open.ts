import type { Connection } from '../connection.ts';
import { pageAssets } from './assets.ts';
import { Chronicle } from './chronicle.ts';
import { Kept } from './kept.ts';
import { servePage } from './server.ts';
import { Watch } from './watch.ts';

/** How often a desk is looked at: on this machine, and where each look is paid for. */
const LOOK_MS = { embedded: 500, cloud: 10_000 } as const;
/** How long what reads days of the journal is good for. */
const KEPT_MS = { embedded: 5_000, cloud: 600_000 } as const;

export interface Page {
  readonly url: string;
  close(): Promise<void>;
}

export interface PageOptions {
  readonly place: 'embedded' | 'cloud';
  readonly port: number;
  /** What commands take to reach a desk in the cloud, beside its name. */
  readonly flags?: string;
}

/**
 * Opens the page of a desk on this machine. It goes on looking at the desk until it is closed; the connection stays the
 * caller's. Rejects with a Refusal where the port is taken.
 */
export async function openPage(desk: Connection, { place, port, flags = '' }: PageOptions): Promise<Page> {
  const chronicle = new Chronicle();
  const watch = new Watch(desk, chronicle, place);
  const site = { desk, chronicle, mayEdit: place === 'embedded', flags, kept: new Kept(KEPT_MS[place]) };
  const service = await servePage({ site, watch, assets: await pageAssets() }, port);
  const stop = new AbortController();
  const watching = watch.run(LOOK_MS[place], stop.signal);
  return {
    url: `${service.url}/`,
    close: async () => {
      stop.abort();
      await service.close();
      await watching;
    },
  };
}
