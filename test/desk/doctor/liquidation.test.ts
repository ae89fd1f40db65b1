import { describe, expect, test } from 'vitest';
import { hasErrors } from '../../../lib/desk/doctor/examine.ts';
import { fraction, leverage, notionalUsd } from '../../../lib/desk/units.ts';
import { examined, theFinding } from './examined.ts';

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
