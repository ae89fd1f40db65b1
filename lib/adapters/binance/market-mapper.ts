import type * as z from 'zod/mini';
import type { Candle } from '../../desk/candle.ts';
import type { Instrument, Lot } from '../../desk/instrument.ts';
import {
  epochMs,
  fraction,
  notionalUsd,
  price,
  qty,
  type SymbolId,
  symbolId,
  usd,
} from '../../desk/units.ts';
import type { BestQuote, DayTicker, Depth, Mark } from '../../ports.ts';
import { decode, malformed } from './decode.ts';
import {
  type bookTickerWire,
  type dayTickerWire,
  type depthWire,
  type klinesWire,
  lotFilterWire,
  notionalFilterWire,
  type premiumIndexWire,
  priceFilterWire,
  type symbolWire,
} from './wire.ts';

/** Public answers in the words of the ports. */

/** A market with its filters. Throws `malformed` if one that orders must pass is missing or unreadable. */
export function instrumentOf(wire: z.infer<typeof symbolWire>): Instrument {
  const filter = <T>(type: string, schema: z.ZodMiniType<T>): T =>
    decode(
      schema,
      wire.filters.find(each => each.filterType === type),
      `${type} filter of ${wire.symbol}`,
    );
  const lotOf = (type: string): Lot => {
    const { stepSize, minQty, maxQty } = filter(type, lotFilterWire);
    return { stepSize: qty(stepSize), qtyMin: qty(minQty), qtyMax: qty(maxQty) };
  };
  return {
    symbol: symbolId(wire.symbol),
    baseAsset: wire.baseAsset,
    quoteAsset: wire.quoteAsset,
    contractType: wire.contractType,
    status: wire.status,
    onboardAt: epochMs(wire.onboardDate),
    deliveryAt: epochMs(wire.deliveryDate),
    tickSize: price(filter('PRICE_FILTER', priceFilterWire).tickSize),
    lot: lotOf('LOT_SIZE'),
    marketLot: lotOf('MARKET_LOT_SIZE'),
    notionalMin: notionalUsd(filter('MIN_NOTIONAL', notionalFilterWire).notional),
  };
}

/** Throws `malformed` for a day whose low is above its high. */
export function dayTickerOf(wire: z.infer<typeof dayTickerWire>): DayTicker {
  if (wire.lowPrice > wire.highPrice)
    throw malformed(`day ticker of ${wire.symbol}`, `low ${wire.lowPrice} is above high ${wire.highPrice}`);
  return {
    symbol: symbolId(wire.symbol),
    open: price(wire.openPrice),
    high: price(wire.highPrice),
    low: price(wire.lowPrice),
    last: price(wire.lastPrice),
    quoteVolumeUsd: usd(wire.quoteVolume),
    ...(wire.closeTime === undefined ? {} : { at: epochMs(wire.closeTime) }),
  };
}

/** Throws `malformed` where more is bid than is asked: such quotes cannot stand beside each other. */
export function bestQuoteOf(wire: z.infer<typeof bookTickerWire>): BestQuote {
  refuseCrossed(wire.bidPrice, wire.askPrice, `book ticker of ${wire.symbol}`);
  return { symbol: symbolId(wire.symbol), bid: price(wire.bidPrice), ask: price(wire.askPrice) };
}

function refuseCrossed(bid: number, ask: number, what: string): void {
  if (ask > 0 && bid > ask) throw malformed(what, `${bid} is bid and ${ask} is asked`);
}

export const markOf = (wire: z.infer<typeof premiumIndexWire>): Mark => ({
  symbol: symbolId(wire.symbol),
  mark: price(wire.markPrice),
  fundingRate: fraction(wire.lastFundingRate),
  nextFundingAt: epochMs(wire.nextFundingTime),
  at: epochMs(wire.time),
});

type Levels = z.infer<typeof depthWire>['bids'];

/** Throws `malformed` for a book that is not best first, or crossed: its spread and its depth would be wrong. */
export function depthOf(symbol: SymbolId, { bids, asks }: z.infer<typeof depthWire>): Depth {
  const what = `order book of ${symbol}`;
  const levels = (side: Levels) => side.map(([at, amount]) => ({ price: price(at), qty: qty(amount) }));
  const inOrder = (side: Levels, sign: 1 | -1) =>
    side.every(([at], i) => i === 0 || sign * (at - (side[i - 1]?.[0] ?? at)) > 0);
  if (!inOrder(bids, -1) || !inOrder(asks, 1)) throw malformed(what, 'its levels are not in order');
  refuseCrossed(bids[0]?.[0] ?? 0, asks[0]?.[0] ?? 0, what);
  return { symbol, bids: levels(bids), asks: levels(asks) };
}

/** Bars, oldest first. Throws `malformed` for one that cannot be true, or is not later than the one before. */
export function candlesOf(wire: z.infer<typeof klinesWire>, what: string): Candle[] {
  return wire.map((row, i) => {
    const [at, open, high, low, close, volume] = row;
    if (low > Math.min(open, close) || high < Math.max(open, close))
      throw malformed(what, `a bar goes from ${open} to ${close} between ${low} and ${high}`);
    const before = wire[i - 1]?.[0];
    if (before !== undefined && at <= before)
      throw malformed(what, `a bar of ${at} comes after one of ${before}`);
    return {
      at: epochMs(at),
      open: price(open),
      high: price(high),
      low: price(low),
      close: price(close),
      volume,
    };
  });
}
