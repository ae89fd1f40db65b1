import type { Market } from '../../ports.ts';
import type { BinanceClient } from './client.ts';
import { decode, decodeRows, expectAbout } from './decode.ts';
import { bestQuoteOf, candlesOf, dayTickerOf, depthOf, instrumentOf, markOf } from './market-mapper.ts';
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
export function binanceMarket(client: Pick<BinanceClient, 'read' | 'syncTime'>): Market {
  return {
    serverTime: () => client.syncTime(),
    instruments: async () => {
      const { symbols } = decode(
        exchangeInfoWire,
        await client.read('fapiPublicGetExchangeInfo'),
        'exchange info',
      );
      return decodeRows(symbolWire, symbols, 'exchange info', instrumentOf);
    },
    dayTickers: async () =>
      decodeRows(dayTickerWire, await client.read('fapiPublicGetTicker24hr'), 'day ticker', dayTickerOf),
    bestQuotes: async () =>
      decodeRows(
        bookTickerWire,
        await client.read('fapiPublicGetTickerBookTicker'),
        'book ticker',
        bestQuoteOf,
      ),
    marks: async () =>
      decodeRows(premiumIndexWire, await client.read('fapiPublicGetPremiumIndex'), 'mark price', markOf),
    mark: async symbol => {
      const what = `mark price of ${symbol}`;
      const wire = decode(premiumIndexWire, await client.read('fapiPublicGetPremiumIndex', { symbol }), what);
      expectAbout(symbol, wire.symbol, what);
      return markOf(wire);
    },
    depth: async symbol =>
      depthOf(
        symbol,
        decode(
          depthWire,
          await client.read('fapiPublicGetDepth', { symbol, limit: DEPTH_LEVELS }),
          `order book of ${symbol}`,
        ),
      ),
    candles: async (symbol, interval, limit, before) => {
      const what = `${interval} bars of ${symbol}`;
      const answer = await client.read('fapiPublicGetKlines', {
        symbol,
        interval,
        limit,
        ...(before === undefined ? {} : { endTime: before - 1 }),
      });
      return candlesOf(decode(klinesWire, answer, what), what);
    },
  };
}
