import type { Candle } from '../../lib/desk/candle.ts';
import { DAY_MS, epochMs, price } from '../../lib/desk/units.ts';
import { NOW } from './builders.ts';
import { numberIn, type Row } from './table.ts';

/** Bars from rows of a table with the columns `open high low close`, and `volume` if it matters. */
export const candlesOf = (rows: readonly Row[], from: number, stepMs: number): Candle[] =>
  rows.map((row, i) => ({
    at: epochMs(from + i * stepMs),
    open: price(numberIn(row, 'open')),
    high: price(numberIn(row, 'high')),
    low: price(numberIn(row, 'low')),
    close: price(numberIn(row, 'close')),
    volume: row.volume === undefined ? 1 : numberIn(row, 'volume'),
  }));

/** So many days up to now, each opening and closing at `at` and ranging over `range` of it. */
export const days = (count: number, range: number, at = 100): Candle[] =>
  Array.from({ length: count }, (_, i) => ({
    at: epochMs(Math.floor(NOW / DAY_MS) * DAY_MS - (count - i) * DAY_MS),
    open: price(at),
    high: price(at * (1 + range / 2)),
    low: price(at * (1 - range / 2)),
    close: price(at),
    volume: 1_000,
  }));
