import type { Book, Intent } from '../../lib/desk/book.ts';
import { openBook } from '../../lib/desk/book-keeping.ts';
import { clientIdOf } from '../../lib/desk/client-id.ts';
import type { EntryBook } from '../../lib/desk/execution/entry-order.ts';
import type { Instrument, LeverageTier } from '../../lib/desk/instrument.ts';
import { defaultLimits, type Limits, withLimits } from '../../lib/desk/limits/limits.ts';
import { type PlanInput, planTrade } from '../../lib/desk/plan/math-ai.ts';
import type { Plan } from '../../lib/desk/plan/plan.ts';
import { positionIdOf } from '../../lib/desk/position/open.ts';
import type { RestingOrder } from '../../lib/desk/position/resting.ts';
import type { Signal } from '../../lib/desk/signal/signal.ts';
import type { SizingTrace } from '../../lib/desk/sizing/trace.ts';
import {
  epochMs,
  fraction,
  leverage,
  minuteOf,
  notionalUsd,
  price,
  qty,
  symbolId,
  usd,
} from '../../lib/desk/units.ts';

/** Things of the desk with plain values, each with overrides. COINUSDT costs 100, its tick is 0.01, its step 0.001. */

/** Monday, half past two in the afternoon. */
export const NOW = minuteOf(Date.UTC(2026, 0, 5, 14, 30));
export const COIN = symbolId('COINUSDT');

/** The schema's defaults with some limits as a person would write them; throws where the desk would refuse them. */
export function limitsWith(texts: Readonly<Record<string, string>> = {}): Limits {
  const read = withLimits(defaultLimits(), texts);
  if (read.type === 'limits') return read.limits;
  throw new Error(read.problems.map(({ name, problem }) => `${name}: ${problem}`).join('; '));
}

export function anInstrument(overrides: Partial<Instrument> = {}): Instrument {
  const lot = { stepSize: qty(0.001), qtyMin: qty(0.001), qtyMax: qty(10_000) };
  return {
    symbol: COIN,
    baseAsset: 'COIN',
    quoteAsset: 'USDT',
    contractType: 'PERPETUAL',
    status: 'TRADING',
    onboardAt: epochMs(Date.UTC(2024, 0, 1)),
    deliveryAt: epochMs(4_133_404_800_000),
    tickSize: price(0.01),
    lot,
    marketLot: { ...lot, qtyMax: qty(1_000) },
    notionalMin: notionalUsd(5),
    ...overrides,
  };
}

/** `[up to notional, leverage, maintenance]`. */
export type TierRow = readonly [number, number, number];

export const tiersOf = (...rows: readonly TierRow[]): LeverageTier[] =>
  rows.map(([notionalMax, leverageMax, maintenance], i) => ({
    notionalMin: notionalUsd(rows[i - 1]?.[0] ?? 0),
    notionalMax: notionalUsd(notionalMax),
    leverageMax: leverage(leverageMax),
    maintenanceFraction: fraction(maintenance),
    maintenanceDeductionUsd: 0,
  }));

export const TIERS = tiersOf([50_000, 50, 0.01], [1_000_000, 10, 0.05]);

export const aSignal = (overrides: Partial<Signal> = {}): Signal => ({
  symbol: COIN,
  side: 'long',
  at: NOW,
  confidence: fraction(0.75),
  source: 'ensemble',
  ...overrides,
});

/** The desk's item of state, opened with $15,000. */
export const aBook = (overrides: Partial<Book> = {}): Book => ({
  ...openBook({ equityUsd: usd(15_000), walletUsd: usd(15_000) }, NOW, 'embedded'),
  ...overrides,
});

/** The venue's book: levels of `[price, quantity]`, best first; deep at 100 where none are given. */
export const aDepth = (
  levels: {
    readonly bids?: readonly (readonly [number, number])[];
    readonly asks?: readonly (readonly [number, number])[];
  } = {},
): EntryBook => {
  const side = (rows: readonly (readonly [number, number])[]) =>
    rows.map(([at, amount]) => ({ price: price(at), qty: qty(amount) }));
  return { bids: side(levels.bids ?? [[99.99, 5_000]]), asks: side(levels.asks ?? [[100, 5_000]]) };
};

/** The user's case: $15,000, 2 % of it as margin at 3x, an ATR that gives a stop of 0.8 %. */
export const aPlanInput = (overrides: Partial<PlanInput> = {}): PlanInput => ({
  symbol: COIN,
  side: 'long',
  referencePrice: price(100),
  atrFraction: fraction(0.016 / 3),
  equityUsd: usd(15_000),
  tiers: TIERS,
  limits: limitsWith(),
  ...overrides,
});

/** What Math AI plans from an input; throws where it refuses. */
export function planned(input: PlanInput): Plan {
  const answer = planTrade(input);
  if (answer.type === 'planned') return answer.plan;
  throw new Error(answer.because);
}

export const aPlan = (overrides: Partial<Plan> = {}): Plan => ({ ...planned(aPlanInput()), ...overrides });

/** A trace of one line: so many dollars were planned. */
export const aTrace = (plannedUsd: number): SizingTrace => [
  {
    owner: 'Math AI',
    step: 'planned',
    beforeUsd: notionalUsd(plannedUsd),
    afterUsd: notionalUsd(plannedUsd),
    because: 'the test says so',
  },
];

export function anIntent(overrides: Partial<Intent> = {}): Intent {
  const { plan = aPlan(), signal = aSignal({ side: plan.side }) } = overrides;
  const positionId = positionIdOf(signal.symbol, signal.at);
  return {
    rev: 1,
    id: clientIdOf('test', positionId, 'entry', 0),
    positionId,
    slice: 1,
    symbol: signal.symbol,
    signal,
    minute: NOW,
    state: 'submitted',
    qty: qty(9),
    limitPrice: price(100.1),
    leverage: leverage(3),
    notionalUsd: notionalUsd(900.9),
    plan,
    trace: plan.trace,
    intendedNotionalUsd: notionalUsd(900),
    mode: 'embedded',
    absentAt: [],
    because: undefined,
    ...overrides,
  };
}

/** A live, reduce-only stop of ten coins at 99, five minutes old. */
export const aRestingOrder = (overrides: Partial<RestingOrder> = {}): RestingOrder => ({
  clientId: 'resting',
  symbol: COIN,
  side: 'sell',
  type: 'stop-market',
  triggerPrice: price(99),
  qty: qty(10),
  reduceOnly: true,
  status: 'live',
  createdAt: epochMs(NOW - 300_000),
  ...overrides,
});
