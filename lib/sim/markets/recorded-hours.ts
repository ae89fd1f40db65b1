import { type Candle, INTERVAL_MS, type Interval } from '../../desk/candle.ts';
import { epochMs, HOUR_MS } from '../../desk/units.ts';
import type { RecordedSpan } from './recorded-bars.ts';
import type { BarSeries } from './series.ts';

/**
 * The bars of one symbol of which hours alone are known. A shorter bar is made of the hour's own four prices and nothing
 * else: for all but the last of its parts the hour stands at its open, without volume; in the last minute all of it
 * happens at once. So nothing of an hour is seen before it has passed; every fold of the minutes is the hour again;
 * and the minute says as little as the hour does about which extreme came first, which lets the exchange assume the
 * worst for either side. It is harsher than any real hour: whoever holds a position meets its whole range in one
 * minute, and a stop is set off before anybody could have acted on a part of the way.
 *
 * A quarter's average true range is thereby a fourth of the hour's, where a market that wanders shows about half: stops
 * that follow it lie nearer. Hours that are missing stay missing.
 */
export class HourBars implements RecordedSpan {
  readonly #hours: BarSeries;
  readonly #volumeDecimals: number;
  #days: BarSeries | undefined;

  constructor(hours: BarSeries, volumeDecimals: number) {
    this.#hours = hours;
    this.#volumeDecimals = volumeDecimals;
  }

  get playsFrom(): number {
    return this.#hours.at(0);
  }

  get playsTo(): number {
    return this.#hours.at(this.#hours.length - 1) + HOUR_MS;
  }

  firstAt = (): number => this.playsFrom;

  minute(at: number): Candle | undefined {
    const hour = this.#hours.find(hourOf(at));
    return hour === undefined ? undefined : partOf(hour, INTERVAL_MS['1m'], at);
  }

  slice(interval: Interval, from: number, to: number): readonly Candle[] {
    if (interval === '1h') return this.#hours.slice(from, to);
    if (interval === '1d') return this.#folded().slice(from, to);
    const ms = INTERVAL_MS[interval];
    const parts: Candle[] = [];
    for (let i = this.#hours.lowerBound(hourOf(from)); i < this.#hours.length; i++) {
      const hour = this.#hours.candle(i);
      if (hour.at >= to) break;
      const end = Math.min(to, hour.at + HOUR_MS);
      for (let at = Math.max(hour.at, Math.ceil(from / ms) * ms); at < end; at += ms)
        parts.push(partOf(hour, ms, at));
    }
    return parts;
  }

  #folded(): BarSeries {
    this.#days ??= this.#hours.foldTo(INTERVAL_MS['1d']).withVolumeDecimals(this.#volumeDecimals);
    return this.#days;
  }
}

const hourOf = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;

/** The part of an hour that opens at an instant. */
function partOf(hour: Candle, ms: number, at: number): Candle {
  if (at + ms === hour.at + HOUR_MS) return { ...hour, at: epochMs(at) };
  const { open } = hour;
  return { at: epochMs(at), open, high: open, low: open, close: open, volume: 0 };
}
