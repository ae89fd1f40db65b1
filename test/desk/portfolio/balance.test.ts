import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BalanceInput, balance, correlatedExposure } from '../../../lib/desk/portfolio/balance.ts';
import { traced } from '../../../lib/desk/sizing/trace.ts';
import { type Side, symbolId } from '../../../lib/desk/units.ts';
import { aTrace, COIN, limitsWith } from '../../kit/builders.ts';

/** Positions by their base asset: dollars above zero long, below zero short. */
const held = (dollars: Readonly<Record<string, number>>) =>
  Object.entries(dollars).map(([base, signedUsd]) => ({ symbol: symbolId(`${base}USDT`), signedUsd }));

const balanced = (overrides: Partial<BalanceInput>) =>
  balance({
    trace: aTrace(1_000),
    symbol: COIN,
    side: 'long',
    holdings: [],
    correlationOf: () => 0.5,
    limits: limitsWith(),
    ...overrides,
  });
const left = (overrides: Partial<BalanceInput>) => Math.round(traced(balanced(overrides)) * 1e6) / 1e6;

test('the correlated exposure of two coins is between the larger one and their sum', () => {
  const pair = held({ AAA: 3_000, BBB: 4_000 });
  expect(correlatedExposure(pair, () => 1)).toBeCloseTo(7_000, 9);
  expect(correlatedExposure(pair, () => 0)).toBeCloseTo(5_000, 9);
  expect(correlatedExposure(held({ AAA: 3_000, BBB: -3_000 }), () => 1)).toBe(0);
  expect(correlatedExposure([], () => 1)).toBe(0);
});

describe('$1,000 more, long', () => {
  test.each<[string, number, Partial<BalanceInput>]>([
    ['on an empty book', 1_000, {}],
    [
      'beside $11,000 that moves as one with it',
      1_000,
      { holdings: held({ AAA: 11_000 }), correlationOf: () => 1 },
    ],
    ['beside $11,400 of that', 600, { holdings: held({ AAA: 11_400 }), correlationOf: () => 1 }],
    ['beside $12,000 of that', 0, { holdings: held({ AAA: 12_000 }), correlationOf: () => 1 }],
    ['beside $12,000 that moves by itself', 0, { holdings: held({ AAA: 12_000 }), correlationOf: () => 0 }],
    ['as a hedge of too much', 1_000, { holdings: held({ AAA: -14_000 }), correlationOf: () => 1 }],
    [
      'as a hedge of too much that hedges little',
      840,
      { holdings: held({ AAA: -14_000 }), correlationOf: () => 0.03 },
    ],
    [
      'or rather short, with a net of $-14,500',
      500,
      { side: 'short', holdings: held({ AAA: -7_500, BBB: -7_000 }), correlationOf: () => 0 },
    ],
    ['with a net of $14,500', 500, { holdings: held({ AAA: 7_500, BBB: 7_000 }), correlationOf: () => 0 }],
    [
      'with a net of $-14,500',
      1_000,
      { holdings: held({ AAA: -7_500, BBB: -7_000 }), correlationOf: () => 0 },
    ],
    [
      'in a group of which $7,600 is held',
      400,
      { symbol: symbolId('SOLUSDT'), holdings: held({ ADA: 7_600 }) },
    ],
    ['in a group held short', 1_000, { symbol: symbolId('SOLUSDT'), holdings: held({ ADA: -7_600 }) }],
    ['in another group', 1_000, { symbol: symbolId('SOLUSDT'), holdings: held({ DOGE: 7_600 }) }],
    ['in no group', 1_000, { holdings: held({ ADA: 7_600 }) }],
    [
      'beside whatever, when a person has switched it off',
      1_000,
      { holdings: held({ AAA: 99_000 }), limits: limitsWith({ 'portfolio/enabled': 'no' }) },
    ],
  ])('%s leaves %d dollars', (_what, dollars, overrides) => expect(left(overrides)).toBe(dollars));

  test('I02 says which bound held', () => {
    const trace = balanced({ holdings: held({ AAA: 7_500, BBB: 7_000 }), correlationOf: () => 0 });
    expect(trace.filter(({ limit }) => limit !== undefined)).toMatchObject([
      {
        step: 'net exposure',
        beforeUsd: 1_000,
        afterUsd: 500,
        limit: 'portfolio/net-notional-usd-max (default)',
        because: '$14,500.00 net, at most $15,000.00 either way',
      },
    ]);
  });
});

test('for any book the size only shrinks, no bound is passed further, and a perfect hedge is never refused', () => {
  const dollars = fc.double({ min: -20_000, max: 20_000, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom<Side>('long', 'short'),
      dollars,
      dollars,
      fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
      (side, a, b, rho) => {
        const holdings = held({ AAA: a, BBB: b });
        const size = left({ side, holdings, correlationOf: () => rho });
        expect(size).toBeGreaterThanOrEqual(0);
        expect(size).toBeLessThanOrEqual(1_000);
        const sign = side === 'long' ? 1 : -1;
        const after = [...holdings, { symbol: COIN, signedUsd: sign * size }];
        const before = correlatedExposure(holdings, () => rho);
        expect(correlatedExposure(after, () => rho)).toBeLessThanOrEqual(Math.max(12_000, before) + 0.01);
        expect(Math.abs(a + b + sign * size)).toBeLessThanOrEqual(Math.max(15_000, Math.abs(a + b)) + 0.01);
        // Against what moves as one with it, there is room up to the other side.
        if (rho === 1 && sign * (a + b) <= -1_000) expect(size).toBeCloseTo(1_000, 6);
      },
    ),
  );
});
