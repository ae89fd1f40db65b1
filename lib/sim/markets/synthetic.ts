import { INTERVAL_MS, type Interval } from '../../desk/candle.ts';
import {
  DAY_MS,
  epochMs,
  type Fraction,
  fraction,
  HOUR_MS,
  type Minute,
  minuteOf,
  type SymbolId,
} from '../../desk/units.ts';
import type { SimInstrument, SimMarket } from '../market.ts';
import { seededRandom } from '../random.ts';
import { simInstrument } from './instrument.ts';
import { chanceOf } from './synthetic-chance.ts';
import { SYNTHETIC_COINS, type SyntheticCoin, YOUNG_DAYS } from './synthetic-coins.ts';
import { type Life, SyntheticTape } from './synthetic-tape.ts';

const STARTS_AT = Date.UTC(2026, 0, 5);
/** Enough for every rule that looks back: 30 days of age and range, and a few to spare. */
const PREHISTORY_DAYS = 35;
const OLD_DAYS = 1_500;
/** The venue says so long before when a coin will be settled. */
const DELISTING_NOTICE_DAYS = 10;
const DELISTED_DAY_MAX = 20;

export interface SyntheticMarketOptions {
  readonly seed: number;
  /** Days that can be played. */
  readonly days: number;
  /** The twin: the same volatility, bursts and volumes, and no drift whatever. */
  readonly martingale?: boolean;
  /** Days of bars before the first that can be played; at least 30, 35 when left out. */
  readonly prehistoryDays?: number;
}

/** A market that knows what nobody in it does. */
export interface SyntheticMarket extends SimMarket {
  readonly martingale: boolean;
  /**
   * The true chance that +1R is touched before -1R within the 16 signal bars that follow, given everything up to
   * `signalBarClose` (the instant at which a 15-minute bar ends). R = clamp(1.5 x ATR14 fraction, 0.006, 0.03); a
   * time-out counts by the sign of its return. Undefined where no bar ends, or with fewer than 15 bars before.
   */
  trueProbability(symbol: SymbolId, signalBarClose: number): number | undefined;
}

/**
 * A seeded market to learn and to fail on: regimes, clustered volatility, correlated coins, and a pattern in past bars
 * that tilts the next ones. Equal options give equal bars, and so does any order of asking; days are made when first
 * asked for. Throws RangeError for no days to play or fewer than 30 before them.
 */
export function syntheticMarket(options: SyntheticMarketOptions): SyntheticMarket {
  const { seed, days, martingale = false, prehistoryDays = PREHISTORY_DAYS } = options;
  if (!(Number.isInteger(days) && days >= 1))
    throw new RangeError(`days must be a whole number above 0, not ${days}`);
  if (!(Number.isInteger(prehistoryDays) && prehistoryDays >= 30))
    throw new RangeError(`prehistoryDays must be a whole number from 30, not ${prehistoryDays}`);
  const span = { from: STARTS_AT - prehistoryDays * DAY_MS, to: STARTS_AT + days * DAY_MS };
  const coins = SYNTHETIC_COINS.map(coin => ({ coin, life: lifeOf(coin, span) }));
  const tape = new SyntheticTape(seed, martingale, span, coins);
  const instruments = coins.map(({ coin, life }) => instrumentOf(coin, life, span));
  const funding = new Map(coins.map(({ coin, life }) => [coin.symbol, { hours: coin.fundingHours, life }]));
  return {
    name: 'synthetic',
    martingale,
    startsAt: minuteOf(STARTS_AT),
    endsAt: minuteOf(span.to),
    instruments: () => instruments,
    minuteBar: (symbol: SymbolId, minute: Minute) => tape.bars(symbol, '1m', minute + 1)?.find(minute),
    candles: (symbol: SymbolId, interval: Interval, from: number, to: number) =>
      tape.bars(symbol, interval, to)?.slice(from, to) ?? [],
    fundingRate: (symbol: SymbolId, at: number) => {
      const coin = funding.get(symbol);
      return coin === undefined || at >= coin.life.to ? undefined : rateOf(seed, symbol, coin.hours, at);
    },
    trueProbability: (symbol: SymbolId, signalBarClose: number) => {
      const known = tape.known(symbol, signalBarClose - INTERVAL_MS['15m']);
      return known?.atrFraction === undefined ? undefined : chanceOf(known.outlook, known.atrFraction);
    },
  };
}

/** A delisted coin goes in the middle of the days that are played, and not later than the twentieth. */
function lifeOf(coin: SyntheticCoin, span: Life): Life {
  const days = (span.to - STARTS_AT) / DAY_MS;
  if (coin.life === 'young') return { from: STARTS_AT - YOUNG_DAYS * DAY_MS, to: span.to };
  if (coin.life === 'delisted')
    return { from: span.from, to: STARTS_AT + Math.min(DELISTED_DAY_MAX, Math.ceil(days / 2)) * DAY_MS };
  return span;
}

function instrumentOf(coin: SyntheticCoin, life: Life, span: Life): SimInstrument {
  const instrument = simInstrument({
    symbol: coin.symbol,
    onboardAt: epochMs(coin.life === 'young' ? life.from : span.from - OLD_DAYS * DAY_MS),
    priceDecimals: coin.priceDecimals,
    qtyDecimals: coin.qtyDecimals,
    dayQuoteUsd: coin.dayQuoteUsd,
    dayBaseQty: coin.dayQuoteUsd / coin.startPrice,
  });
  if (coin.life !== 'delisted') return instrument;
  const deliveryAt = epochMs(life.to);
  return { ...instrument, deliveryAt, deliveryKnownAt: epochMs(life.to - DELISTING_NOTICE_DAYS * DAY_MS) };
}

/** Around the quiet rate, a draw for each settlement of its own: the order of asking does not matter. */
function rateOf(seed: number, symbol: SymbolId, hours: number, at: number): Fraction | undefined {
  if (at % (hours * HOUR_MS) !== 0) return undefined;
  const share = hours / 8;
  const drawn = share * (0.0001 + 0.00008 * seededRandom(seed, `funding ${symbol} ${at}`).normal());
  return fraction(Number(drawn.toFixed(8)));
}
