/** A process of its own, so that the night's peak of memory is not that of making its bars: `bars.ts FILE COINS DAYS`. */
import { writeFileSync } from 'node:fs';
import type { Candle } from '../../../lib/desk/candle.ts';
import { syntheticHistory } from '../../../lib/operator/training/history.ts';
import { COLUMNS, type StoredBars } from './stored-bars.ts';

const [file = '', coins = '', days = ''] = process.argv.slice(2);

/** The synthetic market has eighteen coins; more come from other seeds, whose number stands before the name. */
function someCoins(wanted: number, ofDays: number): (readonly [string, readonly Candle[]])[] {
  const found: (readonly [string, readonly Candle[]])[] = [];
  for (let seed = 1; found.length < wanted; seed += 1) {
    // Bars ahead of the days learnt from, which features look back on.
    for (const { symbol, quarters } of syntheticHistory(seed, ofDays + 3, false).coins)
      found.push([seed === 1 ? symbol : `${seed}${symbol}`, quarters]);
  }
  return found.slice(0, wanted);
}

const made = someCoins(Number(coins), Number(days));
const rows = made.flatMap(([, bars]) => bars.map(bar => COLUMNS.map(column => bar[column])));
const head: StoredBars['coins'] = made.map(([symbol, bars]) => ({ symbol, bars: bars.length }));
writeFileSync(`${file}.json`, JSON.stringify(head));
writeFileSync(file, Float64Array.from(rows.flat()));
