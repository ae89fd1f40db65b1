import { MINUTE_MS } from '../../desk/units.ts';
import { type Random, seededRandom } from '../random.ts';
import type { SyntheticCoin } from './synthetic-coins.ts';
import {
  BAR_MINUTES,
  BARS_A_DAY,
  MINUTES_A_DAY,
  PEG_PULL_PER_MINUTE,
  type SyntheticMood,
  Volatility,
} from './synthetic-mood.ts';
import { type BarMood, Pattern } from './synthetic-pattern.ts';

/** Mean range of a Brownian path over its deviation: sqrt(8 / pi). Bursts and regimes add a fifth to a day's range. */
const RANGE_PER_DEVIATION = Math.sqrt(8 / Math.PI) * 1.2;
const MARKET_SHARE_OF_VOLATILITY = 0.8;
const OWN_SHARE_OF_VOLATILITY = 0.6;
/** No price falls below so many ticks: a bar must keep a shape. */
const TICKS_MIN = 50;
const VOLUME_DEVIATION = 0.25;

export type TakeMinute = (
  at: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
) => void;

/** What is known at the close of a signal bar of what comes next. */
export interface Outlook {
  /** Usual deviation of a bar, as a fraction of price. */
  readonly deviation: number;
  /** In deviations of a bar, and for how many bars. */
  readonly drift: number;
  readonly driftBars: number;
  /** Log distance that a peg pulls back over; zero for other coins. */
  readonly pegGap: number;
}

/** One coin's path: continuous in between, on the tick at each minute, its deviation constant within a signal bar. */
export class SyntheticPath {
  readonly #coin: SyntheticCoin;
  readonly #martingale: boolean;
  readonly #shocks: Random;
  readonly #shape: Random;
  readonly #volumes: Random;
  readonly #volatility: Volatility;
  readonly #pattern: Pattern;
  readonly #ticksPerUnit: number;
  readonly #stepsPerUnit: number;
  readonly #barDeviation: number;
  readonly #logPriceMin: number;
  #logPrice: number;
  #ticks: number;

  constructor(coin: SyntheticCoin, seed: number, martingale: boolean) {
    const stream = (part: string) => seededRandom(seed, `${coin.symbol} ${part}`);
    this.#coin = coin;
    this.#martingale = martingale;
    this.#shocks = stream('shocks');
    this.#shape = stream('shape');
    this.#volumes = stream('volume');
    this.#volatility = new Volatility(stream('volatility'));
    this.#pattern = new Pattern(stream('pattern'));
    this.#ticksPerUnit = 10 ** coin.priceDecimals;
    this.#stepsPerUnit = 10 ** coin.qtyDecimals;
    this.#barDeviation = coin.dayRangeFraction / RANGE_PER_DEVIATION / Math.sqrt(BARS_A_DAY);
    this.#logPriceMin = Math.log(TICKS_MIN / this.#ticksPerUnit);
    this.#logPrice = Math.log(coin.startPrice);
    this.#ticks = this.#ticksAt(coin.startPrice);
  }

  get #pulled(): boolean {
    return this.#coin.life === 'pegged' && !this.#martingale;
  }

  /** Plays the day that begins at `dayAt`, minute by minute; `close` hears each signal bar's end. */
  playDay(dayAt: number, shared: SyntheticMood, take: TakeMinute, close: (outlook: Outlook) => void): void {
    for (let bar = 0; bar < BARS_A_DAY; bar += 1) {
      // A pegged coin has no story of its own: its pattern stands still.
      const told = this.#coin.life !== 'pegged';
      const mood: BarMood = told ? this.#pattern.begin() : { drift: 0, deviationTimes: 1, volumeTimes: 1 };
      const deviation = this.#nextDeviation(shared, bar);
      const openTicks = this.#ticks;
      this.#playBar(dayAt, bar, shared, mood, deviation, take);
      if (told) this.#pattern.end(Math.log(this.#ticks / openTicks) / deviation);
      close(this.#outlook(deviation));
    }
  }

  #outlook(deviation: number): Outlook {
    const { drift, driftBars } = this.#pattern;
    const pegGap = this.#pulled ? Math.log(this.#coin.startPrice) - this.#logPrice : 0;
    return this.#martingale
      ? { deviation, drift: 0, driftBars: 0, pegGap: 0 }
      : { deviation, drift, driftBars, pegGap };
  }

  #nextDeviation(shared: SyntheticMood, bar: number): number {
    const own = this.#volatility.next();
    const common = shared.logVolatility[bar] ?? 0;
    return this.#barDeviation * Math.exp(MARKET_SHARE_OF_VOLATILITY * common + OWN_SHARE_OF_VOLATILITY * own);
  }

  #playBar(
    dayAt: number,
    bar: number,
    shared: SyntheticMood,
    mood: BarMood,
    deviation: number,
    take: TakeMinute,
  ): void {
    const { marketShare, groupShare, group, startPrice } = this.#coin;
    const together = marketShare * (shared.togetherTimes[bar] ?? 1);
    const own = Math.sqrt(Math.max(0, 1 - together ** 2 - groupShare ** 2));
    const groupShocks = shared.groupShocks.get(group);
    const sigma = (deviation * mood.deviationTimes) / Math.sqrt(BAR_MINUTES);
    const tilt = this.#martingale ? 0 : (mood.drift * deviation) / BAR_MINUTES;
    const liveliness = (deviation / this.#barDeviation) * mood.volumeTimes * this.#volumeNoise();
    for (let i = 0; i < BAR_MINUTES; i += 1) {
      const minute = bar * BAR_MINUTES + i;
      const shock =
        together * (shared.shocks[minute] ?? 0) +
        groupShare * (groupShocks?.[minute] ?? 0) +
        own * this.#shocks.normal();
      const pull = this.#pulled ? PEG_PULL_PER_MINUTE * (Math.log(startPrice) - this.#logPrice) : 0;
      // Less half the variance, for the price itself, and not its logarithm, to be a martingale.
      const move = sigma * shock - (sigma * sigma) / 2 + tilt + pull;
      this.#playMinute(dayAt + minute * MINUTE_MS, move, sigma, liveliness, take);
    }
  }

  #playMinute(at: number, move: number, sigma: number, liveliness: number, take: TakeMinute): void {
    const [before, open] = [Math.exp(this.#logPrice), this.#ticks];
    this.#logPrice = Math.max(this.#logPrice + move, this.#logPriceMin);
    const after = Math.exp(this.#logPrice);
    this.#ticks = this.#ticksAt(after);
    // A minute's reach is far below 1 %: 1 + r stands for exp(r).
    const high = Math.max(open, this.#ticks, this.#ticksAt(before * (1 + this.#reach(move, sigma))));
    const low = Math.min(open, this.#ticks, this.#ticksAt(before * (1 - this.#reach(-move, sigma))));
    const unit = this.#ticksPerUnit;
    const quoteUsd = (this.#coin.dayQuoteUsd / MINUTES_A_DAY) * liveliness * (0.5 + this.#volumes.next());
    const volume = Math.round((quoteUsd / after) * this.#stepsPerUnit) / this.#stepsPerUnit;
    take(at, open / unit, high / unit, low / unit, this.#ticks / unit, volume);
  }

  /** What a bar's volume differs by for no reason; its mean is one. */
  #volumeNoise(): number {
    return Math.exp(VOLUME_DEVIATION * this.#volumes.normal() - VOLUME_DEVIATION ** 2 / 2);
  }

  /** How far above its start a Brownian path gets that ends at `move`: the bridge's maximum, drawn exactly. */
  #reach(move: number, sigma: number): number {
    return 0.5 * (move + Math.sqrt(move * move - 2 * sigma * sigma * Math.log(1 - this.#shape.next())));
  }

  #ticksAt(price: number): number {
    return Math.max(1, Math.round(price * this.#ticksPerUnit));
  }
}
