import { epochMs, fraction, HOUR_MS, type SymbolId } from '../desk/units.ts';
import type { FundingHistory, Settlement } from '../ports.ts';
import type { Engine } from './engine/engine.ts';
import type { SimMarket } from './market.ts';
import { moneyAsWritten } from './shown/digits.ts';
import { instrumentAt } from './venue/answer.ts';

/** A symbol's settlements from one instant to another, both included. They are on whole hours, as at the venue. */
export function settlementsOf(market: SimMarket, symbol: SymbolId, from: number, to: number): Settlement[] {
  const found: Settlement[] = [];
  for (let at = Math.ceil(from / HOUR_MS) * HOUR_MS; at <= to; at += HOUR_MS) {
    const rate = market.fundingRate(symbol, at);
    if (rate !== undefined) found.push({ at: epochMs(at), rate: fraction(moneyAsWritten(rate)) });
  }
  return found;
}

/** The settlements of the engine's market until its minute. Throws a PortError for a market that does not exist. */
export const simFundingHistory = (engine: Engine): FundingHistory => ({
  settlements: async (symbol, since) => {
    instrumentAt(engine, symbol);
    return settlementsOf(engine.market, symbol, since, engine.now);
  },
});
