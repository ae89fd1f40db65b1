import { INTERVAL_MS, type Interval } from '../desk/candle.ts';
import {
  DAY_MS,
  epochMs,
  type Fraction,
  fraction,
  MINUTE_MS,
  type Minute,
  minuteOf,
  minutesAfter,
  symbolId,
} from '../desk/units.ts';
import type { SimInstrument, SimMarket } from '../sim/market.ts';
import { isSettlement } from '../sim/markets/funding.ts';
import { simInstrument } from '../sim/markets/instrument.ts';
import { BarSeries } from '../sim/markets/series.ts';
import type { SimpleCoin } from '../sim/markets/simple-coins.ts';
import { CoinPath, MarketFactor } from '../sim/markets/simple-path.ts';
import type { MarketEvent } from './story.ts';

/** When every story begins: at noon, so that a day of it holds midnight, when the desk's day turns. */
export const STORY_STARTS_AT: Minute = minuteOf(Date.UTC(2026, 0, 5, 12));
const HISTORY_DAYS = 34;
/** The bars of a day begin at midnight; the first and the last one are only played in part. */
const FIRST_DAY_AT = STORY_STARTS_AT - DAY_MS / 2;
const INTERVALS: readonly Interval[] = ['1m', '15m', '1h', '1d'];
/** A settlement's rate lies within this; a spike goes beyond. */
const QUIET_RATE = 0.0001;
/** Delisting is announced so long before. */
const ANNOUNCED_MINUTES = 150;

const coin = (
  symbol: string,
  startPrice: number,
  priceDecimals: number,
  qtyDecimals: number,
  dayRangeFraction: number,
  marketShare: number,
): SimpleCoin => ({
  symbol: symbolId(symbol),
  startPrice,
  priceDecimals,
  qtyDecimals,
  dayRangeFraction,
  marketShare,
  dayQuoteUsd: 4e8,
  listedDaysBefore: 1_500,
  pegged: false,
});

/** Lively coins of every shape: dear and cheap, fine ticks and coarse ones, fine steps and whole ones. */
export const STORM_COINS: readonly SimpleCoin[] = [
  coin('BTCUSDT', 91_500, 1, 3, 0.06, 0.8),
  coin('ETHUSDT', 3_140, 2, 3, 0.07, 0.75),
  coin('SOLUSDT', 134, 3, 2, 0.08, 0.7),
  coin('XRPUSDT', 2.09, 4, 1, 0.07, 0.6),
  coin('DOGEUSDT', 0.1412, 5, 0, 0.09, 0.6),
  coin('WIFUSDT', 0.3712, 4, 1, 0.12, 0.4),
];

/**
 * A market as cheap as a storm needs it: a month of bars that all stories share, then days from the seed, with what the
 * story says the market does put on top. Days are made when first asked for.
 */
export function stormMarket(seed: number, minutes: number, events: readonly MarketEvent[]): SimMarket {
  const coins = new Map(STORM_COINS.map(each => [each.symbol, new CoinTape(each, seed, events)]));
  const factor = new MarketFactor(seed);
  const endsAt = minutesAfter(STORY_STARTS_AT, minutes);
  let madeUntil = FIRST_DAY_AT;
  const tapeOf = (symbol: string, until: number): CoinTape | undefined => {
    while (madeUntil < until && madeUntil < endsAt + DAY_MS) {
      factor.nextDay();
      for (const tape of coins.values()) tape.playDay(madeUntil, factor);
      madeUntil += DAY_MS;
    }
    return coins.get(symbolId(symbol));
  };
  const instruments = STORM_COINS.map(each => instrumentOf(each, events));
  return {
    name: 'simple',
    startsAt: STORY_STARTS_AT,
    endsAt,
    instruments: () => instruments,
    minuteBar: (symbol, minute) => tapeOf(symbol, minute + 1)?.series['1m'].find(minute),
    candles: (symbol, interval, from, to) => tapeOf(symbol, to)?.slice(interval, from, to) ?? [],
    fundingRate: (symbol, at) => rateOf(seed, symbol, at, events),
  };
}

/** Bars of one coin: the shared history's, then its own days. */
class CoinTape {
  readonly series: Readonly<Record<Interval, BarSeries>>;
  readonly #coin: SimpleCoin;
  readonly #path: CoinPath;
  readonly #events: readonly MarketEvent[];
  /** What gaps have made of the price so far, as a factor. */
  #level = 1;

  constructor(it: SimpleCoin, seed: number, events: readonly MarketEvent[]) {
    this.#coin = it;
    this.#path = new CoinPath({ ...it, startPrice: lastCloseOf(it) }, seed);
    this.#events = events.filter(({ symbol }) => symbol === it.symbol).toSorted((a, b) => a.at - b.at);
    this.series = emptySeries(2 * DAY_MS);
  }

  slice(interval: Interval, from: number, to: number) {
    const own = this.series[interval];
    return from < FIRST_DAY_AT
      ? [...historyOf(this.#coin)[interval].slice(from, Math.min(to, FIRST_DAY_AT)), ...own.slice(from, to)]
      : own.slice(from, to);
  }

  playDay(dayAt: number, factor: MarketFactor): void {
    const day = this.#events.filter(({ at }) => {
      const instant = STORY_STARTS_AT + at * MINUTE_MS;
      return instant >= dayAt && instant < dayAt + DAY_MS;
    });
    this.#path.playDay(dayAt, factor, (at, open, high, low, close, volume) => {
      const minute = (at - STORY_STARTS_AT) / MINUTE_MS;
      const now = day.length === 0 ? [] : day.filter(event => event.at === minute);
      for (const { what, size } of now) if (what === 'gap') this.#level *= 1 + size;
      const missing = day.some(
        ({ what, at: from, size }) => what === 'missing bars' && minute >= from && minute < from + size,
      );
      if (missing) return;
      let [up, down] = [high, low];
      for (const { what, size } of now) {
        if (what !== 'crash bar') continue;
        if (size < 0) down = low * (1 + size);
        else up = high * (1 + size);
      }
      const on = (value: number) => this.#onTick(value * this.#level);
      for (const interval of INTERVALS)
        this.series[interval].absorb(at, on(open), on(up), on(down), on(close), volume);
    });
  }

  #onTick(value: number): number {
    const unit = 10 ** this.#coin.priceDecimals;
    return Math.max(1, Math.round(value * unit)) / unit;
  }
}

const emptySeries = (ms: number): Readonly<Record<Interval, BarSeries>> => {
  const series = (interval: Interval) => new BarSeries(INTERVAL_MS[interval], ms / INTERVAL_MS[interval] + 1);
  return { '1m': series('1m'), '15m': series('15m'), '1h': series('1h'), '1d': series('1d') };
};

const HISTORIES = new Map<string, Readonly<Record<Interval, BarSeries>>>();

/** The month before the stories, made once in a process. Its minutes are of no use to anyone and are not kept. */
function historyOf({ symbol }: SimpleCoin): Readonly<Record<Interval, BarSeries>> {
  if (HISTORIES.size === 0) makeHistories();
  const history = HISTORIES.get(symbol);
  if (history === undefined) throw new RangeError(`no history of ${symbol}`);
  return history;
}

function makeHistories(): void {
  const factor = new MarketFactor(0);
  const paths = STORM_COINS.map(each => {
    const series = emptySeries(HISTORY_DAYS * DAY_MS);
    HISTORIES.set(each.symbol, { ...series, '1m': new BarSeries(MINUTE_MS, 1) });
    return { path: new CoinPath(each, 0), series };
  });
  for (let day = 0; day < HISTORY_DAYS; day++) {
    factor.nextDay();
    for (const { path, series } of paths) {
      path.playDay(FIRST_DAY_AT - (HISTORY_DAYS - day) * DAY_MS, factor, (...bar) => {
        for (const interval of ['15m', '1h', '1d'] as const) series[interval].absorb(...bar);
      });
    }
  }
}

const lastCloseOf = (it: SimpleCoin): number => {
  const quarters = historyOf(it)['15m'];
  return quarters.candle(quarters.length - 1).close;
};

function instrumentOf(it: SimpleCoin, events: readonly MarketEvent[]): SimInstrument {
  const { symbol, priceDecimals, qtyDecimals, dayQuoteUsd, startPrice } = it;
  const instrument = simInstrument({
    symbol,
    onboardAt: epochMs(FIRST_DAY_AT - it.listedDaysBefore * DAY_MS),
    priceDecimals,
    qtyDecimals,
    dayQuoteUsd,
    dayBaseQty: dayQuoteUsd / startPrice,
  });
  const end = events.find(event => event.what === 'delisting' && event.symbol === symbol);
  if (end === undefined) return instrument;
  const deliveryAt = minutesAfter(STORY_STARTS_AT, end.at);
  return { ...instrument, deliveryAt, deliveryKnownAt: minutesAfter(deliveryAt, -ANNOUNCED_MINUTES) };
}

function rateOf(
  seed: number,
  symbol: string,
  at: number,
  events: readonly MarketEvent[],
): Fraction | undefined {
  if (!isSettlement(at)) return undefined;
  const minute = (at - STORY_STARTS_AT) / MINUTE_MS;
  const spike = events.find(
    event => event.what === 'funding spike' && event.symbol === symbol && event.at === minute,
  );
  // One digit of the seed by symbol and settlement: quiet rates differ, and are the same whoever asks.
  const wobble = ((seed + symbol.length + minute / 480) % 7) - 3;
  return fraction(spike?.size ?? Number((QUIET_RATE + wobble * 0.00002).toFixed(8)));
}
