import type { BinanceClient } from '../../adapters/binance/client.ts';
import type { VenueFacts } from '../../desk/preflight/judge.ts';
import type { DeskMode } from '../../desk/preflight/target.ts';
import { Asking, venueFault } from './asking.ts';
import { readClock, type VenueKeys, venueClient } from './venue.ts';

/** What stands in for the venue: an embedded desk's exchange, and in tests. */
export interface Elsewhere {
  readonly baseUrl: string;
  /** The clock that is held against the venue's. */
  readonly now?: () => number;
}

export interface AskedVenue {
  readonly facts: VenueFacts;
  /** For whoever has more to ask: after a silence nothing more is asked. */
  readonly asking: Asking;
  /** The same venue, with keys to sign. */
  signing(keys: VenueKeys): BinanceClient;
  close(): Promise<void>;
}

/** Asks the venue for its time, which needs no key and costs nothing. */
export async function askVenue(mode: DeskMode, elsewhere?: Elsewhere): Promise<AskedVenue> {
  const open: BinanceClient[] = [];
  const client = (keys?: VenueKeys) => {
    const made = venueClient(mode, { ...elsewhere, keys });
    open.push(made);
    return made;
  };
  const asking = new Asking(venueFault);
  const first = client();
  const clock = await asking.ask(() => readClock(first, elsewhere?.now));
  return {
    facts: { endpoint: first.host, clock },
    asking,
    signing: client,
    close: async () => void (await Promise.all(open.map(each => each.close()))),
  };
}

/** The same where nothing else is asked. */
export async function venueFacts(mode: DeskMode, elsewhere?: Elsewhere): Promise<Pick<AskedVenue, 'facts'>> {
  const asked = await askVenue(mode, elsewhere);
  await asked.close();
  return asked;
}
