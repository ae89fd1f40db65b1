import type { Instrument } from '../../desk/instrument.ts';
import { type Market, PortError } from '../../ports.ts';
import type { BinanceClient } from './client.ts';
import { decode, decodeRows } from './decode.ts';
import { bestQuoteOf, candleOf, dayTickerOf, depthOf, instrumentOf, markOf } from './market-mapper.ts';
import {
  bookTickerWire,
  dayTickerWire,
  depthWire,
  exchangeInfoWire,
  klinesWire,
  premiumIndexWire,
  symbolWire,
} from './wire.ts';

/** Levels a side: the deepest book that still has the least weight (2). */
const DEPTH_LEVELS = 50;

/**
 * The venue's public data. Lists about all markets leave out rows that cannot be read; an answer about one market is
 * read whole or throws. `serverTime` also corrects the clock that orders are signed with.
 */
export function binanceMarket(client: BinanceClient): Market {
  return {
    serverTime: () => client.syncTime(),
    instruments: async () => {
      const { symbols } = decode(
        exchangeInfoWire,
        await client.read('fapiPublicGetExchangeInfo'),
        'exchange info',
      );
      return readable(decodeRows(symbolWire, symbols, 'exchange info'));
    },
    dayTickers: async () =>
      decodeRows(dayTickerWire, await client.read('fapiPublicGetTicker24hr'), 'day ticker').map(dayTickerOf),
    bestQuotes: async () =>
      decodeRows(bookTickerWire, await client.read('fapiPublicGetTickerBookTicker'), 'book ticker').map(
        bestQuoteOf,
      ),
    marks: async () =>
      decodeRows(premiumIndexWire, await client.read('fapiPublicGetPremiumIndex'), 'mark price').map(markOf),
    mark: async symbol =>
      markOf(
        decode(
          premiumIndexWire,
          await client.read('fapiPublicGetPremiumIndex', { symbol }),
          `mark price of ${symbol}`,
        ),
      ),
    depth: async symbol =>
      depthOf(
        symbol,
        decode(
          depthWire,
          await client.read('fapiPublicGetDepth', { symbol, limit: DEPTH_LEVELS }),
          `order book of ${symbol}`,
        ),
      ),
    candles: async (symbol, interval, limit) =>
      decode(
        klinesWire,
        await client.read('fapiPublicGetKlines', { symbol, interval, limit }),
        `${interval} bars of ${symbol}`,
      ).map(candleOf),
  };
}

/** Markets whose filters can be read; only if that is none of them does it throw. */
function readable(rows: Parameters<typeof instrumentOf>[0][]): Instrument[] {
  const instruments: Instrument[] = [];
  let first: PortError | undefined;
  for (const row of rows) {
    try {
      instruments.push(instrumentOf(row));
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      first ??= error;
    }
  }
  if (instruments.length === 0 && first !== undefined) throw first;
  return instruments;
}
