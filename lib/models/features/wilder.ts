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

/** What each bar of a coin adds to the averages; the first has none before it, and adds nothing. */
interface Steps {
  readonly range: Float64Array;
  readonly gain: Float64Array;
  readonly loss: Float64Array;
  readonly up: Float64Array;
  readonly down: Float64Array;
}

/** Windows overlap: what a bar adds is the same in each of them. */
const KNOWN = new WeakMap<BarSeries, Steps>();

function stepsOf(series: BarSeries): Steps {
  let steps = KNOWN.get(series);
  if (steps === undefined) {
    steps = madeSteps(series);
    KNOWN.set(series, steps);
  }
  return steps;
}

function madeSteps({ high, low, close }: BarSeries): Steps {
  const column = () => new Float64Array(close.length);
  const steps = { range: column(), gain: column(), loss: column(), up: column(), down: column() };
  for (let k = 1; k < close.length; k += 1) {
    const previous = close[k - 1] as number;
    const moved = (close[k] as number) - previous;
    const rise = (high[k] as number) - (high[k - 1] as number);
    const fall = (low[k - 1] as number) - (low[k] as number);
    steps.range[k] = Math.max(high[k] as number, previous) - Math.min(low[k] as number, previous);
    steps.gain[k] = moved > 0 ? moved : 0;
    steps.loss[k] = moved < 0 ? -moved : 0;
    steps.up[k] = rise > fall && rise > 0 ? rise : 0;
    steps.down[k] = fall > rise && fall > 0 ? fall : 0;
  }
  return steps;
}

/**
 * All of them in one pass over the bars `from` to `to`. The true range is averaged as the desk's `averageTrueRange`
 * does it, so that over the same bars a label's R and a plan's stop are the same distance.
 */
export function wilderOf(series: BarSeries, from: number, to: number): Wilder {
  const steps = stepsOf(series);
  let [range, gain, loss, up, down, adx] = [0, 0, 0, 0, 0, 0];
  let direction = Number.NaN;
  for (let k = from + 1, n = 1; k <= to; k += 1, n += 1) {
    range = smoothed(range, steps.range[k] as number, n);
    gain = smoothed(gain, steps.gain[k] as number, n);
    loss = smoothed(loss, steps.loss[k] as number, n);
    up = smoothed(up, steps.up[k] as number, n);
    down = smoothed(down, steps.down[k] as number, n);
    if (n < PERIOD) continue;
    direction = up + down > 0 ? (up - down) / (up + down) : 0;
    adx = smoothed(adx, Math.abs(direction), n - PERIOD + 1);
  }
  return {
    atrFraction: range / (series.close[to] as number),
    rsi: gain + loss > 0 ? gain / (gain + loss) : Number.NaN,
    adx,
    direction,
  };
}

/** Places in what `WilderState` keeps: the last bar, and an average each. */
const [HIGH, LOW, CLOSE, RANGE, GAIN, LOSS, UP, DOWN, ADX, DIRECTION] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const;

/**
 * The same bar by bar: after each it reads, bit for bit, what `wilderOf` says of all bars so far. That one has a loop of its own,
 * which is a third faster where the bars are all there.
 */
export class WilderState {
  readonly #kept = new Float64Array(DIRECTION + 1);
  /** Steps from one bar to the next so far; below zero before the first bar. */
  #n = -1;

  /** Takes the next bar. */
  push(high: number, low: number, close: number): void {
    const kept = this.#kept;
    const n = this.#n + 1;
    this.#n = n;
    if (n > 0) {
      const previous = kept[CLOSE] as number;
      const moved = close - previous;
      const rise = high - (kept[HIGH] as number);
      const fall = (kept[LOW] as number) - low;
      const trueRange = Math.max(high, previous) - Math.min(low, previous);
      kept[RANGE] = smoothed(kept[RANGE] as number, trueRange, n);
      kept[GAIN] = smoothed(kept[GAIN] as number, moved > 0 ? moved : 0, n);
      kept[LOSS] = smoothed(kept[LOSS] as number, moved < 0 ? -moved : 0, n);
      const up = smoothed(kept[UP] as number, rise > fall && rise > 0 ? rise : 0, n);
      const down = smoothed(kept[DOWN] as number, fall > rise && fall > 0 ? fall : 0, n);
      kept[UP] = up;
      kept[DOWN] = down;
      if (n >= PERIOD) {
        const direction = up + down > 0 ? (up - down) / (up + down) : 0;
        kept[DIRECTION] = direction;
        kept[ADX] = smoothed(kept[ADX] as number, Math.abs(direction), n - PERIOD + 1);
      }
    }
    kept[HIGH] = high;
    kept[LOW] = low;
    kept[CLOSE] = close;
  }

  /** What they are at the last bar. */
  read(): Wilder {
    const kept = this.#kept;
    const [gain, loss] = [kept[GAIN] as number, kept[LOSS] as number];
    return {
      atrFraction: (kept[RANGE] as number) / (kept[CLOSE] as number),
      rsi: gain + loss > 0 ? gain / (gain + loss) : Number.NaN,
      adx: kept[ADX] as number,
      direction: this.#n < PERIOD ? Number.NaN : (kept[DIRECTION] as number),
    };
  }
}

/** The mean of the first `PERIOD` values, then `(before x (PERIOD - 1) + value) / PERIOD`; `n` counts from 1. */
const smoothed = (before: number, value: number, n: number): number =>
  n <= PERIOD ? before + value / PERIOD : (before * (PERIOD - 1) + value) / PERIOD;
