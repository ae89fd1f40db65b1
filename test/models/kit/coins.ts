import type { Candle } from '../../../lib/desk/candle.ts';
import { type EpochMs, epochMs, MINUTE_MS, price, type SymbolId, symbolId } from '../../../lib/desk/units.ts';
import { drawAt, streamKey } from '../../../lib/models/random.ts';
import { type BarSeries, seriesOf } from '../../../lib/models/series.ts';

export const BAR_MS = 15 * MINUTE_MS;
export const BEGIN: EpochMs = epochMs(Date.UTC(2025, 0, 1));

/** `o h l c` and optionally the volume, from BEGIN on. */
export type Bar = readonly [open: number, high: number, low: number, close: number, volume?: number];

export const candlesOf = (bars: readonly Bar[], from: number = BEGIN): Candle[] =>
  bars.map(([open, high, low, close, volume = 100], i) => ({
    at: epochMs(from + i * BAR_MS),
    open: price(open),
    high: price(high),
    low: price(low),
    close: price(close),
    volume,
  }));

export const aSeries = (bars: readonly Bar[], symbol = 'COINUSDT'): BarSeries =>
  seriesOf(symbolId(symbol), candlesOf(bars), BAR_MS);

export interface WalkRequest {
  readonly seed: number;
  readonly coins: number;
  readonly bars: number;
  /** Drift of a bar, in its deviations, after a bar that traded thrice the usual: on in that bar's direction. */
  readonly edge?: number;
}

const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'ADAUSDT', 'XRPUSDT', 'DOTUSDT', 'LTCUSDT', 'TRXUSDT'];
const STEPS = 6;

/** Coins that walk at random with a common factor; with an edge, a loud bar tilts the sixteen that follow it. */
export function walkingCoins({ seed, coins, bars, edge = 0 }: WalkRequest): BarSeries[] {
  const market = normals(streamKey(seed, 1));
  const factor = Array.from({ length: bars * STEPS }, () => market());
  return SYMBOLS.slice(0, coins).map((symbol, c) => {
    const own = normals(streamKey(seed, 2, c));
    const key = streamKey(seed, 3, c);
    return seriesOf(
      symbolId(symbol),
      walk(bars, edge, factor, own, n => drawAt(key, n)),
      BAR_MS,
    );
  });
}

function walk(
  bars: number,
  edge: number,
  factor: readonly number[],
  own: () => number,
  chance: (n: number) => number,
): Candle[] {
  const deviation = 0.004 / Math.sqrt(STEPS);
  let [at, tilt, left] = [100, 0, 0];
  return Array.from({ length: bars }, (_, i) => {
    const loud = left === 0 && chance(2 * i) < 0.05;
    const open = at;
    let [high, low] = [at, at];
    for (let k = 0; k < STEPS; k += 1) {
      const drift = (tilt * edge) / STEPS;
      const shock = (own() + 0.6 * (factor[i * STEPS + k] ?? 0)) / 1.17;
      at *= Math.exp(deviation * (shock + drift * Math.sqrt(STEPS)));
      high = Math.max(high, at);
      low = Math.min(low, at);
    }
    if (left > 0) left -= 1;
    if (left === 0) tilt = 0;
    if (loud) [tilt, left] = [Math.sign(at - open), 16];
    const volume = 100 * (loud ? 5 : 1) * (0.7 + 0.6 * chance(2 * i + 1));
    return {
      at: epochMs(BEGIN + i * BAR_MS),
      open: price(open),
      high: price(high),
      low: price(low),
      close: price(at),
      volume,
    };
  });
}

/** Standard normals by Box and Muller. */
function normals(key: number): () => number {
  let n = 0;
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - drawAt(key, n)));
    n += 2;
    return radius * Math.cos(2 * Math.PI * drawAt(key, n - 1));
  };
}

/** A coin with everything after the bar that opens at `at` cut off or replaced. */
export function changedAfter(series: BarSeries, at: number, how: 'cut off' | 'replaced by noise'): BarSeries {
  const bars: Candle[] = [...series.at].map((open, i) => ({
    at: epochMs(open),
    open: price(series.open[i] ?? 0),
    high: price(series.high[i] ?? 0),
    low: price(series.low[i] ?? 0),
    close: price(series.close[i] ?? 0),
    volume: series.volume[i] ?? 0,
  }));
  const past = bars.filter(bar => bar.at <= at);
  const later = bars.filter(bar => bar.at > at);
  const noise = later.map((bar, k) => {
    const level = 50 + 40 * drawAt(7, k);
    return {
      ...bar,
      open: price(level),
      high: price(level * 1.2),
      low: price(level * 0.7),
      close: price(level * 1.1),
      volume: 1e6,
    };
  });
  return seriesOf(
    series.symbol,
    how === 'cut off' ? past : [...past, ...noise],
    series.barMs,
    series.funding,
  );
}

export const symbolsOf = (coins: readonly BarSeries[]): readonly SymbolId[] =>
  coins.map(({ symbol }) => symbol);

/** Walking coins that settle funding every eight hours. */
export const fundedCoins = (request: WalkRequest): BarSeries[] =>
  walkingCoins(request).map(series => ({
    ...series,
    funding: {
      at: Float64Array.from({ length: 20 }, (_, n) => BEGIN + n * 32 * BAR_MS),
      rate: Float64Array.from({ length: 20 }, (_, n) => 1e-4 * Math.sin(n + series.symbol.length)),
    },
  }));
