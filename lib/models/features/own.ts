import type { BarSeries } from '../series.ts';
import { type FeatureGroup, WINDOW_BARS } from './bar.ts';
import { PEAK } from './peak.ts';
import { BOLLINGER, CHANNEL, DISTANCES, MOMENTUM, PERSISTENCE, RETURNS, SHAPE, VOLATILITY } from './price.ts';
import { FUNDING, HOUR, SPIKE, VOLUME } from './volume.ts';
import { wilderOf } from './wilder.ts';

const GROUPS: readonly FeatureGroup[] = [
  RETURNS,
  VOLATILITY,
  MOMENTUM,
  BOLLINGER,
  SHAPE,
  DISTANCES,
  CHANNEL,
  PERSISTENCE,
  VOLUME,
  SPIKE,
  PEAK,
  FUNDING,
  HOUR,
];

/** What is read from a coin's own bars, in the order of a row. */
export const OWN_NAMES: readonly string[] = GROUPS.flatMap(group => group.names);

const STARTS = GROUPS.map((_, g) => GROUPS.slice(0, g).reduce((sum, { names }) => sum + names.length, 0));

/** Writes the own features of bar `i` from `at` on. The caller has made sure that the window is whole. */
export function writeOwn(series: BarSeries, i: number, out: Float32Array, at: number): void {
  const from = i - WINDOW_BARS + 1;
  const bar = { series, i, from, wilder: wilderOf(series, from, i) };
  GROUPS.forEach((group, g) => {
    group.write(bar, out, at + (STARTS[g] as number));
  });
}
