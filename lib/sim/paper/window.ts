import { type Candle, fold, INTERVAL_MS } from '../../desk/candle.ts';
import { type Fraction, MINUTE_MS, type Minute, minuteOf, type SymbolId } from '../../desk/units.ts';
import type { SimInstrument, SimMarket } from '../market.ts';
import type { Look } from './account.ts';

/** One symbol's part of a window. */
export interface Series {
  /** One-minute bars, oldest first; the newest may still be open. */
  readonly bars: readonly Candle[];
  /** Rates by the minute of their settlement. */
  readonly funding: ReadonlyMap<number, Fraction>;
}

/** The stretch of a real market that an account is moved over: what was read of its busy symbols, and nothing else. */
export function windowMarket(
  instruments: readonly SimInstrument[],
  series: ReadonlyMap<string, Series>,
  span: { readonly from: Minute; readonly to: Minute },
): SimMarket {
  const byMinute = new Map(
    [...series].map(([symbol, { bars }]) => [
      symbol,
      new Map<number, Candle>(bars.map(bar => [bar.at, bar])),
    ]),
  );
  return {
    name: 'recorded',
    startsAt: span.from,
    endsAt: minuteOf(span.to + MINUTE_MS),
    instruments: () => instruments,
    minuteBar: (symbol, minute) => byMinute.get(symbol)?.get(minute),
    candles: (symbol, interval, from, to) =>
      fold(series.get(symbol)?.bars ?? [], INTERVAL_MS[interval]).filter(
        bar => bar.at >= from && bar.at < to,
      ),
    fundingRate: (symbol, at) => series.get(symbol)?.funding.get(at),
  };
}

/** The market as it stands between two readings: each symbol that was looked at, at its mark, and time at a standstill. */
export function standingMarket(
  instruments: readonly SimInstrument[],
  looks: Readonly<Record<string, Look>>,
  now: Minute,
): SimMarket {
  const barOf = (symbol: SymbolId, minute: Minute): Candle | undefined => {
    const mark = looks[symbol]?.mark;
    if (mark === undefined || minute !== now) return undefined;
    return { at: now, open: mark, high: mark, low: mark, close: mark, volume: 0 };
  };
  return {
    name: 'recorded',
    startsAt: now,
    endsAt: minuteOf(now + MINUTE_MS),
    instruments: () => instruments,
    minuteBar: barOf,
    candles: () => [],
    fundingRate: () => undefined,
  };
}
