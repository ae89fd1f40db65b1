import { type GuardianState, newGuardian } from '../desk/guardian/state.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { epochMs, type Minute } from '../desk/units.ts';
import type { Desk, ScanDesk } from '../minute/desk.ts';
import type { BookStore, Journal, Signals } from '../ports.ts';
import type { Engine } from '../sim/engine/engine.ts';
import { simMarketPort } from '../sim/market-port.ts';
import { simVenue } from '../sim/venue.ts';
import type { MinuteStore } from './store.ts';

export const MODE = 'replay';

/** What scans the market: no account is needed for it. */
export function scanningDesk(engine: Engine, limits: Limits, store: BookStore, journal: Journal): ScanDesk {
  return {
    name: MODE,
    mode: MODE,
    clock: { now: () => engine.now, sleep: async () => {} },
    market: simMarketPort(engine),
    store,
    limits: { read: async () => ({ type: 'limits', limits }) },
    journal,
    metrics: { emit: () => {} },
  };
}

/** A desk of the real minute over the engine, all in this process. */
export const tradingDesk = (
  engine: Engine,
  limits: Limits,
  store: MinuteStore,
  journal: Journal,
  signals: Signals,
): Desk => ({
  ...scanningDesk(engine, limits, store, journal),
  venue: simVenue(engine),
  signals,
  history: store,
  watermarkWaitMs: 0,
});

/** A guardian that has just seen the account and a stop taken: in a simulation nothing else can be. */
export const watching = (since: Minute, minute: Minute): GuardianState => ({
  ...newGuardian(since),
  watchedMinute: minute,
  stops: { provedAt: epochMs(minute), failure: undefined },
});
