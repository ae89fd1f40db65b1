import { type SymbolId, symbolId } from '../../desk/units.ts';

/** Coins of a group share a mood beside the whole market's. */
export type CoinGroup = 'majors' | 'l1' | 'defi' | 'meme' | 'ai' | 'none';

/** How one coin of the synthetic market behaves. Names are familiar; prices and moves are invented. */
export interface SyntheticCoin {
  readonly symbol: SymbolId;
  readonly group: CoinGroup;
  readonly startPrice: number;
  readonly priceDecimals: number;
  readonly qtyDecimals: number;
  /** Usual (high - low) / open of a day: what the universe scan calls daily volatility. */
  readonly dayRangeFraction: number;
  /** Correlation of its returns with the market's, in ordinary times. */
  readonly marketShare: number;
  /** Correlation with what its group has beyond the market. */
  readonly groupShare: number;
  readonly dayQuoteUsd: number;
  /** Hours between two settlements of funding. */
  readonly fundingHours: 1 | 4 | 8;
  /** Plain: trades throughout. Pegged: pulled back to its start price, as a stablecoin is. */
  readonly life: 'plain' | 'pegged' | 'young' | 'delisted';
}

/** Days before the start of play at which a young coin was listed. */
export const YOUNG_DAYS = 12;

type Row = readonly [
  symbol: string,
  group: CoinGroup,
  startPrice: number,
  priceDecimals: number,
  qtyDecimals: number,
  dayRangeFraction: number,
  marketShare: number,
  groupShare: number,
  dayQuoteMillions: number,
  fundingHours: 1 | 4 | 8,
];

const PLAIN: readonly Row[] = [
  ['BTCUSDT', 'majors', 91_500, 1, 3, 0.032, 0.88, 0.2, 9_000, 8],
  ['ETHUSDT', 'majors', 3_140, 2, 3, 0.044, 0.84, 0.2, 6_000, 8],
  ['BNBUSDT', 'majors', 890, 3, 2, 0.014, 0.66, 0.2, 400, 8],
  ['XRPUSDT', 'majors', 2.09, 5, 1, 0.046, 0.68, 0.25, 1_100, 8],
  ['SOLUSDT', 'l1', 134, 3, 2, 0.052, 0.78, 0.35, 2_200, 8],
  ['ADAUSDT', 'l1', 0.3935, 6, 0, 0.05, 0.72, 0.35, 300, 8],
  ['AVAXUSDT', 'l1', 14.21, 4, 1, 0.055, 0.72, 0.4, 260, 8],
  ['SUIUSDT', 'l1', 1.645, 5, 1, 0.066, 0.68, 0.4, 420, 4],
  ['NEARUSDT', 'l1', 1.712, 5, 0, 0.06, 0.68, 0.4, 180, 8],
  ['LINKUSDT', 'defi', 13.34, 4, 2, 0.054, 0.72, 0.3, 240, 8],
  ['UNIUSDT', 'defi', 5.92, 5, 1, 0.06, 0.66, 0.45, 150, 8],
  ['AAVEUSDT', 'defi', 171.4, 3, 2, 0.058, 0.66, 0.45, 140, 8],
  ['ENAUSDT', 'defi', 0.2431, 6, 0, 0.074, 0.62, 0.4, 210, 4],
  ['DOGEUSDT', 'meme', 0.1412, 6, 0, 0.058, 0.7, 0.45, 700, 8],
  ['WIFUSDT', 'meme', 0.3712, 6, 0, 0.08, 0.58, 0.5, 160, 4],
  ['1000PEPEUSDT', 'meme', 0.0061, 8, 0, 0.076, 0.6, 0.5, 380, 8],
  ['FETUSDT', 'ai', 0.2478, 6, 0, 0.07, 0.6, 0.5, 120, 4],
  ['TAOUSDT', 'ai', 268.5, 2, 3, 0.064, 0.6, 0.45, 190, 1],
];

const coin = (row: Row, life: SyntheticCoin['life'] = 'plain'): SyntheticCoin => {
  const [symbol, group, startPrice, priceDecimals, qtyDecimals, dayRangeFraction] = row;
  const [, , , , , , marketShare, groupShare, millions, fundingHours] = row;
  return {
    symbol: symbolId(symbol),
    group,
    startPrice,
    priceDecimals,
    qtyDecimals,
    dayRangeFraction,
    marketShare,
    groupShare,
    dayQuoteUsd: millions * 1e6,
    fundingHours,
    life,
  };
};

/** Eighteen coins to trade (BNB too slow for the default universe), and every kind that a scan must leave out. */
export const SYNTHETIC_COINS: readonly SyntheticCoin[] = [
  ...PLAIN.map(row => coin(row)),
  // Stablecoins: one that a list of names knows, one that shows by its behaviour alone.
  coin(['USDCUSDT', 'none', 1, 6, 0, 0.0008, 0, 0, 150, 8], 'pegged'),
  coin(['AUSDUSDT', 'none', 0.9998, 6, 0, 0.0012, 0, 0, 45, 8], 'pegged'),
  // Dead: hardly traded, and hardly moving.
  coin(['ZRXUSDT', 'defi', 0.1534, 6, 1, 0.04, 0.4, 0.2, 1.2, 8]),
  coin(['ARKUSDT', 'l1', 0.2843, 6, 0, 0.012, 0.3, 0.1, 0.6, 8]),
  coin(['HYPEUSDT', 'l1', 24.6, 4, 2, 0.07, 0.6, 0.3, 350, 4], 'young'),
  coin(['WAVESUSDT', 'l1', 0.6421, 6, 1, 0.062, 0.58, 0.3, 60, 8], 'delisted'),
];
