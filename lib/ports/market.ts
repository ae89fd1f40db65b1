import type { Candle, Interval } from '../desk/candle.ts';
import type { Instrument } from '../desk/instrument.ts';
import type { EpochMs, Fraction, Price, Qty, SymbolId, Usd } from '../desk/units.ts';

/** What everybody may read of the market, without a key. */

export interface DayTicker {
  readonly symbol: SymbolId;
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly last: Price;
  readonly quoteVolumeUsd: Usd;
  /** The venue's time of its end; absent where it does not say. */
  readonly at?: EpochMs;
}

export interface BestQuote {
  readonly symbol: SymbolId;
  readonly bid: Price;
  readonly ask: Price;
}

export interface Mark {
  readonly symbol: SymbolId;
  readonly mark: Price;
  /** Rate of the next settlement: above zero, longs pay shorts. */
  readonly fundingRate: Fraction;
  readonly nextFundingAt: EpochMs;
  /** The venue's time of this reading. */
  readonly at: EpochMs;
}

export interface DepthLevel {
  readonly price: Price;
  readonly qty: Qty;
}

/** Best level first on both sides. */
export interface Depth {
  readonly symbol: SymbolId;
  readonly bids: readonly DepthLevel[];
  readonly asks: readonly DepthLevel[];
}

export interface Market {
  serverTime(): Promise<EpochMs>;
  instruments(): Promise<readonly Instrument[]>;
  dayTickers(): Promise<readonly DayTicker[]>;
  bestQuotes(): Promise<readonly BestQuote[]>;
  marks(): Promise<readonly Mark[]>;
  mark(symbol: SymbolId): Promise<Mark>;
  depth(symbol: SymbolId): Promise<Depth>;
  /**
   * The last `limit` bars, oldest first; the newest one is still open (see `closedAt`). With `before`: the last of those
   * that opened before then.
   */
  candles(symbol: SymbolId, interval: Interval, limit: number, before?: EpochMs): Promise<readonly Candle[]>;
}
