import type { BarSeries } from '../series.ts';

/** Wilder's averages (New Concepts in Technical Trading Systems, 1978) at a window's last bar. */
export interface Wilder {
  /** Average true range as a fraction of the last close. */
  readonly atrFraction: number;
  /** Relative strength from 0 to 1; missing when nothing moved. */
  readonly rsi: number;
  /** Average directional index from 0 to 1. */
  readonly adx: number;
  /** (+DI - -DI) / (+DI + -DI), from -1 to 1. */
  readonly direction: number;
}

const PERIOD = 14;

/**
 * All of them in one pass over the bars `from` to `to`. The true range is averaged as the desk's `averageTrueRange`
 * does it, so that over the same bars a label's R and a plan's stop are the same distance.
 */
export function wilderOf({ high, low, close }: BarSeries, from: number, to: number): Wilder {
  let [range, gain, loss, up, down, adx] = [0, 0, 0, 0, 0, 0];
  let direction = Number.NaN;
  for (let k = from + 1, n = 1; k <= to; k += 1, n += 1) {
    const previous = close[k - 1] as number;
    const moved = (close[k] as number) - previous;
    const rise = (high[k] as number) - (high[k - 1] as number);
    const fall = (low[k - 1] as number) - (low[k] as number);
    const trueRange = Math.max(high[k] as number, previous) - Math.min(low[k] as number, previous);
    range = smoothed(range, trueRange, n);
    gain = smoothed(gain, moved > 0 ? moved : 0, n);
    loss = smoothed(loss, moved < 0 ? -moved : 0, n);
    up = smoothed(up, rise > fall && rise > 0 ? rise : 0, n);
    down = smoothed(down, fall > rise && fall > 0 ? fall : 0, n);
    if (n < PERIOD) continue;
    direction = up + down > 0 ? (up - down) / (up + down) : 0;
    adx = smoothed(adx, Math.abs(direction), n - PERIOD + 1);
  }
  return {
    atrFraction: range / (close[to] as number),
    rsi: gain + loss > 0 ? gain / (gain + loss) : Number.NaN,
    adx,
    direction,
  };
}

/** The mean of the first `PERIOD` values, then `(before x (PERIOD - 1) + value) / PERIOD`; `n` counts from 1. */
const smoothed = (before: number, value: number, n: number): number =>
  n <= PERIOD ? before + value / PERIOD : (before * (PERIOD - 1) + value) / PERIOD;
