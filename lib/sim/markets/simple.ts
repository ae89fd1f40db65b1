import { INTERVAL_MS, type Interval } from '../../desk/candle.ts';
import {
  DAY_MS,
  epochMs,
  type Fraction,
  fraction,
  type Minute,
  minuteOf,
  type SymbolId,
} from '../../desk/units.ts';
import type { SimMarket } from '../market.ts';
import { seededRandom } from '../random.ts';
import { isSettlement } from './funding.ts';
import { simInstrument } from './instrument.ts';
import { BarSeries, copyBar } from './series.ts';
import { SIMPLE_COINS, type SimpleCoin } from './simple-coins.ts';
import { CoinPath, MarketFactor } from './simple-path.ts';

const STARTS_AT = Date.UTC(2026, 0, 5);
/** Enough for every rule that looks back: 30 days of age and range, and a few to spare. */
const HISTORY_DAYS = 35;
const INTERVALS: readonly Interval[] = ['1m', '15m', '1h', '1d'];

export interface SimpleMarketOptions {
  readonly seed: number;
  /** Days that can be played; bars of 35 days before them are there to be read. */
  readonly days: number;
}

/**
 * A small market that exists on every machine: equal seeds give equal bars. Days are made when first asked for,
 * one after the other, and the longer bars are folds of their minutes.
 */
export function simpleMarket({ seed, days }: SimpleMarketOptions): SimMarket {
  if (!(Number.isInteger(days) && days >= 1))
    throw new RangeError(`days must be a whole number above 0, not ${days}`);
  const endsAt = STARTS_AT + days * DAY_MS;
  const tape = new Tape(seed, endsAt);
  const instruments = SIMPLE_COINS.map(instrumentOf);
  return {
    name: 'simple',
    startsAt: minuteOf(STARTS_AT),
    endsAt: minuteOf(endsAt),
    instruments: () => instruments,
    minuteBar: (symbol: SymbolId, minute: Minute) => tape.bars(symbol, '1m', minute + 1)?.find(minute),
    candles: (symbol: SymbolId, interval: Interval, from: number, to: number) =>
      tape.bars(symbol, interval, to)?.slice(from, to) ?? [],
    fundingRate: (symbol: SymbolId, at: number) => (tape.has(symbol) ? rateOf(seed, symbol, at) : undefined),
  };
}

/** All bars made so far, and the paths that make the next day. */
class Tape {
  readonly #market: MarketFactor;
  readonly #coins: ReadonlyMap<SymbolId, CoinTape>;
  readonly #endsAt: number;
  #madeUntil = STARTS_AT - HISTORY_DAYS * DAY_MS;

  constructor(seed: number, endsAt: number) {
    this.#market = new MarketFactor(seed);
    this.#coins = new Map(SIMPLE_COINS.map(coin => [coin.symbol, new CoinTape(coin, seed)]));
    this.#endsAt = endsAt;
  }

  has(symbol: SymbolId): boolean {
    return this.#coins.has(symbol);
  }

  /** A coin's bars, made at least up to an instant; undefined for a symbol this market does not have. */
  bars(symbol: SymbolId, interval: Interval, until: number): BarSeries | undefined {
    while (this.#madeUntil < Math.min(until, this.#endsAt)) {
      this.#market.nextDay();
      for (const coin of this.#coins.values()) coin.playDay(this.#madeUntil, this.#market);
      this.#madeUntil += DAY_MS;
    }
    return this.#coins.get(symbol)?.series[interval];
  }
}

class CoinTape {
  readonly series: Readonly<Record<Interval, BarSeries>>;
  readonly #path: CoinPath;
  readonly #listedAt: number;
  readonly #volumeDecimals: number;

  constructor(coin: SimpleCoin, seed: number) {
    const empty = (interval: Interval) =>
      new BarSeries(INTERVAL_MS[interval], ((HISTORY_DAYS + 2) * DAY_MS) / INTERVAL_MS[interval]);
    this.series = { '1m': empty('1m'), '15m': empty('15m'), '1h': empty('1h'), '1d': empty('1d') };
    this.#path = new CoinPath(coin, seed);
    this.#listedAt = listedAt(coin);
    this.#volumeDecimals = coin.qtyDecimals;
  }

  playDay(dayAt: number, market: MarketFactor): void {
    if (dayAt < this.#listedAt) return;
    const { '1m': minutes, '15m': quarters, '1h': hours, '1d': dayBars } = this.series;
    this.#path.playDay(dayAt, market, (at, open, high, low, close, volume) => {
      minutes.push(at, open, high, low, close, volume);
      quarters.absorb(at, open, high, low, close, volume);
    });
    for (let i = quarters.lowerBound(dayAt); i < quarters.length; i++) {
      copyBar(quarters, i, hours);
      copyBar(quarters, i, dayBars);
    }
    for (const interval of INTERVALS) this.series[interval].withVolumeDecimals(this.#volumeDecimals, dayAt);
  }
}

const listedAt = (coin: SimpleCoin) => epochMs(STARTS_AT - coin.listedDaysBefore * DAY_MS);

const instrumentOf = (coin: SimpleCoin) =>
  simInstrument({
    symbol: coin.symbol,
    onboardAt: listedAt(coin),
    priceDecimals: coin.priceDecimals,
    qtyDecimals: coin.qtyDecimals,
    dayQuoteUsd: coin.dayQuoteUsd,
    dayBaseQty: coin.dayQuoteUsd / coin.startPrice,
  });

/** Around the quiet rate, a draw for each settlement of its own: the order of asking does not matter. */
function rateOf(seed: number, symbol: SymbolId, at: number): Fraction | undefined {
  if (!isSettlement(at)) return undefined;
  const drawn = 0.0001 + 0.00005 * seededRandom(seed, `funding ${symbol} ${at}`).normal();
  return fraction(Number(drawn.toFixed(8)));
}
