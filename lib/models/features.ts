import type { EpochMs, SymbolId } from '../desk/units.ts';
import { hasWindow, WINDOW_BARS } from './features/bar.ts';
import { MARKET_NAMES, writeMarket } from './features/market.ts';
import { OWN_NAMES, writeOwn } from './features/own.ts';
import { schemaOf } from './schema.ts';
import { type BarSeries, BITCOIN, barAt } from './series.ts';

export { WINDOW_BARS } from './features/bar.ts';

/** The features of every model, in order: one function makes them for training and for serving. */
export const FEATURES = schemaOf(1, [...OWN_NAMES, ...MARKET_NAMES]);
export const COLUMNS = FEATURES.names.length;

/** One bar's rows: those of the coins whose last 128 bars are whole, in the order of their symbols. */
export interface FeatureRows {
  readonly symbols: readonly SymbolId[];
  /** Row-major, `symbols.length * COLUMNS`; NaN is missing. */
  readonly values: Float32Array;
}

/**
 * The features at the close of the signal bar that opens at `at`, for all coins given. They are scale-free and read
 * the 128 bars that end with this one; means and ranks are over the coins given.
 */
export function featuresAt(coins: readonly BarSeries[], at: EpochMs): FeatureRows {
  const ordered = inOrder(coins);
  const places = ordered.map(series => barAt(series, at));
  const values = new Float32Array(ordered.length * COLUMNS);
  const present = new Int32Array(ordered.length);
  const rows = writeRows(ordered, places, values, present);
  return {
    symbols: [...present.subarray(0, rows)].map(coin => (ordered[coin] as BarSeries).symbol),
    values: values.slice(0, rows * COLUMNS),
  };
}

/** Coins by symbol: means are summed in one order, so that equal bars give equal bits. */
export const inOrder = (coins: readonly BarSeries[]): readonly BarSeries[] =>
  coins.toSorted((a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0));

/**
 * The rows of one bar into `values`, the places of their coins into `present`; returns how many there are.
 * `places` are the coins' bars of that time, -1 where a coin has none.
 */
export function writeRows(
  ordered: readonly BarSeries[],
  places: readonly number[],
  values: Float32Array,
  present: Int32Array,
): number {
  let rows = 0;
  let bitcoin = -1;
  for (let coin = 0; coin < ordered.length; coin += 1) {
    const series = ordered[coin] as BarSeries;
    const i = places[coin] as number;
    if (i < WINDOW_BARS - 1 || !hasWindow(series, i)) continue;
    writeOwn(series, i, values, rows * COLUMNS);
    if (series.symbol === BITCOIN) bitcoin = rows;
    present[rows] = coin;
    rows += 1;
  }
  writeMarket({ values, rows, columns: COLUMNS, bitcoin });
  return rows;
}
