import { INTERVAL_MS } from '../../desk/candle.ts';
import { MINUTE_MS } from '../../desk/units.ts';
import type { SimMarket } from '../../sim/market.ts';

/** The same market as somebody knows it who lives at `end`: no bar is there that has not closed by then. */
export const truncated = (market: SimMarket, end: number): SimMarket => ({
  name: market.name,
  startsAt: market.startsAt,
  endsAt: market.endsAt,
  instruments: () => market.instruments(),
  minuteBar: (symbol, minute) => (minute + MINUTE_MS <= end ? market.minuteBar(symbol, minute) : undefined),
  candles: (symbol, interval, from, to) =>
    market.candles(symbol, interval, from, Math.min(to, end - INTERVAL_MS[interval] + 1)),
  fundingRate: (symbol, at) => (at < end ? market.fundingRate(symbol, at) : undefined),
});
