import { DAY_MS, MINUTE_MS } from '../../desk/units.ts';
import { type Random, seededRandom } from '../random.ts';
import type { SimpleCoin } from './simple-coins.ts';

const MINUTES_A_DAY = DAY_MS / MINUTE_MS;
/** Mean range of a Brownian path over its standard deviation: sqrt(8 / pi). */
const RANGE_PER_SIGMA = Math.sqrt(8 / Math.PI);
/** Log volatility moves every quarter hour, forgets with a half day's time constant, and has this deviation. */
const VOLATILITY_STEP_MINUTES = 15;
const VOLATILITY_MEMORY = Math.exp(-VOLATILITY_STEP_MINUTES / (12 * 60));
const VOLATILITY_DEVIATION = 0.35;
const MARKET_SHARE_OF_VOLATILITY = 0.7;
/** A pegged coin loses half of its distance in about an hour. */
const PEG_PULL_PER_MINUTE = 0.01;
/** No price falls below so many ticks: a bar must keep a shape. */
const TICKS_MIN = 50;

export type TakeBar = (
  at: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
) => void;

/** The mood all coins share: one normal draw a minute, and a log volatility that wanders. */
export class MarketFactor {
  readonly shocks = new Float64Array(MINUTES_A_DAY);
  readonly logVolatility = new Float64Array(MINUTES_A_DAY / VOLATILITY_STEP_MINUTES);
  readonly #random: Random;
  #level = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed, 'market');
  }

  /** Draws the next day, over the last one. */
  nextDay(): void {
    for (let i = 0; i < this.logVolatility.length; i++) {
      this.#level = wander(this.#level, this.#random);
      this.logVolatility[i] = this.#level;
    }
    for (let i = 0; i < this.shocks.length; i++) this.shocks[i] = this.#random.normal();
  }
}

/** One coin's path: a geometric random walk on the tick, its volatility clustered, part of its moves the market's. */
export class CoinPath {
  readonly #coin: SimpleCoin;
  readonly #random: Random;
  readonly #ticksPerUnit: number;
  readonly #stepsPerUnit: number;
  readonly #minuteSigma: number;
  readonly #minuteQuoteUsd: number;
  readonly #ownShare: number;
  readonly #logPriceMin: number;
  #logPrice: number;
  #price: number;
  #ticks: number;
  #ownVolatility = 0;

  constructor(coin: SimpleCoin, seed: number) {
    this.#coin = coin;
    this.#random = seededRandom(seed, coin.symbol);
    this.#ticksPerUnit = 10 ** coin.priceDecimals;
    this.#stepsPerUnit = 10 ** coin.qtyDecimals;
    this.#minuteSigma = coin.dayRangeFraction / RANGE_PER_SIGMA / Math.sqrt(MINUTES_A_DAY);
    this.#minuteQuoteUsd = coin.dayQuoteUsd / MINUTES_A_DAY;
    this.#ownShare = Math.sqrt(1 - coin.marketShare ** 2);
    this.#logPriceMin = Math.log(TICKS_MIN / this.#ticksPerUnit);
    this.#logPrice = Math.log(coin.startPrice);
    this.#price = coin.startPrice;
    this.#ticks = Math.round(coin.startPrice * this.#ticksPerUnit);
  }

  /** Plays the day that begins at `dayAt`, a bar a minute, under the market's shocks of that day. */
  playDay(dayAt: number, market: MarketFactor, take: TakeBar): void {
    let activity = 1;
    for (let minute = 0; minute < MINUTES_A_DAY; minute++) {
      if (minute % VOLATILITY_STEP_MINUTES === 0) activity = this.#nextActivity(market, minute);
      this.#playMinute(dayAt + minute * MINUTE_MS, market.shocks[minute] ?? 0, activity, take);
    }
  }

  /** How lively the next quarter hour is; its square has mean one, so that the coin's usual range is kept. */
  #nextActivity(market: MarketFactor, minute: number): number {
    this.#ownVolatility = wander(this.#ownVolatility, this.#random);
    const shared = market.logVolatility[minute / VOLATILITY_STEP_MINUTES] ?? 0;
    const own = Math.sqrt(1 - MARKET_SHARE_OF_VOLATILITY ** 2) * this.#ownVolatility;
    return Math.exp(MARKET_SHARE_OF_VOLATILITY * shared + own - VOLATILITY_DEVIATION ** 2);
  }

  #playMinute(at: number, marketShock: number, activity: number, take: TakeBar): void {
    const { marketShare, pegged, startPrice } = this.#coin;
    const sigma = this.#minuteSigma * activity;
    const shock = marketShare * marketShock + this.#ownShare * this.#random.normal();
    const pull = pegged ? PEG_PULL_PER_MINUTE * (Math.log(startPrice) - this.#logPrice) : 0;
    const move = sigma * shock - (sigma * sigma) / 2 + pull;
    const [before, open] = [this.#price, this.#ticks];
    this.#logPrice = Math.max(this.#logPrice + move, this.#logPriceMin);
    this.#price = Math.exp(this.#logPrice);
    this.#ticks = this.#ticksAt(this.#price);
    // A minute's reach is far below 1 %: 1 + r stands for exp(r).
    const high = Math.max(open, this.#ticks, this.#ticksAt(before * (1 + this.#reach(move, sigma))));
    const low = Math.min(open, this.#ticks, this.#ticksAt(before * (1 - this.#reach(-move, sigma))));
    const unit = this.#ticksPerUnit;
    take(at, open / unit, high / unit, low / unit, this.#ticks / unit, this.#volume(activity, shock));
  }

  /** More is traded in lively times and in minutes that move; the usual minute's dollars on average. */
  #volume(activity: number, shock: number): number {
    const eagerness = activity * (0.3 + 0.6 * this.#random.next() + 0.5 * Math.abs(shock));
    const steps = Math.round(((this.#minuteQuoteUsd * eagerness) / this.#price) * this.#stepsPerUnit);
    return steps / this.#stepsPerUnit;
  }

  /** How far above its start a Brownian path gets that ends at `move`: the bridge's maximum, drawn exactly. */
  #reach(move: number, sigma: number): number {
    return 0.5 * (move + Math.sqrt(move * move - 2 * sigma * sigma * Math.log(1 - this.#random.next())));
  }

  #ticksAt(price: number): number {
    return Math.max(1, Math.round(price * this.#ticksPerUnit));
  }
}

/** One step of a mean-reverting walk with the stationary deviation above. */
function wander(level: number, random: Random): number {
  const spread = VOLATILITY_DEVIATION * Math.sqrt(1 - VOLATILITY_MEMORY ** 2);
  return VOLATILITY_MEMORY * level + spread * random.normal();
}
