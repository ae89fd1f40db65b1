/** What a candle costs each indicator that is kept from bar to bar, over a long series; medians. */

import type { Candle } from '../../lib/desk/candle.ts';
import { AverageTrueRange, averageTrueRange } from '../../lib/desk/indicators.ts';
import { WilderState, wilderOf } from '../../lib/models/features/wilder.ts';
import { walkingCoins } from '../models/kit/coins.ts';
import { medianOf } from './median.ts';

const BARS = 200_000;
const RUNS = 15;
const PERIOD = 14;
const AIM_NS = 15;

/** The longest window that the desk asks for: a week of quarter hours, in the cache as what was decoded a moment ago is. */
const WEEK = 7 * 96;

function everyWeek(bars: readonly Candle[]): number | undefined {
  const week = bars.slice(0, WEEK);
  let last: number | undefined;
  for (let k = 0; k < BARS; k += WEEK) last = averageTrueRange(week, PERIOD);
  return last;
}

/** Prints the section. */
export async function benchIndicators(): Promise<void> {
  const [coin] = walkingCoins({ seed: 3, coins: 1, bars: BARS });
  if (coin === undefined) throw new Error('there is no coin');
  const { high, low, close } = coin;
  const bars = Array.from({ length: BARS }, (_, k) => ({
    at: coin.at[k],
    open: coin.open[k],
    high: high[k],
    low: low[k],
    close: close[k],
    volume: coin.volume[k],
  })) as unknown as readonly Candle[];
  const works: readonly (readonly [string, () => unknown])[] = [
    ['ATR, all bars at once, of candles, in windows of a week', () => everyWeek(bars)],
    ['ATR, all bars at once, of candles that fit into no cache', () => averageTrueRange(bars, PERIOD)],
    [
      'ATR, bar by bar, of columns',
      () => {
        const state = new AverageTrueRange(PERIOD);
        let last: number | undefined;
        for (let k = 0; k < BARS; k += 1)
          last = state.push(high[k] as number, low[k] as number, close[k] as number);
        return last;
      },
    ],
    ['ATR, RSI, ADX and direction, all bars at once', () => wilderOf(coin, 0, BARS - 1)],
    [
      'ATR, RSI, ADX and direction, bar by bar',
      () => {
        const state = new WilderState();
        for (let k = 0; k < BARS; k += 1) state.push(high[k] as number, low[k] as number, close[k] as number);
        return state.read();
      },
    ],
  ];
  console.log(
    `nanoseconds of processor a candle, over ${BARS} of them, medians of ${RUNS} (aim: at most ${AIM_NS} for each indicator)`,
  );
  for (const [name, work] of works) {
    work();
    const times = Array.from({ length: RUNS }, () => {
      const began = process.cpuUsage();
      work();
      return (process.cpuUsage(began).user * 1e3) / BARS;
    });
    console.log(`${medianOf(times).toFixed(1).padStart(7)} ns  ${name}`);
  }
}
