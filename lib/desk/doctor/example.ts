import type { Instrument, LeverageTier } from '../instrument.ts';
import type { Limits } from '../limits/limits.ts';
import { planTrade } from '../plan/math-ai.ts';
import type { Plan } from '../plan/plan.ts';
import type { PolicyOutput } from '../sizing/policy.ts';
import { type Sized, size } from '../sizing/size.ts';
import { type SizingTrace, traced } from '../sizing/trace.ts';
import {
  epochMs,
  type Fraction,
  fraction,
  leverage,
  marginUsd,
  type NotionalUsd,
  notionalUsd,
  price,
  qty,
  symbolId,
  type Usd,
  usd,
} from '../units.ts';

/** What the doctor reckons with. */
export interface Circumstances {
  readonly limits: Limits;
  readonly equityUsd: Usd;
  /** ATR(14) of the signal bars over price. */
  readonly atrFraction: Fraction;
  readonly tiers: readonly LeverageTier[];
}

/** One trade as the limits would plan and size it on an empty desk. */
export interface Trade {
  readonly plan: Plan;
  readonly plannedUsd: NotionalUsd;
  /** What the Risk Guard lets through; depth and lot belong to the moment and are left out. */
  readonly allowedUsd: NotionalUsd;
  readonly trace: SizingTrace;
  readonly denial: Extract<Sized, { type: 'denied' }> | undefined;
}

export type Example =
  | ({ readonly type: 'trade' } & Trade)
  | { readonly type: 'refused'; readonly because: string; readonly trace: SizingTrace };

/** Volatility at which 1.5 ATR make a stop of 0.8 %. */
export const TYPICAL_ATR: Fraction = fraction(0.008 / 1.5);

const tier = (notionalMax: number, leverageMax: number, maintenance: number): LeverageTier => ({
  notionalMin: notionalUsd(0),
  notionalMax: notionalUsd(notionalMax),
  leverageMax: leverage(leverageMax),
  maintenanceFraction: fraction(maintenance),
  maintenanceDeductionUsd: 0,
});

/** Tiers such as the venue gives to a coin of the middle: neither a major nor a small one. */
export const TYPICAL_TIERS: readonly LeverageTier[] = [
  tier(50_000, 75, 0.01),
  tier(250_000, 50, 0.015),
  tier(1_000_000, 25, 0.02),
  tier(10_000_000, 10, 0.05),
];

/** A market that takes any size at one dollar, so that only the limits decide. */
const COIN = symbolId('one coin');
const lot = { stepSize: qty(1e-6), qtyMin: qty(1e-6), qtyMax: qty(1e9) };
const INSTRUMENT: Instrument = {
  symbol: COIN,
  baseAsset: 'COIN',
  quoteAsset: 'USDT',
  contractType: 'PERPETUAL',
  status: 'TRADING',
  onboardAt: epochMs(0),
  deliveryAt: epochMs(4_133_404_800_000),
  tickSize: price(1e-4),
  lot,
  marketLot: lot,
  notionalMin: notionalUsd(0),
};
const LEVELS = [{ price: price(1), qty: qty(1e9) }];

/**
 * Plans and sizes one trade with the desk's own code on a desk that holds nothing. A short, because its liquidation
 * lies nearer than a long's.
 */
export function exampleTrade(
  { limits, equityUsd, atrFraction, tiers }: Circumstances,
  confidence: Fraction,
  policy?: PolicyOutput,
): Example {
  const planned = planTrade({
    symbol: COIN,
    side: 'short',
    referencePrice: price(1),
    atrFraction,
    equityUsd,
    tiers,
    limits,
  });
  if (planned.type === 'refused') return planned;
  const { plan } = planned;
  const sized = size({
    plan,
    confidence,
    limits,
    exposure: { bySymbol: new Map(), grossUsd: notionalUsd(0), positions: 0 },
    availableMarginUsd: marginUsd(equityUsd),
    tiers,
    dayLossAtStopsUsd: usd(0),
    depth: { bids: LEVELS, asks: LEVELS },
    instrument: INSTRUMENT,
    ...(policy === undefined ? {} : { policy }),
  });
  const trace = sized.trace.filter(({ owner }) => owner !== 'Smart Execution' && owner !== 'Instrument');
  return {
    type: 'trade',
    plan,
    plannedUsd: plan.plannedNotionalUsd,
    allowedUsd: traced(trace),
    trace,
    denial: sized.type === 'denied' ? sized : undefined,
  };
}

/** The ATR that puts the stop at a distance, if its bounds allow it. */
export const atrForStop = (stop: Fraction, limits: Limits): Fraction =>
  fraction(stop / limits.values['plan/stop-atr-multiple']);

/** A confidence that just passes and is neither low nor high, where there is such a one; else the least that passes. */
export function ordinaryConfidence({ values }: Limits): Fraction {
  const least = values['signal/confidence-min'];
  const middle = fraction(Math.max(least, values['sizing/confidence-low-below']));
  return middle < values['sizing/confidence-high-from'] ? middle : least;
}
