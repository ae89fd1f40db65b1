import { type EpochMs, MINUTE_MS, type Price } from './units.ts';

/** One bar. `at` is its open time; `volume` is in the base asset. */
export interface Candle {
  readonly at: EpochMs;
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly close: Price;
  readonly volume: number;
}

/** Bar lengths the desk uses, in the venue's notation. */
export type Interval = '1m' | '15m' | '1h' | '1d';

export const INTERVAL_MS: Readonly<Record<Interval, number>> = {
  '1m': MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '1d': 1440 * MINUTE_MS,
};

/** The bars that were complete at `now`, oldest first: the venue's last bar is still open and must not be read. */
export const closedAt = (candles: readonly Candle[], interval: Interval, now: number): readonly Candle[] =>
  candles.filter(candle => candle.at + INTERVAL_MS[interval] <= now);

/**
 * Folds bars into longer ones aligned to the epoch. A longer bar whose parts are not all present is still
 * returned, built from what is there; the caller decides with `closedAt` whether to read the last one.
 */
export function fold(candles: readonly Candle[], toMs: number): Candle[] {
  const folded: { -readonly [K in keyof Candle]: Candle[K] }[] = [];
  for (const candle of candles) {
    const at = (Math.floor(candle.at / toMs) * toMs) as EpochMs;
    const last = folded.at(-1);
    if (last === undefined || last.at !== at) {
      folded.push({ ...candle, at });
      continue;
    }
    if (candle.high > last.high) last.high = candle.high;
    if (candle.low < last.low) last.low = candle.low;
    last.close = candle.close;
    last.volume += candle.volume;
  }
  return folded;
}

/** Whether each bar follows the one before without a gap. */
export const isContiguous = (candles: readonly Candle[], interval: Interval): boolean =>
  candles.every((candle, i) => {
    const before = candles[i - 1];
    return before === undefined || candle.at - before.at === INTERVAL_MS[interval];
  });
