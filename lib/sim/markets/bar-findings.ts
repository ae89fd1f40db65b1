import { minuteText, percent, trim } from '../../desk/words.ts';
import { counted, lengthText } from './length-text.ts';
import type { BarSeries } from './series.ts';

/** What is to be said of the bars of one symbol, without its name. */
export interface BarFinding {
  readonly kind: 'gap' | 'no-volume' | 'crash';
  readonly words: string;
}

/** A bar that ranges over more than this share of its open is one that no order book was there for. */
export const CRASH_RANGE = 0.3;

/** Gaps, stretches without volume and crash bars with `from <= at < to`. */
export function barFindings(
  bars: BarSeries,
  { from, to }: { readonly from: number; readonly to: number },
): BarFinding[] {
  const gaps = new Stretches();
  const still = new Stretches();
  const crashes = new Crashes();
  const end = bars.lowerBound(to);
  for (let i = bars.lowerBound(from); i < end; i++) {
    const at = bars.at(i);
    if (i > 0) gaps.add(bars.at(i - 1) + bars.intervalMs, at);
    if (bars.volumeAt(i) === 0) still.add(at, at + bars.intervalMs);
    crashes.look(bars, i);
  }
  const found: (BarFinding | undefined)[] = [
    gaps.count === 0 ? undefined : { kind: 'gap', words: `${gaps.text('gap')}; ${UNFILLED}` },
    still.count === 0
      ? undefined
      : {
          kind: 'no-volume',
          words: `${still.text('stretch without volume', 'stretches without volume')}; ${UNTRADED}`,
        },
    crashes.count === 0 ? undefined : { kind: 'crash', words: crashes.text(bars) },
  ];
  return found.filter(each => each !== undefined);
}

/**
 * Gaps in the quarter hours before the minutes, that between both among them, as the end of a sentence; undefined where there are
 * none. Nothing is played there: days and signal bars are folded from what is left.
 */
export function historyGaps(history: BarSeries, from: number, playsFrom: number): string | undefined {
  const gaps = new Stretches();
  const { intervalMs } = history;
  const end = history.lowerBound(playsFrom);
  for (let i = Math.max(1, history.lowerBound(from)); i < end; i++)
    gaps.add(history.at(i - 1) + intervalMs, history.at(i));
  const begins = Math.floor(playsFrom / intervalMs) * intervalMs;
  if (end > 0) gaps.add(Math.max(from, history.at(end - 1) + intervalMs), begins);
  return gaps.count === 0 ? undefined : `its history has ${gaps.text('gap')}; ${THINNER}`;
}

const THINNER = 'days and signal bars are made of what is there';
const UNFILLED = 'nothing is filled in: its price stands, and no resting order fills there';
const UNTRADED = 'no resting order fills there';

/** Stretches of time in order; one that begins where the last ended is a part of that. */
class Stretches {
  count = 0;
  #from = Number.NaN;
  #until = Number.NaN;
  #longestMs = 0;
  #longestFrom = Number.NaN;
  #firstFrom = Number.NaN;

  add(from: number, to: number): void {
    if (to <= from) return;
    if (from !== this.#until) {
      this.count += 1;
      this.#from = from;
      if (this.count === 1) this.#firstFrom = from;
    }
    this.#until = to;
    if (to - this.#from <= this.#longestMs) return;
    this.#longestMs = to - this.#from;
    this.#longestFrom = this.#from;
  }

  text(one: string, several = `${one}s`): string {
    const longest = `${lengthText(this.#longestMs)} from ${minuteText(this.#longestFrom)}`;
    if (this.count === 1) return `1 ${one}, ${longest}`;
    const first =
      this.#firstFrom === this.#longestFrom ? '' : `, the first from ${minuteText(this.#firstFrom)}`;
    return `${this.count} ${several}, the longest ${longest}${first}`;
  }
}

/** Counts the bars that crash, and keeps the worst. */
class Crashes {
  count = 0;
  #worst = 0;
  #worstRange = 0;

  look(bars: BarSeries, i: number): void {
    const range = (bars.highAt(i) - bars.lowAt(i)) / bars.openAt(i);
    if (!(range > CRASH_RANGE)) return;
    this.count += 1;
    if (range <= this.#worstRange) return;
    this.#worst = i;
    this.#worstRange = range;
  }

  text(bars: BarSeries): string {
    const i = this.#worst;
    const prices = [bars.openAt(i), bars.highAt(i), bars.lowAt(i), bars.closeAt(i)].map(priceText);
    const [open, high, low, close] = prices;
    const others = this.count === 1 ? 'a crash bar' : `${counted(this.count, 'crash bar')}, the worst`;
    return `${others} at ${minuteText(bars.at(i))}: open ${open}, high ${high}, low ${low}, close ${close}, a range of ${percent(this.#worstRange)} of its open`;
  }
}

const priceText = (price: number): string => trim(price.toFixed(12));
