import { type Candle, INTERVAL_MS, type Interval } from '../../desk/candle.ts';
import { epochMs, MINUTE_MS, price } from '../../desk/units.ts';
import type { RecordedSpan } from './recorded-bars.ts';
import type { BarSeries } from './series.ts';

/**
 * The bars of one symbol of which quarter hours or hours alone are known. A shorter bar is made of the recorded bar's own
 * four prices and nothing else: for all but the last of its parts it stands at its open, without volume; in the last minute
 * all of it happens at once. So nothing of a bar is seen before it has passed; every fold of the minutes is the bar again;
 * and the minute says as little as the bar does about which extreme came first, which lets the exchange assume the
 * worst for either side. It is harsher than any real bar: whoever holds a position meets its whole range in one
 * minute, and a stop is set off before anybody could have acted on a part of the way.
 *
 * Of hours, a quarter's average true range is thereby a fourth of the hour's, where a market that wanders shows about half:
 * stops that follow it lie nearer. Of quarter hours it is the real one. Bars that are missing stay missing.
 */
export class LongBars implements RecordedSpan {
  readonly #bars: BarSeries;
  readonly #volumeDecimals: number;
  readonly #folded = new Map<Interval, BarSeries>();

  constructor(bars: BarSeries, volumeDecimals: number) {
    this.#bars = bars;
    this.#volumeDecimals = volumeDecimals;
  }

  get played(): BarSeries {
    return this.#bars;
  }

  get playsFrom(): number {
    return this.#bars.at(0);
  }

  get playsTo(): number {
    return this.#bars.at(this.#bars.length - 1) + this.#bars.intervalMs;
  }

  firstAt = (): number => this.playsFrom;

  minute(at: number): Candle | undefined {
    const slot = this.#slotOf(at);
    const index = this.#bars.lowerBound(slot);
    if (index >= this.#bars.length || this.#bars.at(index) !== slot) return undefined;
    return this.#part(index, MINUTE_MS, at);
  }

  slice(interval: Interval, from: number, to: number): readonly Candle[] {
    const whole = this.series(interval);
    if (whole !== undefined) return whole.slice(from, to);
    const ms = INTERVAL_MS[interval];
    const parts: Candle[] = [];
    for (let i = this.#bars.lowerBound(this.#slotOf(from)); i < this.#bars.length; i++) {
      const start = this.#bars.at(i);
      if (start >= to) break;
      const end = Math.min(to, start + this.#bars.intervalMs);
      for (let at = Math.max(start, Math.ceil(from / ms) * ms); at < end; at += ms)
        parts.push(this.#part(i, ms, at));
    }
    return parts;
  }

  series(interval: Interval): BarSeries | undefined {
    const ms = INTERVAL_MS[interval];
    if (ms < this.#bars.intervalMs) return undefined;
    if (ms === this.#bars.intervalMs) return this.#bars;
    const known = this.#folded.get(interval);
    if (known !== undefined) return known;
    const made = this.#bars.foldTo(ms).withVolumeDecimals(this.#volumeDecimals);
    this.#folded.set(interval, made);
    return made;
  }

  #slotOf(at: number): number {
    return Math.floor(at / this.#bars.intervalMs) * this.#bars.intervalMs;
  }

  /** The part of bar `index` that opens at an instant. */
  #part(index: number, ms: number, at: number): Candle {
    const bars = this.#bars;
    if (at + ms === bars.at(index) + bars.intervalMs) return { ...bars.candle(index), at: epochMs(at) };
    const open = price(bars.openAt(index));
    return { at: epochMs(at), open, high: open, low: open, close: open, volume: 0 };
  }
}
