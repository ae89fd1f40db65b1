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
import { decode } from './decode.ts';
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

export const dayTickerOf = (wire: z.infer<typeof dayTickerWire>): DayTicker => ({
  symbol: symbolId(wire.symbol),
  open: price(wire.openPrice),
  high: price(wire.highPrice),
  low: price(wire.lowPrice),
  last: price(wire.lastPrice),
  quoteVolumeUsd: usd(wire.quoteVolume),
});

export const bestQuoteOf = (wire: z.infer<typeof bookTickerWire>): BestQuote => ({
  symbol: symbolId(wire.symbol),
  bid: price(wire.bidPrice),
  ask: price(wire.askPrice),
});

export const markOf = (wire: z.infer<typeof premiumIndexWire>): Mark => ({
  symbol: symbolId(wire.symbol),
  mark: price(wire.markPrice),
  fundingRate: fraction(wire.lastFundingRate),
  nextFundingAt: epochMs(wire.nextFundingTime),
  at: epochMs(wire.time),
});

export const depthOf = (symbol: SymbolId, wire: z.infer<typeof depthWire>): Depth => {
  const levels = (side: readonly (readonly [number, number])[]) =>
    side.map(([at, amount]) => ({ price: price(at), qty: qty(amount) }));
  return { symbol, bids: levels(wire.bids), asks: levels(wire.asks) };
};

export const candleOf = ([at, open, high, low, close, volume]: z.infer<
  typeof klinesWire
>[number]): Candle => ({
  at: epochMs(at),
  open: price(open),
  high: price(high),
  low: price(low),
  close: price(close),
  volume,
});
