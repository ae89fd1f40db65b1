import { isInstant } from '../../desk/units.ts';
import { CandleFileError } from './candle-file-error.ts';
import { type NumberTable, readNumberTable } from './number-table.ts';
import { BarSeries } from './series.ts';

const COLUMNS = ['ts', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Sums and products of some numbers up to here stay finite, and JavaScript writes them without an exponent. */
const LARGEST = 1e20;
/** The smallest step of any market has fewer; a tick is made of what is seen here. */
const DECIMALS_MAX = 20;

/** A file of candles, checked, with the precision that its numbers show. */
export interface CandleFile {
  readonly bars: BarSeries;
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
}

/**
 * Reads `ts,open,high,low,close,volume` (ts: open time in ms UTC; volume: base asset), plain or gzipped.
 * Missing bars stay missing. Throws CandleFileError at the first row that cannot be true; repairs nothing.
 */
export function readCandleFile(path: string, intervalMs: number): CandleFile {
  const table = readNumberTable(path, COLUMNS);
  if (table.rows === 0) throw new CandleFileError(path, 'has a header but no bars', 'Fetch the file again.');
  const bars = new BarSeries(intervalMs, table.rows);
  for (let row = 0; row < table.rows; row++) pushRow(bars, table, row, path);
  const [, open = 0, high = 0, low = 0, close = 0, volume = 0] = table.decimals;
  const most = Math.max(open, high, low, close, volume);
  if (most > DECIMALS_MAX)
    throw new CandleFileError(path, `a number has ${most} decimals`, `Round it to ${DECIMALS_MAX} or fewer.`);
  return { bars, priceDecimals: Math.max(open, high, low, close), volumeDecimals: volume };
}

function pushRow(bars: BarSeries, table: NumberTable, row: number, path: string): void {
  const { values } = table;
  const base = row * COLUMNS.length;
  const [at, open, high] = [values[base] ?? 0, values[base + 1] ?? 0, values[base + 2] ?? 0];
  const [low, close, volume] = [values[base + 3] ?? 0, values[base + 4] ?? 0, values[base + 5] ?? 0];
  const wrong =
    wrongTime(at, bars) ??
    wrongPrices(open, high, low, close) ??
    (volume < 0 ? `volume ${volume} is negative` : undefined) ??
    (Math.max(high, volume) > LARGEST ? `${Math.max(high, volume)} is no price or volume` : undefined);
  if (wrong !== undefined)
    throw new CandleFileError(`${path}:${row + 2}`, wrong, 'Correct or remove the row.');
  bars.push(at, open, high, low, close, volume);
}

function wrongTime(at: number, bars: BarSeries): string | undefined {
  if (!isInstant(at)) return `ts ${at} is no time in milliseconds`;
  if (at % bars.intervalMs !== 0) return `ts ${at} is not on the grid of ${bars.intervalMs} ms bars`;
  const last = bars.length > 0 ? bars.at(bars.length - 1) : Number.NEGATIVE_INFINITY;
  if (at === last) return `ts ${at} stands there twice`;
  return at < last ? `ts ${at} is out of order, after ${last}` : undefined;
}

function wrongPrices(open: number, high: number, low: number, close: number): string | undefined {
  const least = Math.min(open, high, low, close);
  if (!(least > 0)) return `price ${least} is not above zero`;
  if (high < low) return `high ${high} is below low ${low}`;
  if (open > high || close > high) return `open ${open} or close ${close} is above high ${high}`;
  return open < low || close < low ? `open ${open} or close ${close} is below low ${low}` : undefined;
}
