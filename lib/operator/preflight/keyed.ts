import { readAccess, readAccountId } from '../../adapters/binance/access.ts';
import { readBrackets } from '../../adapters/binance/brackets.ts';
import type { BinanceClient } from '../../adapters/binance/client.ts';
import { binanceVenue } from '../../adapters/binance/venue.ts';
import { type Fact, known, unknown } from '../../desk/preflight/check.ts';
import type { KeyFacts, LiveFacts } from '../../desk/preflight/judge.ts';
import type { SymbolId } from '../../desk/units.ts';
import type { VenueKeys } from './venue.ts';
import type { AskedVenue } from './venue-facts.ts';

/** Asks the venue with a key, if it is there. */
export interface Keyed {
  ask<T>(call: (client: BinanceClient) => Promise<T>): Promise<Fact<T>>;
}

export function keyed(venue: Pick<AskedVenue, 'asking' | 'signing'>, keys: Fact<VenueKeys>): Keyed {
  if (keys.type !== 'known') return { ask: async () => unknown(keys.because) };
  const client = venue.signing(keys.value);
  return { ask: call => venue.asking.ask(() => call(client)) };
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

/**
 * `remembered`: whose the key is, as the desk's own table has it from the venue. It counts first, since a key that is bound to
 * the desk's address is refused here. The rights come next: the venue's other host serves a key that may not trade, too.
 */
export async function liveKeyFacts(
  key: Keyed,
  remembered: Fact<string | undefined>,
): Promise<Pick<LiveFacts, 'access'> & { readonly actual: Fact<string> }> {
  const access = await key.ask(readAccess);
  const actual =
    remembered.type === 'known' && remembered.value !== undefined
      ? known(remembered.value)
      : await key.ask(client => readAccountId(client));
  return { access, actual };
}
