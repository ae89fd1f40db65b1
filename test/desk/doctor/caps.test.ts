import { describe, expect, test } from 'vitest';
import type { Examination } from '../../../lib/desk/doctor/examine.ts';
import { examined, findingsOf, theFinding } from './examined.ts';

describe('a cap that binds always', () => {
  test('is named with what it leaves: 2,000 of 6,000 planned', () => {
    const x = examined({ profile: 'high-leverage' });
    expect([x.plannedUsd, x.allowedUsd]).toEqual([6000, 2000]);
    const found = theFinding(x, 'cap-always-binds');
    expect(found.severity).toBe('warning');
    expect(found.title).toBe('risk/symbol-notional-usd-max cuts every trade, to 33.3 % of the plan');
    expect(found.limits).toEqual(['risk/symbol-notional-usd-max']);
  });

  test.each([
    [
      'a higher symbol cap leaves the trade cap to decide',
      { 'risk/symbol-notional-usd-max': '9000' },
      'risk/trade-notional-usd-max',
      5000,
    ],
    [
      'a gross cap below both decides',
      { 'risk/gross-notional-usd-max': '1500' },
      'risk/gross-notional-usd-max',
      1500,
    ],
    [
      'the portfolio may decide before the guard',
      { 'portfolio/net-notional-usd-max': '1000' },
      'portfolio/net-notional-usd-max',
      1000,
    ],
  ])('%s', (_what, set, limit, allowed) => {
    const x = examined({ profile: 'high-leverage', set });
    expect(x.allowedUsd).toBeCloseTo(allowed, 6);
    expect(theFinding(x, 'cap-always-binds').limits).toEqual([limit]);
  });

  test('binds the typical trade only, where a wider stop makes a smaller size', () => {
    const set = { 'sizing/method': 'risk-at-stop', 'sizing/risk-fraction': '0.003' };
    const x = examined({ set });
    // 30 dollars at 0.94 % are 3,191; at the widest stop, with costs 3.14 %, they are 955.
    expect(x.plannedUsd).toBeCloseTo(3191.49, 2);
    expect(theFinding(x, 'cap-always-binds').title).toContain('cuts the typical trade');
  });

  test('is not reported where the plan fits', () => {
    const x = examined({ profile: 'math-ai', equity: 15_000 });
    expect(x.allowedUsd).toBe(900);
    expect(findingsOf(x, 'cap-always-binds')).toEqual([]);
    expect(theFinding(x, 'cap-not-reached').figures).toEqual({ largestUsd: 1350, capUsd: 2000 });
  });
});

/** Those of the Risk Guard; the Portfolio Balancer's have a test of their own. */
const guardCaps = (examination: Examination) =>
  findingsOf(examination, 'cap-never-binds').filter(({ limits }) => limits[0]?.startsWith('risk/'));

describe('a cap that can never bind', () => {
  test('is the one per trade above the one per symbol, and the gross cap above all positions together', () => {
    const found = guardCaps(examined({ profile: 'high-leverage' }));
    expect(found.map(({ title }) => title)).toEqual([
      'risk/trade-notional-usd-max can never decide a size',
      'risk/gross-notional-usd-max can never be reached',
    ]);
    expect(found[1]?.figures).toEqual({ grossReachableUsd: 12_000, grossUsdMax: 25_000 });
  });

  test.each([
    ['15 positions of 2,000 reach 25,000', { 'risk/positions-max': '15' }, ['risk/trade-notional-usd-max']],
    [
      'a gross cap of 12,000 is reached by 6 x 2,000',
      { 'risk/gross-notional-usd-max': '12000' },
      ['risk/trade-notional-usd-max'],
    ],
    [
      'a trade cap below the symbol cap decides',
      { 'risk/trade-notional-usd-max': '1500' },
      ['risk/gross-notional-usd-max', 'risk/symbol-notional-usd-max'],
    ],
    ['two equal caps are one', { 'risk/trade-notional-usd-max': '2000' }, ['risk/gross-notional-usd-max']],
  ])('%s', (_what, set, limits) => {
    const found = guardCaps(examined({ profile: 'high-leverage', set }));
    expect(found.map(each => each.limits[0])).toEqual(limits);
  });
});

describe('positions that cannot all be opened', () => {
  test('6 x 6,000 do not fit a gross cap of 25,000: four do', () => {
    const set = { 'risk/trade-notional-usd-max': '9000', 'risk/symbol-notional-usd-max': '9000' };
    const found = theFinding(examined({ profile: 'high-leverage', set }), 'positions-out-of-reach');
    expect(found.title).toBe('gross exposure leaves room for 4 of 6 positions');
  });

  test('15 x a tenth of equity do not fit the margin', () => {
    const x = examined({ profile: 'math-ai', equity: 1000, set: { 'sizing/risk-fraction': '0.1' } });
    expect(theFinding(x, 'positions-out-of-reach').title).toBe('margin leaves room for 10 of 15 positions');
  });
});
