import { minuteOf, minutesAfter } from '../../lib/desk/units.ts';
import { Engine } from '../../lib/sim/engine/engine.ts';
import { simMarketPort } from '../../lib/sim/market-port.ts';
import { simVenue } from '../../lib/sim/venue.ts';
import type { MakeStage } from '../contract/scene.ts';

/** The contract's stage over the engine itself. */
export const inProcess: MakeStage = async ({ market, startAt, walletUsd }) => {
  const engine = Engine.start(market, { startAt, walletUsd });
  return {
    market: simMarketPort(engine),
    venue: simVenue(engine),
    advance: async minutes => engine.advance(minutesAfter(minuteOf(engine.now), minutes)),
    close: async () => {},
  };
};
