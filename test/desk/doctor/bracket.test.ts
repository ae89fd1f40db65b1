import { describe, expect, test } from 'vitest';
import { hasErrors } from '../../../lib/desk/doctor/examine.ts';
import { fraction, leverage, notionalUsd } from '../../../lib/desk/units.ts';
import { examined, findingsOf, theFinding } from './examined.ts';

describe('the break-even win rate', () => {
  test('of 6/10/15 % at 10x against a 3 % stop is 73.5 %, with costs 77 %, and is called optimistic', () => {
    const { severity, title, figures } = theFinding(examined({ profile: 'high-leverage' }), 'break-even');
    expect(severity).toBe('warning');
    expect(title).toContain('optimistic');
    expect(figures.averageTargetFraction).toBeCloseTo(0.0108, 10);
    expect(figures.breakEvenFraction).toBeCloseTo(0.735, 3);
    expect(figures.breakEvenWithCostsFraction).toBeCloseTo(0.77, 3);
  });

  test('of a target at twice the stop is a note', () => {
    const { severity, figures } = theFinding(examined({ profile: 'math-ai' }), 'break-even');
    expect(severity).toBe('note');
    expect(figures.breakEvenFraction).toBeCloseTo(1 / 3, 6);
    expect(figures.breakEvenWithCostsFraction).toBeCloseTo(0.0094 / 0.024, 6);
  });

  test('a target of 2.0 % for 1.6 % pays 25 % more and is reached 28.6 % of the time for 33.3 %', () => {
    const { figures, proof } = theFinding(examined({ profile: 'math-ai' }), 'farther-target');
    expect(figures.hitFraction).toBeCloseTo(0.333, 3);
    expect(figures.hitFartherFraction).toBeCloseTo(0.286, 3);
    expect(proof).toContain('1.6 % → 2 % pays 25 % more a win');
  });
});

describe('legs under the minimum order', () => {
  test('30 % of 100 is 30, and only a note: the minimum gates entries', () => {
    const { severity, figures } = theFinding(examined({ profile: 'high-leverage' }), 'legs-under-minimum');
    expect([severity, figures.legUsd]).toEqual(['note', 30]);
  });

  test('a single target has no smaller leg', () => {
    expect(findingsOf(examined({ profile: 'math-ai' }), 'legs-under-minimum')).toEqual([]);
  });
});

describe('liquidation', () => {
  test('at 10x lies three stops of 3 % away', () => {
    const { severity, figures } = theFinding(examined({ profile: 'high-leverage' }), 'liquidation-distance');
    expect(severity).toBe('note');
    expect(figures.liquidationStops).toBeCloseTo(0.09 / 1.01 / 0.03, 6);
  });

  test('at 25x lies too near for 3 %, so the leverage is lowered, and said', () => {
    const x = examined({ profile: 'high-leverage', set: { 'plan/leverage-max': '25' } });
    const { severity, figures, proof } = theFinding(x, 'leverage-lowered');
    expect(severity).toBe('warning');
    expect(figures.leverageAtWidestStop).toBe(18);
    expect(proof).toContain('liquidation lies');
  });

  test('before the nearest stop even at 1x is an error', () => {
    const set = {
      'plan/stop-fraction-min': '0.15',
      'plan/stop-fraction-max': '0.15',
      'plan/liquidation-stops-min': '7',
    };
    const x = examined({ set });
    expect(theFinding(x, 'liquidation-before-stop').severity).toBe('error');
    expect(hasErrors(x)).toBe(true);
    expect(hasErrors(examined({ set: { ...set, 'plan/liquidation-stops-min': '6' } }))).toBe(false);
  });

  test('is reckoned with the tiers that are given', () => {
    const tier = {
      notionalMin: notionalUsd(0),
      notionalMax: notionalUsd(1e6),
      leverageMax: leverage(5),
      maintenanceFraction: fraction(0.02),
      maintenanceDeductionUsd: 0,
    };
    const x = examined({ profile: 'high-leverage', input: { tiers: [tier] } });
    expect(x.plan?.leverage).toBe(5);
    expect(theFinding(x, 'leverage-lowered').figures.leverageAtWidestStop).toBe(5);
  });
});
