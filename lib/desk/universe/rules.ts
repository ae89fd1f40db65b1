import type { Candle } from '../candle.ts';
import type { Instrument } from '../instrument.ts';
import { cite, type Limits } from '../limits/limits.ts';
import { median } from '../statistics.ts';
import { DAY_MS, type EpochMs, type Minute, type Price, type Usd } from '../units.ts';
import { basisPoints, dollars, percent } from '../words.ts';

/** What is known of one coin at scan time. */
export interface Coin {
  readonly instrument: Instrument;
  readonly day: CoinDay | undefined;
  readonly quote: { readonly bid: Price; readonly ask: Price } | undefined;
  /** Closed daily bars, oldest first; undefined while they have not been fetched yet. */
  readonly days: readonly Candle[] | undefined;
}

/** The last 24 hours. */
export interface CoinDay {
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly quoteVolumeUsd: Usd;
  readonly at?: EpochMs;
}

export type RuleCode =
  | 'not-a-usdt-perpetual'
  | 'not-trading'
  | 'denied'
  | 'stablecoin'
  | 'leveraged-token'
  | 'delisting'
  | 'too-young'
  | 'no-ticker'
  | 'volume-low'
  | 'volatility-low'
  | 'spread-wide'
  | 'history-missing'
  | 'pegged'
  | 'depth-thin';

export interface Left {
  readonly code: RuleCode;
  readonly because: string;
}

/** Closed daily bars that a verdict needs: a month for the peg, of which a week for the median. */
export const DAYS_NEEDED = 30;
const MEDIAN_DAYS = 7;
const DELISTING_NOTICE_MS = 7 * DAY_MS;

/** Dollar tokens by name; the peg rule catches those that no list knows yet (I54). */
const DOLLAR_TOKENS = new Set([
  'USDC',
  'FDUSD',
  'TUSD',
  'DAI',
  'BUSD',
  'USDP',
  'USDE',
  'USD1',
  'USDS',
  'PYUSD',
  'GUSD',
  'LUSD',
  'FRAX',
  'RLUSD',
  'XUSD',
  'USDD',
  'EUR',
  'EURI',
  'AEUR',
]);

/** A fund that multiplies another coin: `BTCUP`, but not `JUP`, since there is no coin `J`. */
function isLeveragedToken(base: string, bases: ReadonlySet<string>): boolean {
  const underlying = /^(.+?)(UP|DOWN|BULL|BEAR|[2-5][LS])$/.exec(base)?.[1];
  return underlying !== undefined && bases.has(underlying);
}

const left = (code: RuleCode, because: string): Left => ({ code, because });

/** What the instrument itself says against a coin: no market data is needed for it. */
export function listingFault(
  instrument: Instrument,
  bases: ReadonlySet<string>,
  minute: Minute,
  limits: Limits,
): Left | undefined {
  const { symbol, baseAsset, quoteAsset, contractType, status, onboardAt, deliveryAt } = instrument;
  if (quoteAsset !== 'USDT' || contractType !== 'PERPETUAL') {
    return left('not-a-usdt-perpetual', `${contractType.toLowerCase()} quoted in ${quoteAsset}`);
  }
  if (status !== 'TRADING') return left('not-trading', `the venue says ${status}`);
  if (limits.values['universe/denied'].includes(symbol))
    return left('denied', `named in ${cite(limits, 'universe/denied')}`);
  if (DOLLAR_TOKENS.has(baseAsset)) return left('stablecoin', `${baseAsset} is a currency token`);
  if (isLeveragedToken(baseAsset, bases))
    return left('leveraged-token', `${baseAsset} multiplies another coin`);
  if (deliveryAt - minute < DELISTING_NOTICE_MS) {
    return left('delisting', `settled on ${new Date(deliveryAt).toISOString().slice(0, 10)}`);
  }
  const days = Math.floor((minute - onboardAt) / DAY_MS);
  const least = limits.values['universe/age-days-min'];
  if (days < least)
    return left('too-young', `listed ${days} days ago (${cite(limits, 'universe/age-days-min')}: ${least})`);
  return undefined;
}

export const dayRange = (bar: {
  readonly open: number;
  readonly high: number;
  readonly low: number;
}): number => (bar.high - bar.low) / bar.open;

/** What the last 24 hours say against a coin. */
export function tradingFault(coin: Coin, limits: Limits): Left | undefined {
  const { day, quote } = coin;
  if (day === undefined || quote === undefined) return left('no-ticker', 'the venue gives no price for it');
  const volumeMin = limits.values['universe/quote-volume-usd-min'];
  // Comparisons are written so that a figure that is no number leaves the coin out.
  if (!(day.quoteVolumeUsd >= volumeMin)) {
    return left(
      'volume-low',
      `${dollars(day.quoteVolumeUsd)} traded in 24 h (${cite(limits, 'universe/quote-volume-usd-min')}: ${dollars(volumeMin)})`,
    );
  }
  const moved = dayRange(day);
  const volatilityMin = limits.values['universe/daily-volatility-min'];
  if (!(day.open > 0 && day.low > 0 && moved >= volatilityMin)) {
    return left(
      'volatility-low',
      `moved ${percent(moved)} in 24 h (${cite(limits, 'universe/daily-volatility-min')}: ${percent(volatilityMin)})`,
    );
  }
  const spread = ((quote.ask - quote.bid) / ((quote.ask + quote.bid) / 2)) * 10_000;
  const spreadMax = limits.values['universe/spread-bps-max'];
  // A spread below zero is a crossed quote, or one with a price that is none.
  if (!(spread >= 0 && spread <= spreadMax)) {
    return left(
      'spread-wide',
      `spread ${basisPoints(spread)} (${cite(limits, 'universe/spread-bps-max')}: ${basisPoints(spreadMax)})`,
    );
  }
  return undefined;
}

/** What the last month says against a coin. */
export function historyFault(coin: Coin, limits: Limits): Left | undefined {
  const days = coin.days?.slice(-DAYS_NEEDED);
  if (days === undefined) return left('history-missing', 'its daily bars have not been fetched yet');
  if (days.length < DAYS_NEEDED)
    return left('history-missing', `${days.length} of ${DAYS_NEEDED} daily bars`);
  const high = Math.max(...days.map(bar => bar.high));
  const low = Math.min(...days.map(bar => bar.low));
  const range = (high - low) / low;
  const peg = limits.values['universe/peg-range-fraction-max'];
  if (!(range >= peg)) {
    return left(
      'pegged',
      `stayed within ${percent(range)} for ${DAYS_NEEDED} days (${cite(limits, 'universe/peg-range-fraction-max')}: ${percent(peg)})`,
    );
  }
  if (days.some(bar => !(bar.low > 0 && bar.open > 0 && bar.high >= bar.low)))
    return left('history-missing', 'one of its daily bars holds a price that is none');
  const typical = median(days.slice(-MEDIAN_DAYS).map(dayRange));
  const volatilityMin = limits.values['universe/daily-volatility-min'];
  if (!(typical >= volatilityMin)) {
    return left(
      'volatility-low',
      `median of ${MEDIAN_DAYS} days ${percent(typical)} (${cite(limits, 'universe/daily-volatility-min')}: ${percent(volatilityMin)})`,
    );
  }
  return undefined;
}
