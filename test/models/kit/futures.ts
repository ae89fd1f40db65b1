import type { Candle } from '../../../lib/desk/candle.ts';
import { epochMs, HOUR_MS, price, symbolId } from '../../../lib/desk/units.ts';
import { drawAt, streamKey } from '../../../lib/models/random.ts';
import { type BarSeries, type FundingSeries, seriesOf } from '../../../lib/models/series.ts';
import { BAR_MS } from './coins.ts';

/** What comes after an instant, in the place of what came. */
export interface Future {
  readonly how: 'cut off' | 'replaced by noise' | 'cut off for some, noise for others';
  readonly seed: number;
  /** Coins that are listed only then, and trade for long enough to have windows of their own. */
  readonly newcomers: number;
  /** Bars of the noise that are left out, as a share. */
  readonly gaps: number;
}

const NEWCOMERS = ['AAAUSDT', 'MMMUSDT', 'ZZZUSDT'].map(symbolId);
const NEW_BARS = 200;

/** The coins as they were up to the close of the bar that opens at `open`, and another future behind it. */
export function withFuture(coins: readonly BarSeries[], open: number, future: Future): readonly BarSeries[] {
  const changed = coins.map((series, coin) => {
    const past = candlesOf(series).filter(({ at }) => at <= open);
    const { length } = series.at.filter(at => at > open);
    const cut = future.how === 'cut off' || (future.how !== 'replaced by noise' && (coin + future.seed) % 2);
    const later = cut ? [] : noise(open + BAR_MS, length, streamKey(future.seed, coin), future.gaps);
    const funding = series.funding && fundingAfter(series.funding, open + BAR_MS, cut ? 0 : future.seed + 1);
    return seriesOf(series.symbol, [...past, ...later], series.barMs, funding);
  });
  const listed = NEWCOMERS.slice(0, future.newcomers).map((symbol, n) =>
    seriesOf(symbol, noise(open + BAR_MS, NEW_BARS, streamKey(future.seed, 100 + n), 0), BAR_MS),
  );
  return [...listed, ...changed];
}

export const candlesOf = (series: BarSeries): readonly Candle[] =>
  Array.from(series.at, (at, i) => ({
    at: epochMs(at),
    open: price(series.open[i] ?? 0),
    high: price(series.high[i] ?? 0),
    low: price(series.low[i] ?? 0),
    close: price(series.close[i] ?? 0),
    volume: series.volume[i] ?? 0,
  }));

/** Bars without rhyme or reason, over nine powers of ten. */
function noise(from: number, bars: number, key: number, gaps: number): readonly Candle[] {
  return Array.from({ length: bars }, (_, i): Candle => {
    const draw = (n: number) => drawAt(key, 8 * i + n);
    const low = 10 ** (9 * draw(0) - 3);
    const high = low * (1 + draw(1));
    return {
      at: epochMs(from + i * BAR_MS),
      open: price(low + (high - low) * draw(2)),
      high: price(high),
      low: price(low),
      close: price(low + (high - low) * draw(3)),
      volume: 1e9 * draw(4) ** 8,
    };
  }).filter((_, i) => drawAt(key, 8 * i + 5) >= gaps);
}

/** `seed` 0 cuts off what is settled after `known`; another one draws it anew, each hour. */
function fundingAfter({ at, rate }: FundingSeries, known: number, seed: number): FundingSeries {
  const { length } = at.filter(each => each <= known);
  const drawn = Array.from({ length: seed === 0 ? 0 : 400 }, (_, n) => n);
  return {
    at: Float64Array.from([...at.subarray(0, length), ...drawn.map(n => known + 1 + n * HOUR_MS)]),
    rate: Float64Array.from([
      ...rate.subarray(0, length),
      ...drawn.map(n => 0.03 * (2 * drawAt(streamKey(seed, 7), n) - 1)),
    ]),
  };
}
