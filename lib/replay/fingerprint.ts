import { createHash } from 'node:crypto';
import type { SymbolId } from '../desk/units.ts';
import { type BarSeries, lastAtOrBefore } from '../models/series.ts';

/** The signal bars of a span: how many there are, and a word that tells them from any others. */
export interface BarsPrint {
  readonly bars: number;
  readonly fingerprint: string;
}

/** Of all coins, in the order of their symbols; of bars that open from `from` on and before `to`. */
export function printOf(coins: ReadonlyMap<SymbolId, BarSeries>, from: number, to: number): BarsPrint {
  const hash = createHash('sha256');
  let bars = 0;
  for (const [symbol, series] of [...coins].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const [first, end] = [from, to].map(at => lastAtOrBefore(series.at, at - 1) + 1);
    bars += (end ?? 0) - (first ?? 0);
    hash.update(symbol);
    const { at, open, high, low, close, volume } = series;
    for (const column of [at, open, high, low, close, volume]) {
      const part = column.subarray(first, end);
      hash.update(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    }
  }
  return { bars, fingerprint: hash.digest('hex').slice(0, 16) };
}
