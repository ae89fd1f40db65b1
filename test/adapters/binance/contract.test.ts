import { binanceClient } from '../../../lib/adapters/binance/client.ts';
import { binanceMarket } from '../../../lib/adapters/binance/market.ts';
import { binanceVenue } from '../../../lib/adapters/binance/venue.ts';
import { startExchange } from '../../../lib/local/exchange/server.ts';
import { marketContract } from '../../contract/market.ts';
import type { MakeStage } from '../../contract/scene.ts';
import { venueContract } from '../../contract/venue.ts';

const keys = { apiKey: 'contract-key', secret: 'contract-secret' };

/** ccxt, unpatched, over HTTP. The clock is the market's, which stands still between two advances. */
const overExchange: MakeStage = async ({ market, startAt, walletUsd }) => {
  const exchange = await startExchange({ market, engine: { startAt, walletUsd }, ...keys });
  const client = binanceClient({
    baseUrl: exchange.url,
    timeoutMs: 5_000,
    now: () => exchange.exchange.engine.now,
    ...keys,
  });
  return {
    market: binanceMarket(client),
    venue: binanceVenue(client),
    advance: async minutes => {
      const answer = await fetch(`${exchange.url}/sim/advance`, {
        method: 'POST',
        body: JSON.stringify({ minutes }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    close: async () => {
      await client.close();
      await exchange.close();
    },
  };
};

marketContract('ccxt over the simulated exchange', overExchange);
venueContract('ccxt over the simulated exchange', overExchange);
