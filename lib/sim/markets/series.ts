import type { Candle } from '../../desk/candle.ts';
import { epochMs, price } from '../../desk/units.ts';

/** Numbers kept per bar: open time, open, high, low, close, volume. */
const STRIDE = 6;

/**
 * Bars of one length in time order, in one typed array: a month of minutes is two megabytes, and reading a bar
 * is one index computation. Bars may be missing; none is ever made up for them.
 */
export class BarSeries {
  readonly intervalMs: number;
  #cells: Float64Array;
  #length = 0;

  constructor(intervalMs: number, expectedBars = 64) {
    this.intervalMs = intervalMs;
    this.#cells = new Float64Array(Math.max(1, expectedBars) * STRIDE);
  }

  get length(): number {
    return this.#length;
  }

  /** Appends a bar. The caller guarantees that `at` is later than the last one's. */
  push(at: number, open: number, high: number, low: number, close: number, volume: number): void {
    const base = this.#length * STRIDE;
    if (base === this.#cells.length) this.#grow();
    const cells = this.#cells;
    cells[base] = at;
    cells[base + 1] = open;
    cells[base + 2] = high;
    cells[base + 3] = low;
    cells[base + 4] = close;
    cells[base + 5] = volume;
    this.#length += 1;
  }

  /** Appends a shorter bar to the bar of this series that holds it, opening that one where it is the first. */
  absorb(at: number, open: number, high: number, low: number, close: number, volume: number): void {
    const slot = Math.floor(at / this.intervalMs) * this.intervalMs;
    const base = (this.#length - 1) * STRIDE;
    const cells = this.#cells;
    if (base < 0 || cells[base] !== slot) {
      this.push(slot, open, high, low, close, volume);
      return;
    }
    if (high > this.#cell(base + 2)) cells[base + 2] = high;
    if (low < this.#cell(base + 3)) cells[base + 3] = low;
    cells[base + 4] = close;
    cells[base + 5] = this.#cell(base + 5) + volume;
  }

  /** Open time of bar `index`. */
  at(index: number): number {
    return this.#cell(index * STRIDE);
  }

  /** The prices and the volume of bar `index`, one by one: no object is made. */
  openAt(index: number): number {
    return this.#cell(index * STRIDE + 1);
  }

  highAt(index: number): number {
    return this.#cell(index * STRIDE + 2);
  }

  lowAt(index: number): number {
    return this.#cell(index * STRIDE + 3);
  }

  closeAt(index: number): number {
    return this.#cell(index * STRIDE + 4);
  }

  volumeAt(index: number): number {
    return this.#cell(index * STRIDE + 5);
  }

  /** Bar `index`, as the rest of the program knows it. */
  candle(index: number): Candle {
    const base = index * STRIDE;
    return {
      at: epochMs(this.#cell(base)),
      open: price(this.#cell(base + 1)),
      high: price(this.#cell(base + 2)),
      low: price(this.#cell(base + 3)),
      close: price(this.#cell(base + 4)),
      volume: this.#cell(base + 5),
    };
  }

  /** The bar that opens at this instant, or undefined where there is none. */
  find(at: number): Candle | undefined {
    const index = this.lowerBound(at);
    return index < this.#length && this.at(index) === at ? this.candle(index) : undefined;
  }

  /** Bars with `from <= at < to`, oldest first. */
  slice(from: number, to: number): Candle[] {
    const bars: Candle[] = [];
    for (let i = this.lowerBound(from); i < this.#length && this.at(i) < to; i++) bars.push(this.candle(i));
    return bars;
  }

  /** Index of the first bar at or after an instant; `length` where there is none. */
  lowerBound(at: number): number {
    if (this.#length === 0) return 0;
    // Gap-free data has its bar exactly here; gaps can only move it to the left.
    const direct = Math.ceil((at - this.at(0)) / this.intervalMs);
    if (direct <= 0) return 0;
    let high = Math.min(direct, this.#length);
    if (high < this.#length && this.at(high) === at) return high;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The same bars folded into longer ones aligned to the epoch. */
  foldTo(toMs: number): BarSeries {
    const folded = new BarSeries(toMs, Math.ceil((this.#length * this.intervalMs) / toMs) + 1);
    for (let i = 0; i < this.#length; i++) copyBar(this, i, folded);
    return folded;
  }

  /** Rounds away what summing left behind (0.1 + 0.2), in place, from an instant on: a volume keeps its decimals. */
  withVolumeDecimals(decimals: number, from = Number.NEGATIVE_INFINITY): this {
    const scale = 10 ** decimals;
    for (let i = this.lowerBound(from); i < this.#length; i++) {
      const cell = i * STRIDE + 5;
      this.#cells[cell] = Math.round(this.#cell(cell) * scale) / scale;
    }
    return this;
  }

  /** Hands the cells of bar `index` over without making an object of them. */
  read<T>(index: number, take: BarReader<T>): T {
    const base = index * STRIDE;
    const at = this.#cell(base);
    const [open, high, low] = [this.#cell(base + 1), this.#cell(base + 2), this.#cell(base + 3)];
    return take(at, open, high, low, this.#cell(base + 4), this.#cell(base + 5));
  }

  #cell(index: number): number {
    const cell = this.#cells[index];
    if (cell === undefined || index >= this.#length * STRIDE)
      throw new RangeError(`bar ${Math.floor(index / STRIDE)} of ${this.#length}`);
    return cell;
  }

  #grow(): void {
    const larger = new Float64Array(this.#cells.length * 2);
    larger.set(this.#cells);
    this.#cells = larger;
  }
}

export type BarReader<T> = (
  at: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
) => T;

/** Folds bar `index` of one series into another of the same or a longer length. */
export function copyBar(from: BarSeries, index: number, into: BarSeries): void {
  from.read(index, (at, open, high, low, close, volume) => into.absorb(at, open, high, low, close, volume));
}
