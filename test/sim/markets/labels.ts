/** Labels as the recipe makes them, written a second time here: the market's own statement must not test itself. */
import type { Candle } from '../../../lib/desk/candle.ts';
import { DAY_MS, type SymbolId } from '../../../lib/desk/units.ts';
import type { SyntheticMarket } from '../../../lib/sim/markets/synthetic.ts';

const QUARTER_MS = 900_000;
const HORIZON = 16;

export interface Sample {
  readonly symbol: SymbolId;
  /** Close of the signal bar. */
  readonly at: number;
  /** Equal for what shares a day of one market. */
  readonly day: number;
  /** Index of the signal bar among the coin's bars. */
  readonly index: number;
  readonly chance: number;
  readonly up: boolean;
}

/** R of each bar: 1.5 times Wilder's ATR of 14 as a fraction of the close, between 0.006 and 0.03. */
export function stopFractions(bars: readonly Candle[]): number[] {
  let average = 0;
  return bars.map((bar, i) => {
    const before = bars[i - 1]?.close ?? bar.open;
    const range = Math.max(bar.high, before) - Math.min(bar.low, before);
    if (i > 0) average = i <= 14 ? average + range / 14 : (average * 13 + range) / 14;
    return Math.min(0.03, Math.max(0.006, (1.5 * average) / bar.close));
  });
}

/** Undefined where one bar holds both, or nothing has moved. */
export function wentUp(bars: readonly Candle[], i: number, stop: number): boolean | undefined {
  const from = bars[i]?.close ?? 0;
  for (let k = 1; k <= HORIZON; k += 1) {
    const up = (bars[i + k]?.high ?? 0) >= from * (1 + stop);
    const down = (bars[i + k]?.low ?? 0) <= from * (1 - stop);
    if (up && down) return undefined;
    if (up || down) return up;
  }
  const last = bars[i + HORIZON]?.close ?? from;
  return last === from ? undefined : last > from;
}

/** Every signal bar of every coin that has a stated chance and a label; days of another `block` are other days. */
export function samplesOf(market: SyntheticMarket, block = 0): Sample[] {
  const samples: Sample[] = [];
  for (const { symbol } of market.instruments()) {
    const bars = market.candles(symbol, '15m', 0, market.endsAt);
    const stops = stopFractions(bars);
    for (let index = 0; index + HORIZON < bars.length; index += 1) {
      const at = (bars[index]?.at ?? 0) + QUARTER_MS;
      const chance = market.trueProbability(symbol, at);
      const up = wentUp(bars, index, stops[index] ?? 0);
      if (chance === undefined || up === undefined) continue;
      samples.push({ symbol, at, day: block * 100_000 + Math.floor(at / DAY_MS), index, chance, up });
    }
  }
  return samples;
}

/** Mean of `value` and its error, by resampling whole days. */
export function dayBlockMean(samples: readonly Sample[], value: (sample: Sample) => number) {
  const days = new Map<number, { sum: number; n: number }>();
  for (const sample of samples) {
    const day = days.get(sample.day) ?? { sum: 0, n: 0 };
    day.sum += value(sample);
    day.n += 1;
    days.set(sample.day, day);
  }
  const blocks = [...days.values()];
  const meanOf = (list: readonly { sum: number; n: number }[]) =>
    list.reduce((a, b) => a + b.sum, 0) /
    Math.max(
      1,
      list.reduce((a, b) => a + b.n, 0),
    );
  let state = 12345;
  const pick = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return blocks[Math.floor((state / 4294967296) * blocks.length)] ?? { sum: 0, n: 0 };
  };
  const means = Array.from({ length: 400 }, () => meanOf(blocks.map(pick)));
  const middle = means.reduce((a, b) => a + b, 0) / means.length;
  const error = Math.sqrt(means.reduce((a, b) => a + (b - middle) ** 2, 0) / means.length);
  return { mean: meanOf(blocks), error, n: samples.length };
}

export function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((x, y) => x + y, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? mb;
    ab += (x - ma) * (y - mb);
    aa += (x - ma) ** 2;
    bb += (y - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
