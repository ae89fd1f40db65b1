import { type Candle, fold, INTERVAL_MS, type Interval } from '../../lib/desk/candle.ts';
import {
  epochMs,
  MINUTE_MS,
  type Minute,
  minuteOf,
  minutesAfter,
  price,
  type SymbolId,
  symbolId,
} from '../../lib/desk/units.ts';
import type { SimMarket } from '../../lib/sim/market.ts';
import { scriptedInstrument } from './scripted-market.ts';

/** Where a coin goes: from a minute after the start on it stands at a price; `gap` leaves nothing traded in between. */
export interface Move {
  readonly at: number;
  readonly to: number;
  readonly gap?: true;
}

export interface LoadOptions {
  readonly startsAt: Minute;
  readonly minutes: number;
  readonly coins: number;
  /** By the number of the coin. */
  readonly moves: Readonly<Record<number, readonly Move[]>>;
}

const PRICE = 100;
/** Of price, from low to high of a quarter of an hour: its ATR. */
const SWING = 0.00533;
const QUARTER_MS = 15 * MINUTE_MS;

/** Coin 0 is Bitcoin, to which models refer. */
export const coinOf = (n: number): SymbolId =>
  symbolId(n === 0 ? 'BTCUSDT' : `C${String(n).padStart(3, '0')}USDT`);

/**
 * Hundreds of coins as busy as the scan asks, each at 100 with one swing a quarter of an hour, for as long back as
 * anybody looks; after the start a few of them move as they are told.
 */
export function loadMarket({ startsAt, minutes, coins, moves }: LoadOptions): SimMarket {
  const numbers = new Map(Array.from({ length: coins }, (_, n) => [coinOf(n), n]));
  const instruments = [...numbers.keys()].map(symbol => scriptedInstrument(symbol));
  const movesOf = (symbol: SymbolId) => moves[numbers.get(symbol) ?? -1] ?? [];
  const levelAt = (symbol: SymbolId, at: number) =>
    movesOf(symbol).findLast(move => startsAt + move.at * MINUTE_MS <= at)?.to ?? PRICE;
  const minuteBar = (symbol: SymbolId, at: Minute): Candle => {
    const [before, now] = [levelAt(symbol, at - MINUTE_MS), levelAt(symbol, at)];
    if (before === now) return swung(at, now, at % QUARTER_MS === 0);
    const gap = movesOf(symbol).some(move => startsAt + move.at * MINUTE_MS === at && move.gap === true);
    return bar(at, gap ? now : before, Math.max(before, now), Math.min(before, now), now, gap);
  };
  const candles = (symbol: SymbolId, interval: Interval, from: number, to: number): Candle[] => {
    const ms = INTERVAL_MS[interval];
    const bars: Candle[] = [];
    for (let at = Math.ceil(from / ms) * ms; at < to; at += ms) {
      // Before the start nothing has moved, and every bar that spans a quarter of an hour is the same.
      if (at + ms <= startsAt) bars.push(swung(at, PRICE, ms >= QUARTER_MS || at % QUARTER_MS === 0, ms));
      else bars.push(...fold(minutesOf(symbol, at, at + ms), ms));
    }
    return bars;
  };
  const minutesOf = (symbol: SymbolId, from: number, to: number) =>
    Array.from({ length: (to - from) / MINUTE_MS }, (_, i) =>
      minuteBar(symbol, minuteOf(from + i * MINUTE_MS)),
    );
  return {
    name: 'simple',
    startsAt,
    endsAt: minutesAfter(startsAt, minutes),
    instruments: () => instruments,
    minuteBar,
    candles,
    fundingRate: () => undefined,
  };
}

const swung = (at: number, level: number, swings: boolean, ms: number = MINUTE_MS): Candle => {
  const half = swings ? (level * SWING) / 2 : 0;
  return { ...bar(at, level, level + half, level - half, level, false), volume: VOLUME * (ms / MINUTE_MS) };
};

/** Forty million dollars a day. */
const VOLUME = 300;

function bar(at: number, open: number, high: number, low: number, close: number, gap: boolean): Candle {
  const [top, bottom] = gap ? [close, close] : [high, low];
  return {
    at: epochMs(at),
    open: price(open),
    high: price(top),
    low: price(bottom),
    close: price(close),
    volume: VOLUME,
  };
}
