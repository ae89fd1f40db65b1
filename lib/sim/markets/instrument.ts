import type { Lot } from '../../desk/instrument.ts';
import { type EpochMs, epochMs, notionalUsd, price, qty, type SymbolId } from '../../desk/units.ts';
import type { SimInstrument } from '../market.ts';
import { GENERIC_TIERS } from './tiers.ts';

/** What the venue writes for a perpetual, which is never delivered: 2100-12-25. */
const NEVER_DELIVERED = epochMs(4_133_404_800_000);
const QUOTE_ASSETS = ['FDUSD', 'USDT', 'USDC', 'BUSD'] as const;
/** The largest order the venue takes is about a hundredth of a day's volume, at market a third of that. */
const LOT_SHARE_OF_DAY = 1 / 100;
const MARKET_LOT_SHARE = 1 / 3;

export interface InstrumentFacts {
  readonly symbol: SymbolId;
  readonly onboardAt: EpochMs;
  /** Decimals of a price and of a quantity: the tick and the step are one in the last of them. */
  readonly priceDecimals: number;
  readonly qtyDecimals: number;
  /** A usual day's volume, in dollars and in the base asset. */
  readonly dayQuoteUsd: number;
  readonly dayBaseQty: number;
}

/** A perpetual in trading with the filters that these facts suggest; real filters are not part of the data. */
export function simInstrument(facts: InstrumentFacts): SimInstrument {
  const { symbol, onboardAt, priceDecimals, qtyDecimals, dayQuoteUsd, dayBaseQty } = facts;
  const quoteAsset = QUOTE_ASSETS.find(asset => symbol.endsWith(asset)) ?? '';
  const lot = lotOf(qtyDecimals, dayBaseQty * LOT_SHARE_OF_DAY);
  return {
    symbol,
    baseAsset: symbol.slice(0, symbol.length - quoteAsset.length),
    quoteAsset,
    contractType: 'PERPETUAL',
    status: 'TRADING',
    onboardAt,
    deliveryAt: NEVER_DELIVERED,
    tickSize: price(unitOf(priceDecimals)),
    lot,
    marketLot: lotOf(qtyDecimals, lot.qtyMax * MARKET_LOT_SHARE),
    notionalMin: notionalUsd(5),
    tiers: GENERIC_TIERS,
    depthUsdPerLevel: depthUsdPerLevel(dayQuoteUsd),
  };
}

/** True for a symbol whose quote asset can be told from its name. */
export const hasKnownQuote = (symbol: string): boolean => QUOTE_ASSETS.some(asset => symbol.endsWith(asset));

/**
 * Dollars that rest on each side per level of one basis point: a day's quote volume / 50,000, at least 1,000.
 * One-second books of BTC and ETH (August 2024) held, at the median, a day's volume / 110,000 and / 69,000 on one
 * side in their top ten ticks, which is 0.2 and 0.4 of a basis point; a tenth of the time, / 450,000 and / 230,000.
 * A whole basis point of 1 / 50,000 is thus near the thin tenth, not the median.
 */
export const depthUsdPerLevel = (dayQuoteUsd: number): number =>
  Math.max(1000, Math.round(dayQuoteUsd / 50_000));

function lotOf(decimals: number, most: number): Lot {
  const stepSize = unitOf(decimals);
  const steps = Math.max(1000, Math.floor(most / stepSize));
  return { stepSize: qty(stepSize), qtyMin: qty(stepSize), qtyMax: qty(steps / 10 ** decimals) };
}

/** One in the last of so many decimals: 3 → 0.001. */
const unitOf = (decimals: number): number => Number(`1e-${decimals}`);
