import { expect } from 'vitest';
import { type Candle, fold, INTERVAL_MS } from '../../../lib/desk/candle.ts';
import { MINUTE_MS, minuteOf, type SymbolId } from '../../../lib/desk/units.ts';
import type { SimMarket } from '../../../lib/sim/market.ts';

/** A span's minutes are the same asked one by one or together, and its longer bars are the folds of them. */
export function expectFolds(market: SimMarket, symbol: SymbolId, from: number, to: number): void {
  const minutes = market.candles(symbol, '1m', from, to);
  const oneByOne = [];
  for (let at = minuteOf(from); at < to; at = minuteOf(at + MINUTE_MS)) {
    const bar = at < from ? undefined : market.minuteBar(symbol, at);
    if (bar !== undefined) oneByOne.push(bar);
  }
  expect(minutes).toEqual(oneByOne);
  for (const interval of ['15m', '1h', '1d'] as const) {
    const ms = INTERVAL_MS[interval];
    const [wholeFrom, wholeTo] = [Math.ceil(from / ms) * ms, Math.floor(to / ms) * ms];
    const folded = fold(
      minutes.filter(bar => bar.at >= wholeFrom && bar.at < wholeTo),
      ms,
    );
    const bars = market.candles(symbol, interval, wholeFrom, wholeTo);
    expect(bars.map(pricesOf)).toEqual(folded.map(pricesOf));
    for (const [i, bar] of bars.entries())
      expect(bar.volume / (folded[i]?.volume || 1)).toBeCloseTo(bar.volume === 0 ? 0 : 1, 9);
  }
}

const pricesOf = ({ at, open, high, low, close }: Candle) => ({ at, open, high, low, close });
