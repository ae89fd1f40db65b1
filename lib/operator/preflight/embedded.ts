import { defaultLimits } from '../../desk/limits/limits.ts';
import { known, unknown } from '../../desk/preflight/check.ts';
import type { DeskFacts } from '../../desk/preflight/judge.ts';
import type { Connection } from '../connection.ts';
import { Asking, storeFault } from './asking.ts';
import { keysOf, limitsOf, modelsOf, storedKeys } from './desk.ts';
import { keyed, keyFacts } from './keyed.ts';
import { type AskedVenue, askVenue } from './venue-facts.ts';

/** Why nothing can be asked of a desk at rest. */
export const AT_REST = 'the desk does not run: npm start lets it go on';

/** The exchange of an embedded desk; undefined while it stands still with the desk, and answers nobody. */
export const embeddedVenue = async ({ venueUrl }: Connection): Promise<AskedVenue | undefined> =>
  venueUrl === undefined ? undefined : await askVenue('embedded', { baseUrl: venueUrl });

/** Gathers what an embedded desk shows. One after the other, as every command asks its stores. */
export async function embedded(connection: Connection): Promise<DeskFacts> {
  const stores = new Asking(storeFault);
  const state = await stores.ask(() => connection.reader.load());
  const { book, universe } = state.type === 'known' ? state.value : {};
  const limits = await stores.ask(() => limitsOf(connection, book?.equityUsd));
  const models = await stores.ask(() => modelsOf(connection, book?.monitoredMinute));
  const stored = await stores.ask(() => storedKeys(connection));
  const keys = await stores.ask(() => keysOf(connection, 'embedded'));
  const venue = await embeddedVenue(connection);
  try {
    const silent = unknown(AT_REST);
    const key = venue === undefined ? { ask: async () => silent } : keyed(venue, keys);
    return {
      venue: venue?.facts ?? { endpoint: 'the simulated exchange', clock: silent },
      limits: limits.type === 'known' ? known(limits.value.seen) : limits,
      inForce: limits.type === 'known' ? limits.value.inForce : defaultLimits(),
      models,
      key: await keyFacts(key, stored, universe?.symbols ?? []),
    };
  } finally {
    await venue?.close();
  }
}
