import { memoryAccountStore } from '../../lib/adapters/memory/account-store.ts';
import { type Minute, type Usd, usd } from '../../lib/desk/units.ts';
import type { AccountStore } from '../../lib/ports.ts';
import { Engine } from '../../lib/sim/engine/engine.ts';
import { simFundingHistory } from '../../lib/sim/funding-history.ts';
import type { SimMarket } from '../../lib/sim/market.ts';
import { simMarketPort } from '../../lib/sim/market-port.ts';
import type { PaperAccount } from '../../lib/sim/paper/account.ts';
import type { PaperOptions } from '../../lib/sim/paper/session.ts';
import { paperVenue } from '../../lib/sim/paper-venue.ts';

type Sources = Pick<PaperOptions, 'market' | 'funding' | 'clock'>;

/** A paper venue's options: an account of its own in memory, the tiers of the test's market. */
export function paperOptions(market: SimMarket, given: Sources & Partial<PaperOptions>): PaperOptions {
  const tiers = new Map(market.instruments().map(it => [it.symbol, it.tiers]));
  return {
    openingUsd: usd(10_000),
    store: memoryAccountStore(),
    tiers: symbol => tiers.get(symbol) ?? [],
    remark: async () => {},
    ...given,
  };
}

interface PaperWorldOptions extends Partial<Omit<PaperOptions, 'openingUsd'>> {
  readonly startAt?: Minute;
  readonly walletUsd?: Usd;
  readonly store?: AccountStore<PaperAccount>;
}

/** A paper venue over a market of the tests, and the engine that shows it the market and the time: nobody trades there. */
export function paperWorld(market: SimMarket, changes: PaperWorldOptions = {}) {
  const { startAt = market.startsAt, walletUsd = usd(10_000), ...given } = changes;
  const shown = Engine.start(market, { startAt, walletUsd: usd(0) });
  const remarks: string[] = [];
  const options = paperOptions(market, {
    market: simMarketPort(shown),
    funding: simFundingHistory(shown),
    clock: { now: () => shown.now },
    openingUsd: walletUsd,
    remark: async (_minute, because) => void remarks.push(...because),
    ...given,
  });
  return { shown, options, store: options.store, remarks, venue: paperVenue(options) };
}
