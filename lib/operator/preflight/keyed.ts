import { readAccess, readAccountId } from '../../adapters/binance/access.ts';
import { readBrackets } from '../../adapters/binance/brackets.ts';
import type { BinanceClient } from '../../adapters/binance/client.ts';
import { binanceVenue } from '../../adapters/binance/venue.ts';
import { type Fact, unknown } from '../../desk/preflight/check.ts';
import type { KeyFacts, LiveFacts } from '../../desk/preflight/judge.ts';
import type { SymbolId } from '../../desk/units.ts';
import type { VenueKeys } from './venue.ts';
import type { AskedVenue } from './venue-facts.ts';

/** Asks the venue with a key, if it is there. */
export interface Keyed {
  ask<T>(call: (client: BinanceClient, keys: VenueKeys) => Promise<T>): Promise<Fact<T>>;
}

export function keyed(venue: Pick<AskedVenue, 'asking' | 'signing'>, keys: Fact<VenueKeys>): Keyed {
  if (keys.type !== 'known') return { ask: async () => unknown(keys.because) };
  const client = venue.signing(keys.value);
  return { ask: call => venue.asking.ask(() => call(client, keys.value)) };
}

/** How the account is set and which brackets it has; of the coins of the universe, or of all where there is none yet. */
export async function keyFacts(
  key: Keyed,
  stored: KeyFacts['stored'],
  symbols: readonly SymbolId[],
): Promise<KeyFacts> {
  return {
    stored,
    accountMode: await key.ask(client => binanceVenue(client).mode()),
    tiers: await key.ask(client => readBrackets(client, symbols)),
  };
}

/** The rights come first: the venue's other host serves a key that may not trade futures, too. */
export async function liveKeyFacts(
  key: Keyed,
  remembered: (apiKey: string) => Promise<string | undefined>,
): Promise<Pick<LiveFacts, 'access'> & { readonly actual: Fact<string> }> {
  return {
    access: await key.ask(readAccess),
    actual: await key.ask(
      async (client, { apiKey }) => (await remembered(apiKey)) ?? (await readAccountId(client)),
    ),
  };
}
