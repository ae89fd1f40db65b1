import { type SymbolId, symbolId } from '../../desk/units.ts';

/** How one coin of the simple market behaves. Names are familiar; prices and moves are invented. */
export interface SimpleCoin {
  readonly symbol: SymbolId;
  readonly startPrice: number;
  readonly priceDecimals: number;
  readonly qtyDecimals: number;
  /** Mean of a day's (high - low) / open: what the universe scan calls daily volatility. */
  readonly dayRangeFraction: number;
  /** Correlation of its returns with the market's. */
  readonly marketShare: number;
  readonly dayQuoteUsd: number;
  /** Days before the start of the market at which it was listed; bars of older coins begin with the history. */
  readonly listedDaysBefore: number;
  /** Pulled back to its start price, as a stablecoin is. */
  readonly pegged: boolean;
}

type Row = readonly [
  symbol: string,
  startPrice: number,
  priceDecimals: number,
  qtyDecimals: number,
  dayRangeFraction: number,
  marketShare: number,
  dayQuoteMillions: number,
];

const OLD_DAYS = 1500;

/** Fast and slow coins; BNB is too slow for the default universe. */
const COINS: readonly Row[] = [
  ['BTCUSDT', 91_500, 1, 3, 0.032, 0.9, 9_000],
  ['ETHUSDT', 3_140, 2, 3, 0.044, 0.85, 6_000],
  ['BNBUSDT', 890, 2, 2, 0.014, 0.7, 400],
  ['SOLUSDT', 134, 3, 2, 0.052, 0.8, 2_200],
  ['XRPUSDT', 2.09, 4, 1, 0.046, 0.7, 1_100],
  ['DOGEUSDT', 0.1412, 5, 0, 0.058, 0.75, 700],
  ['ADAUSDT', 0.3935, 5, 0, 0.05, 0.75, 300],
  ['LINKUSDT', 13.34, 3, 2, 0.054, 0.75, 240],
  ['SUIUSDT', 1.645, 4, 1, 0.066, 0.7, 420],
  ['WIFUSDT', 0.3712, 5, 0, 0.085, 0.6, 160],
];

const coin = ([
  symbol,
  startPrice,
  priceDecimals,
  qtyDecimals,
  range,
  marketShare,
  millions,
]: Row): SimpleCoin => ({
  symbol: symbolId(symbol),
  startPrice,
  priceDecimals,
  qtyDecimals,
  dayRangeFraction: range,
  marketShare,
  dayQuoteUsd: millions * 1e6,
  listedDaysBefore: OLD_DAYS,
  pegged: false,
});

/** Ten coins to trade, and one of each kind that a scan must leave out: pegged, dead, young. */
export const SIMPLE_COINS: readonly SimpleCoin[] = [
  ...COINS.map(coin),
  { ...coin(['USDCUSDT', 1, 5, 0, 0.0008, 0, 150]), pegged: true },
  coin(['ZRXUSDT', 0.1534, 4, 1, 0.04, 0.4, 1.2]),
  { ...coin(['HYPEUSDT', 24.6, 3, 2, 0.07, 0.6, 350]), listedDaysBefore: 12 },
];
