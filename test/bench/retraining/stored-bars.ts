import { readFileSync } from 'node:fs';
import type { Candle } from '../../../lib/desk/candle.ts';
import type { SymbolId } from '../../../lib/desk/units.ts';
import type { Market } from '../../../lib/ports.ts';

export const COLUMNS = ['at', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Bars of all coins in one column of numbers, and whose they are. */
export interface StoredBars {
  readonly coins: readonly { readonly symbol: string; readonly bars: number }[];
  readonly values: Float64Array;
}

export function readBars(file: string): StoredBars {
  const bytes = readFileSync(file);
  return {
    coins: JSON.parse(readFileSync(`${file}.json`, 'utf8')),
    values: new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8),
  };
}

/** The end of the last bar. */
export const endOf = ({ values }: StoredBars, barMs: number): number =>
  (values.at(-COLUMNS.length) ?? 0) + barMs;

/** Bars as the venue's adapter answers them: a page of objects a call, ending before an instant. */
export function pagesOf({ coins, values }: StoredBars): Market['candles'] {
  const size = COLUMNS.length;
  const spans = new Map<string, readonly [from: number, to: number]>();
  let from = 0;
  for (const { symbol, bars } of coins) {
    spans.set(symbol, [from, from + bars]);
    from += bars;
  }
  const bar = (n: number) =>
    Object.fromEntries(COLUMNS.map((column, i) => [column, values[n * size + i]])) as unknown as Candle;
  return async (symbol: SymbolId, _interval, limit, before = Infinity as never) => {
    const [first, end] = spans.get(symbol) ?? [0, 0];
    let last = end;
    while (last > first && (values[(last - 1) * size] ?? 0) >= before) last -= 1;
    const begin = Math.max(first, last - limit);
    return Array.from({ length: last - begin }, (_, i) => bar(begin + i));
  };
}
