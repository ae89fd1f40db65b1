import type { SimInstrument } from '../../sim/market.ts';
import type { DaySpan } from '../../sim/shown/day.ts';
import { money, priceText, qtyText } from './numbers.ts';

/** One symbol of ticker/24hr. */
export function dayTickerShape(it: SimInstrument, day: DaySpan, now: number) {
  const change = day.last - day.open;
  return {
    symbol: it.symbol,
    priceChange: priceText(change, it),
    priceChangePercent: ((change / day.open) * 100).toFixed(3),
    weightedAvgPrice: priceText(day.volume > 0 ? day.quoteUsd / day.volume : day.last, it),
    lastPrice: priceText(day.last, it),
    lastQty: qtyText(0, it),
    openPrice: priceText(day.open, it),
    highPrice: priceText(day.high, it),
    lowPrice: priceText(day.low, it),
    volume: qtyText(day.volume, it),
    quoteVolume: money(day.quoteUsd),
    openTime: day.from,
    closeTime: now,
    firstId: 0,
    lastId: 0,
    count: 0,
  };
}
