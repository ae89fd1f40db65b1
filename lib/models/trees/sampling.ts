import { drawAt, streamKey } from '../random.ts';
import type { BoosterParams } from './params.ts';

/** What each tree sees of the data. */
export type Sampling = Pick<BoosterParams, 'seed' | 'subsample' | 'columnSample'>;

const ROWS = 1;
const COLUMNS = 2;

/** The rows a round's tree sees, ascending: each is drawn for itself; all of them where `subsample` is 1. */
export function sampleRows(rows: number, round: number, { seed, subsample }: Sampling): Int32Array {
  const all = countTo(rows);
  if (subsample === 1) return all;
  const key = streamKey(seed, ROWS, round);
  return all.filter(row => drawAt(key, row) < subsample);
}

/** The columns a round's tree sees, ascending: the rounded share of them, and one at least. */
export function sampleColumns(columns: number, round: number, { seed, columnSample }: Sampling): Int32Array {
  const all = countTo(columns);
  const wanted = Math.max(1, Math.floor(columns * columnSample));
  const key = streamKey(seed, COLUMNS, round);
  const draws = Float64Array.from(all, column => drawAt(key, column));
  return all
    .sort((a, b) => (draws[a] as number) - (draws[b] as number) || a - b)
    .slice(0, wanted)
    .sort();
}

function countTo(length: number): Int32Array {
  const places = new Int32Array(length);
  for (let i = 0; i < length; i++) places[i] = i;
  return places;
}
