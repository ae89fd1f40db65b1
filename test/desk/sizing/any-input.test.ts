import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { qtyDown } from '../../../lib/desk/instrument.ts';
import { planTrade } from '../../../lib/desk/plan/math-ai.ts';
import { correlatedExposure, type Holding, type Portfolio } from '../../../lib/desk/portfolio/balance.ts';
import { groupOf } from '../../../lib/desk/portfolio/groups.ts';
import { targetLegs } from '../../../lib/desk/position/bracket.ts';
import { type Sized, type SizeInput, size } from '../../../lib/desk/sizing/size.ts';
import { traced } from '../../../lib/desk/sizing/trace.ts';
import {
  fraction,
  leverage,
  marginUsd,
  notionalUsd,
  price,
  qty,
  type Side,
  signOf,
  symbolId,
  usd,
} from '../../../lib/desk/units.ts';
import { anyLimits } from '../../kit/any-limits.ts';
import { aDepth, anInstrument } from '../../kit/builders.ts';
import { filtersHere, realInstruments, unlessFilters } from '../../kit/real-filters.ts';

/** Most of what a broken input could be, beside what it mostly is. */
const mostly = (usual: fc.Arbitrary<number>) =>
  fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: fc.double() });
/** Even over the range: the doubles themselves crowd around 0. */
const between = (min: number, max: number) =>
  fc.integer({ min: 0, max: 1e6 }).map(n => min + ((max - min) * n) / 1e6);
/** Dollars over several decades, so that small accounts and small caps come up too. */
const dollars = (max: number) => between(0, 1).map(share => max * share ** 3);

const madeUp = fc
  .record({
    tick: fc.integer({ min: 0, max: 7 }),
    step: fc.integer({ min: 0, max: 6 }),
    least: fc.constantFrom(1, 10, 1_000),
    notionalMin: fc.constantFrom(5, 20, 100),
    symbol: fc.constantFrom('SOLUSDT', 'DOGEUSDT', 'NOGROUPUSDT'),
  })
  .map(({ tick, step, least, notionalMin, symbol }) => {
    const stepSize = qty(Number((10 ** -step).toFixed(step)));
    const lot = { stepSize, qtyMin: qty(Number((least * stepSize).toFixed(step))), qtyMax: qty(1e5 * least) };
    return anInstrument({
      symbol: symbolId(symbol),
      tickSize: price(Number((10 ** -tick).toFixed(tick))),
      lot,
      marketLot: lot,
      notionalMin: notionalUsd(notionalMin),
    });
  });

const tiers = fc
  .array(fc.record({ up: between(1.1, 20), cut: fc.constantFrom(1, 2, 5), more: between(1, 3) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map(rows => {
    let [top, most, maintenance] = [2_000, 75, 0.004];
    return rows.map(({ up, cut, more }) => {
      const notionalMin = notionalUsd(top);
      [top, most, maintenance] = [
        top * up,
        Math.max(1, Math.floor(most / cut)),
        Math.min(0.5, maintenance * more),
      ];
      return {
        notionalMin,
        notionalMax: notionalUsd(top),
        leverageMax: leverage(most),
        maintenanceFraction: fraction(maintenance),
        maintenanceDeductionUsd: 0,
      };
    });
  });

const levels = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), mostly(dollars(20_000))), { maxLength: 8 });
const CARRIED = ['BTCUSDT', 'SOLUSDT', 'DOGEUSDT', 'ADAUSDT', 'NOGROUPUSDT'].map(symbolId);
/** One factor that all follow more or less: correlations that can be. */
const portfolios: fc.Arbitrary<Portfolio> = fc
  .record({
    holdings: fc.array(
      fc.record({ symbol: fc.constantFrom(...CARRIED), signedUsd: between(-6_000, 6_000) }),
      {
        maxLength: 5,
      },
    ),
    follows: fc.array(between(-1, 1), { minLength: 7, maxLength: 7 }),
  })
  .map(({ holdings, follows }) => {
    const load = (symbol: string) => follows[CARRIED.indexOf(symbolId(symbol)) + 1] ?? 0.8;
    return { holdings, correlationOf: (a, b) => load(a) * load(b) };
  });

const wishes = (instruments: typeof madeUp) =>
  fc.record({
    instrument: instruments,
    side: fc.constantFrom<Side>('long', 'short'),
    ticks: fc.integer({ min: 500, max: 2_000_000 }),
    equity: mostly(dollars(1_000_000)),
    atr: mostly(between(0, 0.05)),
    marginMode: fc.constantFrom<'isolated' | 'cross'>('isolated', 'cross'),
    tiers,
    limits: anyLimits,
    confidence: mostly(between(0.5, 1)),
    policy: fc.option(fc.record({ multiplier: mostly(between(0.5, 1.5)), licensed: fc.boolean() })),
    symbolUsd: fc.oneof(fc.constant(0), dollars(2_500)),
    othersUsd: fc.oneof(fc.constant(0), dollars(26_000)),
    positions: fc.nat(15),
    margin: mostly(dollars(200_000)),
    dayLoss: mostly(between(-500, 300)),
    asks: levels,
    bids: levels,
    portfolio: portfolios,
  });
type Wish = typeof wishes extends (of: typeof madeUp) => fc.Arbitrary<infer W> ? W : never;

/** The venue's book: levels on the tick, the better ones first, quantities as broken as they may come. */
function depthOf({ instrument, ticks, asks, bids }: Wish) {
  const at = (steps: number) => Number(((ticks + steps) * instrument.tickSize).toFixed(8));
  const rows = (side: typeof asks, sign: 1 | -1) =>
    side
      .toSorted(([a], [b]) => a - b)
      .map(([steps, usdThere]) => [at(sign * steps), usdThere / at(sign * steps)] as const);
  return aDepth({ asks: rows(asks, 1), bids: rows(bids, -1) });
}

function inputOf(wish: Wish): SizeInput | undefined {
  const { instrument, limits, side } = wish;
  const planned = planTrade({
    symbol: instrument.symbol,
    side,
    referencePrice: price(Number((wish.ticks * instrument.tickSize).toFixed(8))),
    atrFraction: fraction(wish.atr),
    equityUsd: usd(wish.equity),
    tiers: wish.tiers,
    limits,
    marginMode: wish.marginMode,
  });
  if (planned.type === 'refused') return undefined;
  return {
    plan: planned.plan,
    confidence: fraction(wish.confidence),
    limits,
    exposure: {
      bySymbol: new Map([[instrument.symbol, notionalUsd(wish.symbolUsd)]]),
      grossUsd: notionalUsd(wish.symbolUsd + wish.othersUsd),
      positions: wish.positions,
    },
    availableMarginUsd: marginUsd(wish.margin),
    tiers: wish.tiers,
    dayLossAtStopsUsd: usd(wish.dayLoss),
    depth: depthOf(wish),
    instrument,
    portfolio: wish.portfolio,
    ...(wish.policy === null ? {} : { policy: wish.policy }),
  };
}

/** Binary fractions are off in the last bits of large figures. */
const within = (value: number, max: number): void =>
  expect(value).toBeLessThanOrEqual(max + 1e-6 + 1e-9 * Math.abs(max));

function holdsTrace({ trace, intendedUsd }: Sized): void {
  const policyAt = trace.findIndex(({ owner }) => owner === 'RL policy');
  trace.forEach((line, i) => {
    if (i > 0) expect(line.beforeUsd).toBe(trace[i - 1]?.afterUsd);
    if (i > policyAt) expect(line.afterUsd).toBeLessThanOrEqual(line.beforeUsd);
    expect(line.afterUsd).toBeGreaterThanOrEqual(0);
    expect(line.because).not.toMatch(/undefined|\[object/);
  });
  expect(trace[policyAt]?.afterUsd).toBe(intendedUsd);
}

type Order = Extract<Sized, { type: 'sized' }>;

/** Whatever the fill turns out to be, at the dearest price it can have no cap is passed. */
function holdsCaps(wish: Wish, input: SizeInput, { order, trace, intendedUsd, lossAtStopUsd }: Order): void {
  const { limits, plan } = input;
  const best = (wish.side === 'long' ? input.depth.asks : input.depth.bids)[0]?.price ?? 0;
  const dearest = order.qty * Math.max(best, order.limitPrice);
  const { values } = limits;
  within(dearest, values['risk/trade-notional-usd-max']);
  within(dearest + wish.symbolUsd, values['risk/symbol-notional-usd-max']);
  within(dearest + wish.symbolUsd + wish.othersUsd, values['risk/gross-notional-usd-max']);
  within(dearest / plan.leverage, wish.margin);
  const carrying = wish.tiers.filter(tier => tier.leverageMax >= plan.leverage);
  within(dearest + wish.symbolUsd, Math.max(...carrying.map(tier => tier.notionalMax)));
  within(wish.dayLoss + lossAtStopUsd, values['risk/daily-loss-usd-max']);
  expect(wish.positions).toBeLessThan(values['risk/positions-max']);
  within(order.qty * order.expectedPrice, traced(trace));
  within(traced(trace), intendedUsd);
  if (values['portfolio/enabled'] === 'yes') holdsPortfolio(wish, input, dearest);
}

function holdsPortfolio(wish: Wish, { limits: { values } }: SizeInput, dearest: number): void {
  const { holdings, correlationOf } = wish.portfolio;
  const { symbol } = wish.instrument;
  const after: Holding[] = [...holdings, { symbol, signedUsd: signOf(wish.side) * dearest }];
  const sum = (some: readonly Holding[]) => Math.abs(some.reduce((total, each) => total + each.signedUsd, 0));
  const bounded = (of: (some: readonly Holding[]) => number, cap: number) =>
    within(of(after), Math.max(of(holdings), cap));
  bounded(some => correlatedExposure(some, correlationOf), values['portfolio/correlated-notional-usd-max']);
  bounded(sum, values['portfolio/net-notional-usd-max']);
  const group = groupOf(symbol);
  if (group === undefined) return;
  bounded(
    some => sum(some.filter(each => groupOf(each.symbol) === group)),
    values['portfolio/group-notional-usd-max'],
  );
}

function holdsFilters({ instrument }: Wish, input: SizeInput, { order }: Order): void {
  const { lot, tickSize, notionalMin } = instrument;
  expect(qtyDown(order.qty, lot)).toBe(order.qty);
  expect(order.qty).toBeGreaterThanOrEqual(lot.qtyMin);
  expect(order.qty).toBeLessThanOrEqual(lot.qtyMax);
  expect(order.limitPrice / tickSize).toBeCloseTo(Math.round(order.limitPrice / tickSize), 5);
  expect(order.qty * order.expectedPrice).toBeGreaterThanOrEqual(notionalMin - 1e-9);
  expect(order.qty * order.expectedPrice).toBeGreaterThanOrEqual(
    input.limits.values['execution/entry-notional-usd-min'] - 1e-9,
  );
}

/** I29: what the targets close adds up to the order, to the last step. */
function holdsLegs({ side, instrument }: Wish, { plan }: SizeInput, { order }: Order): void {
  const legs = targetLegs(side, order.expectedPrice, order.qty, plan.targets, instrument);
  const steps = (amount: number) => Math.round(amount / instrument.lot.stepSize);
  expect(legs.reduce((sum, leg) => sum + steps(leg.qty), 0)).toBe(steps(order.qty));
  for (const leg of legs) expect(leg.qty).toBeGreaterThan(0);
}

/** Runs so many wishes, and tells how each ended, so that a property cannot hold for want of orders. */
function ends(instruments: typeof madeUp, numRuns: number): Record<string, number> {
  const counted: Record<string, number> = {};
  fc.assert(
    fc.property(wishes(instruments), wish => {
      const input = inputOf(wish);
      const sized = input && size(input);
      const end = sized === undefined ? 'refused' : sized.type === 'sized' ? 'sized' : sized.code;
      counted[end] = (counted[end] ?? 0) + 1;
      if (input === undefined || sized === undefined) return;
      if (sized.type === 'denied') {
        expect(sized.because).not.toBe('');
        return;
      }
      holdsTrace(sized);
      holdsCaps(wish, input, sized);
      holdsFilters(wish, input, sized);
      holdsLegs(wish, input, sized);
    }),
    { numRuns },
  );
  return counted;
}

const RUNS = 2_000;

describe('for any plan, confidence, policy, limits, book and portfolio', () => {
  test('I02 I05 I17 I29 an order adds up, passes no cap and no filter, and its legs are its whole', () => {
    const counted = ends(madeUp, RUNS);
    expect(counted.sized).toBeGreaterThan(RUNS / 20);
    expect(Object.keys(counted).length).toBeGreaterThan(8);
  });

  test.skipIf(!filtersHere)(`the same on every recorded market${unlessFilters}`, () => {
    const counted = ends(fc.constantFrom(...realInstruments()), RUNS);
    expect(counted.sized).toBeGreaterThan(RUNS / 20);
  });
});
