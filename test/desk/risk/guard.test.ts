import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../lib/desk/plan/plan.ts';
import type { CrossAccount } from '../../../lib/desk/risk/cross.ts';
import type { Exposure } from '../../../lib/desk/risk/exposure.ts';
import { type GuardInput, guard } from '../../../lib/desk/risk/guard.ts';
import { traced } from '../../../lib/desk/sizing/trace.ts';
import { fraction, leverage, marginUsd, notionalUsd, price, qty, usd } from '../../../lib/desk/units.ts';
import { aPlan, aTrace, COIN, limitsWith, TIERS, tiersOf } from '../../kit/builders.ts';

const held = (symbolUsd: number, grossUsd = symbolUsd, positions = 0): Exposure => ({
  bySymbol: new Map([[COIN, notionalUsd(symbolUsd)]]),
  grossUsd: notionalUsd(grossUsd),
  positions,
});

/** $1,000 that nothing stands in the way of. */
const anInput = (overrides: Partial<GuardInput> = {}): GuardInput => ({
  trace: aTrace(1_000),
  plan: aPlan(),
  limits: limitsWith(),
  exposure: held(0),
  availableMarginUsd: marginUsd(15_000),
  tiers: TIERS,
  dayLossAtStopsUsd: usd(0),
  ...overrides,
});

const outcome = (overrides: Partial<GuardInput>) => {
  const answer = guard(anInput(overrides));
  return answer.type === 'approved' ? traced(answer.trace) : answer.code;
};

test('a trade that nothing stands in the way of keeps its size, with a line from each cap', () => {
  const answer = guard(anInput());
  expect(answer.type).toBe('approved');
  expect(answer.trace.slice(1).map(({ step }) => step)).toEqual([
    'per-trade cap',
    'per-symbol cap',
    'gross cap',
    'leverage tier',
    'free margin',
    'daily loss',
  ]);
  expect(traced(answer.trace)).toBe(1_000);
});

const roomy = { 'risk/symbol-notional-usd-max': '9000', 'risk/trade-notional-usd-max': '9000' };

describe('each cap, at its edge', () => {
  test.each<[string, Partial<GuardInput>, number | string]>([
    [
      'a trade of its maximum',
      { limits: limitsWith({ ...roomy, 'risk/trade-notional-usd-max': '1000' }) },
      1_000,
    ],
    [
      'a trade a dollar over it',
      { limits: limitsWith({ ...roomy, 'risk/trade-notional-usd-max': '999' }) },
      999,
    ],
    ['a maximum of nothing', { limits: limitsWith({ 'risk/trade-notional-usd-max': '0' }) }, 'cap-reached'],
    ['a symbol with just the room', { exposure: held(1_000) }, 1_000],
    ['a symbol with a dollar less', { exposure: held(1_001) }, 999],
    ['a full symbol', { exposure: held(2_000) }, 'cap-reached'],
    ['a symbol beyond full', { exposure: held(2_500) }, 'cap-reached'],
    ['a gross exposure with just the room', { exposure: held(0, 24_000) }, 1_000],
    ['one with a dollar less', { exposure: held(0, 24_001) }, 999],
    ['a full gross exposure', { exposure: held(0, 25_000) }, 'cap-reached'],
    ['a tier that ends at the trade', { tiers: tiersOf([1_000, 3, 0.01]) }, 1_000],
    ['a tier that ends before it', { tiers: tiersOf([900, 3, 0.01], [5_000, 2, 0.01]) }, 900],
    ['no tier of this leverage', { tiers: tiersOf([5_000, 2, 0.01]) }, 'cap-reached'],
  ])('%s', (_what, overrides, expected) => expect(outcome(overrides)).toBe(expected));

  test.each([
    [14, 1_000],
    [15, 'positions-full'],
    [16, 'positions-full'],
  ])('I09 with %d of 15 positions open or reserved: %s', (positions, expected) => {
    expect(outcome({ exposure: held(0, 0, positions) })).toBe(expected);
  });

  test('I09 a slice joins a position that has its place already', () => {
    const full = { exposure: held(500, 500, 15) };
    expect(outcome({ ...full, enteredUsd: notionalUsd(500) })).toBe(1_000);
    expect(outcome(full)).toBe('positions-full');
  });

  test.each([
    [0, 1_000],
    [4_000, 1_000],
    [4_001, 999],
    [5_000, 'cap-reached'],
  ])('a trade that has entered %d dollars of 5000 already: %s', (entered, expected) => {
    const limits = limitsWith({ 'risk/symbol-notional-usd-max': '20000' });
    expect(outcome({ limits, enteredUsd: notionalUsd(entered) })).toBe(expected);
  });

  test.each([
    [400, 1_000],
    [100, 294],
    [0, 'margin-short'],
    [-5, 'margin-short'],
  ])('I18 with %d dollars of free margin at 3x, a fiftieth of them kept: %s', (margin, expected) => {
    const result = outcome({ availableMarginUsd: marginUsd(margin) });
    if (typeof expected === 'number') expect(result).toBeCloseTo(expected, 9);
    else expect(result).toBe(expected);
  });

  test('I35 a tier whose maintenance brings liquidation too near ends the room as well', () => {
    const plan = aPlan({ leverage: leverage(10), stopFraction: aPlan().stopFraction });
    // At 10x and 9.5 % of maintenance liquidation lies 0.55 % away; the stop 0.8 %.
    expect(outcome({ plan, tiers: tiersOf([600, 20, 0.01], [50_000, 20, 0.095]) })).toBe(600);
  });
});

/** A long at 2x without maintenance is liquidated 50 % away. */
describe('I35 the room between stop and liquidation', () => {
  const plan = (stop: number, changes: Partial<Plan> = {}) =>
    aPlan({ leverage: leverage(2), stopFraction: fraction(stop), ...changes });
  const apart = limitsWith({ 'plan/liquidation-stops-min': '2.5', 'risk/daily-loss-usd-max': '1000' });

  test.each<[string, Plan, number | string]>([
    ['just as many stops as asked for', plan(0.2), 1_000],
    ['less than that', plan(0.2001), 'cap-reached'],
    ['less, where the account is what is liquidated', plan(0.2001, { marginMode: 'cross' }), 1_000],
  ])('%s', (_what, given, expected) => {
    expect(outcome({ plan: given, limits: apart, tiers: tiersOf([5_000, 2, 0]) })).toBe(expected);
  });
});

describe('I35 in cross margin the whole account is tested with the trade in it', () => {
  const account: CrossAccount = {
    equityUsd: usd(500),
    maintenanceUsd: usd(200),
    holdings: [],
    reservedLossUsd: usd(0),
  };
  const cross = (changes: Partial<CrossAccount> = {}) => outcome({ cross: { ...account, ...changes } });

  test('with the loss of this trade and the maintenance of its tier', () => {
    // 500 less $9.40 at the stop leaves 490.60, half of it 245.30; the trade's tier of 1 % adds $10 to maintenance.
    expect(cross({ maintenanceUsd: usd(235.29) })).toBe(1_000);
    expect(cross({ maintenanceUsd: usd(235.31) })).toBe('cross-margin');
  });

  test('and the cost of getting out of what is held, which is half of a round trip', () => {
    const held = { side: 'long', qty: qty(1_000), markPrice: price(100), stopPrice: price(100) } as const;
    // Getting out of $100,000 costs 0.07 %, $70: 420.60 are left.
    expect(cross({ holdings: [held], maintenanceUsd: usd(200.29) })).toBe(1_000);
    expect(cross({ holdings: [held], maintenanceUsd: usd(200.31) })).toBe('cross-margin');
  });

  test('a denial says what would be left', () => {
    expect(guard(anInput({ cross: { ...account, maintenanceUsd: usd(300) } }))).toMatchObject({
      type: 'denied',
      because: 'with every stop hit $490.60 of equity would be left, and maintenance takes $310.00 of it',
    });
  });
});

describe('I02 each cap says what it allows, held against what there is:', () => {
  test.each<[string, Partial<GuardInput>, string]>([
    [
      'per-trade cap',
      { limits: limitsWith({ 'risk/trade-notional-usd-max': '0' }) },
      'at most $0.00 a trade (risk/trade-notional-usd-max (default))',
    ],
    [
      'gross cap',
      { exposure: held(0, 25_000) },
      'at most $25,000.00 in all, $25,000.00 held or reserved (risk/gross-notional-usd-max (default))',
    ],
    ['leverage tier', { tiers: tiersOf([5_000, 2, 0.01]) }, 'the venue allows $0.00 at 3x'],
    ['free margin', { availableMarginUsd: marginUsd(-5) }, '-$5.00 of margin is free, x 3'],
  ])('%s', (step, overrides, because) => {
    const answer = guard(anInput(overrides));
    if (answer.type === 'approved') throw new Error('approved');
    expect(answer.because).toBe(`${step}: ${because}`);
  });

  test('positions', () => {
    expect(guard(anInput({ exposure: held(0, 0, 15) }))).toMatchObject({
      because: '15 of 15 positions are open or reserved (risk/positions-max (default))',
    });
  });

  test('what is at stake on the day, and nothing on a day that is won', () => {
    const last = (dayLoss: number) => guard(anInput({ dayLossAtStopsUsd: usd(dayLoss) })).trace.at(-1);
    expect(last(100)).toMatchObject({
      owner: 'Risk Guard',
      because: '$109.40 of $300.00 is at stake with every stop hit',
    });
    expect(last(-500)?.because).toBe('$0.00 of $300.00 is at stake with every stop hit');
  });
});

describe('the daily loss', () => {
  test('may be reached to the cent', () => {
    const plan = aPlan({
      stopFraction: fraction(0.25),
      roundTripCostFraction: fraction(0),
      leverage: leverage(1),
    });
    expect(outcome({ plan, dayLossAtStopsUsd: usd(50) })).toBe(1_000);
    expect(outcome({ plan, dayLossAtStopsUsd: usd(50.01) })).toBe('daily-loss');
  });

  /** A trade of $1,000 loses $9.40 at its stop of 0.8 % with costs of 0.14 %. */
  test.each([
    ['with the whole day to lose', 0, 1_000],
    ['when it just fits', 300 - 9.41, 1_000],
    ['when it does not by a cent', 300 - 9.39, 'daily-loss'],
    ['on a day that is lost already', 400, 'daily-loss'],
    ['on a day well won', -500, 1_000],
  ])('%s', (_what, dayLoss, expected) => {
    expect(outcome({ dayLossAtStopsUsd: usd(dayLoss) })).toBe(expected);
  });

  test('is reckoned for the size after the caps, and denies whole rather than shrinks', () => {
    const limits = limitsWith({ 'risk/symbol-notional-usd-max': '500' });
    expect(outcome({ limits, dayLossAtStopsUsd: usd(295) })).toBe(500);
    const denied = guard(anInput({ dayLossAtStopsUsd: usd(295) }));
    expect(denied).toMatchObject({
      type: 'denied',
      because:
        'with every stop hit the day would stand at -$304.40: $9.40 of it by this trade, limit $300.00 (risk/daily-loss-usd-max (default))',
    });
  });
});

test('I02 a denial names the limit that bound, and its trace ends where the size ended', () => {
  const answer = guard(anInput({ exposure: held(2_000) }));
  expect(answer).toMatchObject({
    type: 'denied',
    because:
      'per-symbol cap: at most $2,000.00 in COINUSDT, $2,000.00 held (risk/symbol-notional-usd-max (default))',
  });
  expect(answer.trace.at(-1)).toMatchObject({ step: 'per-symbol cap', beforeUsd: 1_000, afterUsd: 0 });
});

test('a figure that is no number denies', () => {
  expect(outcome({ availableMarginUsd: marginUsd(Number.NaN) })).toBe('margin-short');
  expect(outcome({ dayLossAtStopsUsd: usd(Number.NaN) })).toBe('daily-loss');
  expect(outcome({ exposure: held(Number.NaN) })).toBe('cap-reached');
  expect(outcome({ trace: aTrace(Number.NaN) })).toBe('cap-reached');
});

test('for any input an approved size is above zero and within every cap, and its ceiling too', () => {
  const dollars = (max: number) => fc.double({ min: 0, max, noNaN: true });
  fc.assert(
    fc.property(
      dollars(50_000),
      dollars(3_000),
      dollars(30_000),
      fc.nat(20),
      fc.double({ min: -100, max: 20_000, noNaN: true }),
      fc.double({ min: -1_000, max: 400, noNaN: true }),
      (size, symbolUsd, othersUsd, positions, margin, dayLoss) => {
        const answer = guard(
          anInput({
            trace: aTrace(size),
            exposure: held(symbolUsd, symbolUsd + othersUsd, positions),
            availableMarginUsd: marginUsd(margin),
            dayLossAtStopsUsd: usd(dayLoss),
          }),
        );
        if (answer.type === 'denied') return;
        const after = traced(answer.trace);
        expect(after).toBeGreaterThan(0);
        expect(after).toBeLessThanOrEqual(size);
        expect(after).toBeLessThanOrEqual(answer.ceilingUsd);
        for (const amount of [after, answer.ceilingUsd]) {
          expect(amount).toBeLessThanOrEqual(5_000);
          expect(amount + symbolUsd).toBeLessThanOrEqual(2_000 + 1e-9);
          expect(amount + symbolUsd + othersUsd).toBeLessThanOrEqual(25_000 + 1e-9);
          expect(amount / 3).toBeLessThanOrEqual(margin);
        }
        expect(dayLoss + answer.lossAtStopUsd).toBeLessThanOrEqual(300);
        expect(positions).toBeLessThan(15);
      },
    ),
  );
});
