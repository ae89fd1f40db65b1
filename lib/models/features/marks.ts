import type { BarSeries } from '../series.ts';

/** What each bar of a coin says by itself, before a window gives it its scale. */
export interface BarMarks {
  readonly logClose: Float64Array;
  /** Log of close over open. */
  readonly move: Float64Array;
  /** High less low, as a fraction of the close. */
  readonly range: Float64Array;
  readonly volume: Float64Array;
}

/** Windows overlap: a coin's bars are gone over once, when the first of them asks. */
const KNOWN = new WeakMap<BarSeries, BarMarks>();

export function marksOf(series: BarSeries): BarMarks {
  const known = KNOWN.get(series);
  if (known !== undefined) return known;
  const { logClose, open, high, low, close, volume } = series;
  const marks = {
    logClose,
    move: logClose.map((last, i) => last - Math.log(open[i] as number)),
    range: high.map((most, i) => (most - (low[i] as number)) / (close[i] as number)),
    volume,
  };
  KNOWN.set(series, marks);
  return marks;
}
