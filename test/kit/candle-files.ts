import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Candle } from '../../lib/desk/candle.ts';
import type { SimMarket } from '../../lib/sim/market.ts';
import type { PlayableInterval } from '../../lib/sim/markets/market-folder.ts';

/**
 * Writes the bars of a market with `from <= at < to` as a folder that a recorded market is loaded from:
 * `SYMBOL-<interval>.csv.gz`, a file for each symbol that has bars there. Makes the folder; other files in it are let be.
 */
export function writeCandleFiles(
  market: SimMarket,
  folder: string,
  interval: PlayableInterval,
  from: number,
  to: number,
): void {
  mkdirSync(folder, { recursive: true });
  for (const { symbol } of market.instruments()) {
    const bars = market.candles(symbol, interval, from, to);
    if (bars.length === 0) continue;
    const text = `ts,open,high,low,close,volume\n${bars.map(row).join('')}`;
    writeFileSync(join(folder, `${symbol}-${interval}.csv.gz`), gzipSync(text, { level: 1 }));
  }
}

/** Numbers are written so that the same ones are read again. */
const row = ({ at, open, high, low, close, volume }: Candle): string =>
  `${at},${open},${high},${low},${close},${volume}\n`;
