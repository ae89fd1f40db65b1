import { type Candle, INTERVAL_MS, type Interval } from '../../desk/candle.ts';
import { MINUTE_MS } from '../../desk/units.ts';
import { BarSeries, copyBar } from './series.ts';

const QUARTER_MINUTES = 15;

/** The bars of one symbol in every length, whatever was recorded of it. */
export interface RecordedSpan {
  /** First minute that can be played, and the minute after the last. */
  readonly playsFrom: number;
  readonly playsTo: number;
  /** The bars that are played, as recorded. */
  readonly played: BarSeries;
  /** Quarter hours from before the minutes; absent where none were given, and where longer bars are played. */
  readonly history?: BarSeries | undefined;
  /** Open time of the earliest bar of any length. */
  firstAt(): number;
  /** The one-minute bar that opens at this instant. */
  minute(at: number): Candle | undefined;
  /** Bars with `from <= at < to`, oldest first. */
  slice(interval: Interval, from: number, to: number): readonly Candle[];
  /** All bars of a length, to read without an object for each. Undefined for a length shorter than what was recorded. */
  series(interval: Interval): BarSeries | undefined;
}

/** Minutes as recorded; the longer bars are folded when first asked for. */
export class RecordedBars implements RecordedSpan {
  readonly #minutes: BarSeries;
  readonly #history: BarSeries | undefined;
  readonly #volumeDecimals: number;
  readonly #folded = new Map<Interval, BarSeries>();

  constructor(minutes: BarSeries, history: BarSeries | undefined, volumeDecimals: number) {
    this.#minutes = minutes;
    this.#history = history;
    this.#volumeDecimals = volumeDecimals;
  }

  get played(): BarSeries {
    return this.#minutes;
  }

  get history(): BarSeries | undefined {
    return this.#history;
  }

  get playsFrom(): number {
    return this.#minutes.at(0);
  }

  get playsTo(): number {
    return this.#minutes.at(this.#minutes.length - 1) + MINUTE_MS;
  }

  minute = (at: number): Candle | undefined => this.#minutes.find(at);

  slice = (interval: Interval, from: number, to: number): readonly Candle[] =>
    this.series(interval).slice(from, to);

  series(interval: Interval): BarSeries {
    if (interval === '1m') return this.#minutes;
    const known = this.#folded.get(interval);
    if (known !== undefined) return known;
    const quarters = interval === '15m' ? mergeQuarters(this.#minutes, this.#history) : this.series('15m');
    const made = quarters.foldTo(INTERVAL_MS[interval]).withVolumeDecimals(this.#volumeDecimals);
    this.#folded.set(interval, made);
    return made;
  }

  firstAt(): number {
    const minutesFrom = this.#minutes.at(0);
    return this.#history === undefined ? minutesFrom : Math.min(minutesFrom, this.#history.at(0));
  }
}

/**
 * Quarter hours, each from the best that is known of it: all fifteen minutes, else the history's bar,
 * else the minutes there are. So the quarter in which the minutes begin is whole where history knows it.
 */
export function mergeQuarters(minutes: BarSeries, history: BarSeries | undefined): BarSeries {
  const merged = new BarSeries(
    INTERVAL_MS['15m'],
    Math.ceil(minutes.length / QUARTER_MINUTES) + (history?.length ?? 0) + 1,
  );
  const past = history ?? new BarSeries(INTERVAL_MS['15m']);
  let [m, h] = [0, 0];
  while (m < minutes.length || h < past.length) {
    const slot = Math.min(slotAt(minutes, m), slotAt(past, h));
    let end = m;
    while (end < minutes.length && slotAt(minutes, end) === slot) end += 1;
    const inHistory = slotAt(past, h) === slot;
    if (inHistory && end - m < QUARTER_MINUTES) copyBar(past, h, merged);
    else for (let i = m; i < end; i++) copyBar(minutes, i, merged);
    m = end;
    if (inHistory) h += 1;
  }
  return merged;
}

/** Start of the quarter hour that holds bar `index`; infinity past the end. */
function slotAt(series: BarSeries, index: number): number {
  if (index >= series.length) return Number.POSITIVE_INFINITY;
  return Math.floor(series.at(index) / INTERVAL_MS['15m']) * INTERVAL_MS['15m'];
}
