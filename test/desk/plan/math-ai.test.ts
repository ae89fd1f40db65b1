import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { breakEvenAllLegs, planTrade, stopDistance } from '../../../lib/desk/plan/math-ai.ts';
import { fraction, usd } from '../../../lib/desk/units.ts';
import { aPlanInput, limitsWith, planned, type TierRow, tiersOf } from '../../kit/builders.ts';

/** The ATR that gives a stop of this fraction, at 1.5 times. */
const atrFor = (stop: number) => fraction(stop / 1.5);

describe('the profile math-ai on $15,000 with a stop of 0.8 %', () => {
  const plan = planned(aPlanInput({ limits: limitsWith(PROFILES['math-ai']), atrFraction: atrFor(0.008) }));

  test('I01 I02 plans $300 of margin at 3x, which is $900 of notional', () => {
    expect(plan.marginUsd).toBeCloseTo(300, 8);
    expect(plan.leverage).toBe(3);
    expect(plan.plannedNotionalUsd).toBeCloseTo(900, 8);
  });

  test('stops at 0.8 % and takes everything at 1.6 %: $7.20 against $14.40 before costs', () => {
    expect(plan.stopFraction).toBeCloseTo(0.008, 10);
    expect(plan.targets).toEqual([{ distanceFraction: expect.closeTo(0.016, 10), share: 1 }]);
    expect(plan.plannedNotionalUsd * plan.stopFraction).toBeCloseTo(7.2, 8);
    expect(plan.plannedNotionalUsd * (plan.targets[0]?.distanceFraction ?? 0)).toBeCloseTo(14.4, 8);
  });

  test('states its loss at the stop with costs, in dollars and of equity', () => {
    expect(plan.roundTripCostFraction).toBeCloseTo(0.0014, 12);
    expect(plan.lossAtStopUsd).toBeCloseTo(900 * 0.0094, 8);
    expect(plan.lossAtStopOfEquity).toBeCloseTo((900 * 0.0094) / 15_000, 12);
  });

  test('breaks even at 39.2 % wins, costs included: 0.94 lost against 1.46 won', () => {
    expect(plan.breakEvenAllLegs).toBeCloseTo(0.94 / (0.94 + 1.46), 10);
  });

  test('says in its trace how it came to each figure', () => {
    expect(plan.trace.map(({ step, because }) => `${step}: ${because}`)).toEqual([
      'planned: 2 % of equity $15,000.00 = margin $300.00, x 3',
      'leverage: 3x as configured',
      'stop: stop 0.8 %: 1.5 x ATR 0.533 % = 0.8 %; loses $8.46 with costs',
    ]);
  });
});

test('the profile high-leverage plans $6,000 with targets of 0.6, 1 and 1.5 %', () => {
  const plan = planned(aPlanInput({ limits: limitsWith(PROFILES['high-leverage']), equityUsd: usd(10_000) }));
  expect([plan.marginUsd, plan.leverage, plan.plannedNotionalUsd]).toEqual([600, 10, 6000]);
  expect(plan.stopFraction).toBe(0.03);
  expect(plan.targets.map(({ distanceFraction }) => Number(distanceFraction.toFixed(6)))).toEqual([
    0.006, 0.01, 0.015,
  ]);
});

describe('risk at stop: 2 % of $10,000 lost at a stop of 0.8 %', () => {
  const atStop = (texts: Readonly<Record<string, string>>) =>
    planned(
      aPlanInput({
        limits: limitsWith({ 'sizing/method': 'risk-at-stop', ...texts }),
        equityUsd: usd(10_000),
        atrFraction: atrFor(0.008),
      }),
    );

  test('is a notional of $25,000 where trading costs nothing', () => {
    const plan = atStop({ 'costs/taker-fee-fraction': '0', 'costs/slippage-fraction': '0' });
    expect(plan.plannedNotionalUsd).toBeCloseTo(25_000, 6);
  });

  test('is $21,277 with costs, so that the loss is $200 and not $235', () => {
    const plan = atStop({});
    expect(plan.plannedNotionalUsd).toBeCloseTo(21_276.6, 1);
    expect(plan.lossAtStopUsd).toBeCloseTo(200, 8);
  });

  test('keeps its notional when the leverage is lowered: the margin grows instead', () => {
    const plan = planned(
      aPlanInput({
        limits: limitsWith({ 'sizing/method': 'risk-at-stop' }),
        equityUsd: usd(10_000),
        atrFraction: atrFor(0.008),
        tiers: tiersOf([100_000, 2, 0.01]),
      }),
    );
    expect(plan.leverage).toBe(2);
    expect(plan.marginUsd * 2).toBeCloseTo(plan.plannedNotionalUsd, 6);
  });
});

describe('leverage is lowered, with a line that says why', () => {
  const leveraged = (texts: Readonly<Record<string, string>>, ...tiers: readonly TierRow[]) =>
    planned(aPlanInput({ limits: limitsWith(texts), tiers: tiersOf(...tiers) }));

  test('I03 to what the venue’s tier allows for the notional', () => {
    const plan = leveraged({ 'plan/leverage-max': '10' }, [2_000, 20, 0.01], [100_000, 5, 0.02]);
    expect(plan.plannedNotionalUsd).toBeCloseTo(3_000, 8);
    // At 6x the size is $1,800, which is in the first tier again.
    expect(plan.leverage).toBe(6);
    expect(plan.trace[1]).toMatchObject({
      step: 'leverage',
      beforeUsd: expect.closeTo(3_000, 6),
      afterUsd: expect.closeTo(1_800, 6),
      because: "the venue's tier for $2,100.00 allows 5x",
    });
  });

  test('I35 until liquidation lies 1.5 stops away', () => {
    // 50x: (0.02 - 0.01) / 0.99 = 1.01 %, nearer than 1.5 x 3 %; 18x: (0.0556 - 0.01) / 0.99 = 4.6 %.
    const plan = leveraged(
      { 'plan/leverage-max': '50', 'plan/stop-fraction-min': '0.03' },
      [1_000_000, 125, 0.01],
    );
    expect(plan.leverage).toBe(18);
    expect(plan.trace[1]?.because).toContain('at 19x liquidation lies');
    expect(plan.trace[1]?.afterUsd).toBeCloseTo(300 * 18, 6);
  });

  test('I35 and the trade is refused where even 1x is too near', () => {
    const answer = planTrade(
      aPlanInput({
        limits: limitsWith({
          'plan/stop-fraction-min': '0.2',
          'plan/stop-fraction-max': '0.2',
          'plan/liquidation-stops-min': '10',
        }),
      }),
    );
    expect(answer).toMatchObject({
      type: 'refused',
      because: expect.stringContaining('no leverage is possible'),
    });
  });

  test('I03 and it is refused where the venue gives no tiers', () => {
    expect(planTrade(aPlanInput({ tiers: [] }))).toMatchObject({ type: 'refused' });
  });
});

describe('the stop', () => {
  test.each([
    [0.002, 0.006, 'raised to plan/stop-fraction-min (default)'],
    [0.01, 0.015, '1.5 x ATR 1 % = 1.5 %'],
    [0.05, 0.03, 'lowered to plan/stop-fraction-max (default)'],
    [0, 0.006, 'raised to'],
  ])('at an ATR of %d is %d: %s', (atr, stop, why) => {
    const { fraction: at, because } = stopDistance(fraction(atr), limitsWith());
    expect(at).toBeCloseTo(stop, 12);
    expect(because).toContain(why);
  });
});

describe('no plan is made', () => {
  test.each([
    ['0.0014', 'refused'],
    ['0.0015', 'planned'],
  ])('unless the first target pays the round trip of 0.0014: one of %s is %s', (distance, type) => {
    const limits = limitsWith({ 'plan/leverage-max': '1', 'exits/ladder': `${distance}ROI:1` });
    expect(planTrade(aPlanInput({ limits })).type).toBe(type);
  });

  test.each([0, -500, Number.NaN, Number.POSITIVE_INFINITY])(
    'I04 I36 from an equity that reads %d: no default stands in for it',
    equity => {
      const answer = planTrade(aPlanInput({ equityUsd: usd(equity) }));
      expect(answer).toEqual({
        type: 'refused',
        because: `equity reads ${equity}`,
        plannedUsd: 0,
        trace: [],
      });
    },
  );

  test.each([-0.01, Number.NaN, Number.POSITIVE_INFINITY])(
    'from an ATR that reads %d, which would leave a position without a stop',
    atr => {
      const answer = planTrade(aPlanInput({ atrFraction: fraction(atr) }));
      expect(answer).toMatchObject({ type: 'refused', because: `the ATR reads ${atr}` });
    },
  );
});

test('breaking even takes a higher rate the nearer the target and the dearer the trade', () => {
  const target = (distance: number) => [{ distanceFraction: fraction(distance), share: fraction(1) }];
  expect(breakEvenAllLegs(fraction(0.01), fraction(0), target(0.01))).toBeCloseTo(0.5, 12);
  expect(breakEvenAllLegs(fraction(0.01), fraction(0), target(0.02))).toBeCloseTo(1 / 3, 12);
  expect(breakEvenAllLegs(fraction(0.01), fraction(0.002), target(0.01))).toBeCloseTo(0.6, 12);
});

test('whatever is planned, margin times leverage is what the trace ends with, and liquidation lies beyond the stop', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('margin-fraction', 'fixed-margin', 'risk-at-stop'),
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 100, max: 1e7, noNaN: true }),
      fc.double({ min: 0, max: 0.1, noNaN: true }),
      (method, times, equity, atr) => {
        const limits = limitsWith({
          'sizing/method': method,
          'plan/leverage-max': String(times),
          'exits/ladder': '2R:1',
        });
        const answer = planTrade(aPlanInput({ limits, equityUsd: usd(equity), atrFraction: fraction(atr) }));
        if (answer.type === 'refused') return;
        const { plan } = answer;
        expect(plan.marginUsd * plan.leverage).toBeCloseTo(plan.trace.at(-1)?.afterUsd ?? 0, 4);
        expect(plan.trace[0]?.afterUsd).toBe(plan.plannedNotionalUsd);
        expect(plan.leverage).toBeLessThanOrEqual(times);
        // The second tier asks more than the first: what holds in it holds in both.
        expect((1 / plan.leverage - 0.01) / 1.01).toBeGreaterThan(plan.stopFraction);
      },
    ),
  );
});
