import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitsDenial } from '../../../lib/desk/doctor/errors.ts';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { type Usd, usd } from '../../../lib/desk/units.ts';
import { limitsWith } from '../../kit/builders.ts';

const denied = (texts: Readonly<Record<string, string>>, equityUsd: Usd = usd(10_000)) =>
  limitsDenial(limitsWith(texts), equityUsd);

const NEVER = {
  'plan/stop-fraction-min': '0.15',
  'plan/stop-fraction-max': '0.15',
  'plan/liquidation-stops-min': '7',
};
const high = PROFILES['high-leverage'] ?? {};

describe('entries are closed by limits that allow no trade at all', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'one stop-out of the smallest trade exceeds the daily loss',
      { ...high, 'risk/daily-loss-usd-max': '62' },
      '$2,000.00 x (stop 3 % + costs 0.14 %) = $62.80, the day may lose $62.00',
    ],
    ['liquidation lies before the nearest stop even at 1x', NEVER, 'at 1x liquidation is 98.02 % away'],
  ])('%s', (_why, limits, proof) => {
    const denial = denied(limits);
    expect(denial?.code).toBe('limits-impossible');
    expect(denial?.because).toContain(proof);
  });

  test('and the sentence names the limits with their versions', () => {
    const limits = limitsWith({ ...high, 'risk/daily-loss-usd-max': '62' });
    const edited = { ...limits, versions: { ...limits.versions, 'risk/daily-loss-usd-max': 4 } };
    expect(limitsDenial(edited, usd(10_000))?.because).toContain('(risk/daily-loss-usd-max v4, plan/stop-');
  });
});

describe('and stay open', () => {
  test.each<[string, Record<string, string>]>([
    ['with the defaults', {}],
    ['with the profile math-ai', PROFILES['math-ai'] ?? {}],
    ['with the profile high-leverage', high],
    ['a dollar above', { ...high, 'risk/daily-loss-usd-max': '63' }],
    [
      'where only a weak signal’s trade fits the day',
      {
        ...high,
        'risk/daily-loss-usd-max': '20',
        'signal/confidence-min': '0.6',
        'risk/symbol-notional-usd-max': '5000',
        'sizing/confidence-low-multiplier': '0.1',
      },
    ],
    [
      'where only a calm coin’s trade fits the day',
      { ...high, 'risk/daily-loss-usd-max': '20', 'plan/stop-fraction-min': '0.006' },
    ],
    ['by warnings, however many', { ...high, 'portfolio/enabled': 'no', 'risk/positions-max': '0' }],
  ])('%s', (_what, limits) => {
    expect(denied(limits)).toBeUndefined();
  });

  test('for an equity that is no number to reckon with: what reads it denies', () => {
    for (const equity of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(denied({}, usd(equity))).toBeUndefined();
  });
});

test('for any limits that are read the question has an answer, and never NaN in it', () => {
  const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
  const share = (min: number, max: number) => fc.integer({ min, max }).map(n => String(n / 1000));
  fc.assert(
    fc.property(
      fc.record({
        'risk/daily-loss-usd-max': number(1, 500),
        'plan/leverage-max': number(1, 50),
        'plan/stop-fraction-max': share(30, 200),
        'plan/liquidation-stops-min': number(2, 10),
        'sizing/method': fc.constantFrom('margin-fraction', 'fixed-margin', 'risk-at-stop'),
        'signal/confidence-min': share(500, 1_000),
      }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      (limits, equity) => {
        const denial = denied(limits, usd(equity));
        if (denial !== undefined) expect(denial.because).not.toMatch(/NaN|undefined|Infinity/);
      },
    ),
    { numRuns: 200 },
  );
});
