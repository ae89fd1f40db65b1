import type { BarSeries } from '../series.ts';

/** What the sequence models know of each bar of a coin, before a window gives it its scale. A bar says nothing of others. */
export interface BarMarks {
  readonly logClose: Float64Array;
  /** Log of close over open. */
  readonly move: Float64Array;
  /** High less low, as a fraction of the close. */
  readonly range: Float64Array;
  readonly volume: Float64Array;
}

export const marksOf = ({ logClose, open, high, low, close, volume }: BarSeries): BarMarks => ({
  logClose,
  move: logClose.map((last, i) => last - Math.log(open[i] as number)),
  range: high.map((most, i) => (most - (low[i] as number)) / (close[i] as number)),
  volume,
});
