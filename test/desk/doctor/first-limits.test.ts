import { describe, expect, test } from 'vitest';
import { firstLimitsProblem } from '../../../lib/desk/doctor/first-limits.ts';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';

describe('what a desk’s limits shall begin with', () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['nothing but defaults', {}],
    ...Object.entries(PROFILES).map(([name, texts]) => [`the profile ${name}`, texts] as const),
  ])('is in order: %s', (_what, texts) => {
    expect(firstLimitsProblem(texts, 10_000)).toBeUndefined();
    expect(firstLimitsProblem(texts, undefined)).toBeUndefined();
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['I07 a name that no limit has', { 'risk/position-max': '3' }, /^risk\/position-max is no limit; docs\//],
    ['a name of two lines', { 'risk\n/max': '3' }, /^risk\S* ?\/max is no limit/],
    ['I08 a text out of range', { 'risk/positions-max': '-1' }, /^risk\/positions-max: /],
    ['a text that is no number', { 'risk/positions-max': 'three' }, /^risk\/positions-max: /],
    [
      'a pair that cannot both be meant',
      { 'plan/stop-fraction-min': '0.03', 'plan/stop-fraction-max': '0.02' },
      /^plan\/stop-fraction-min: 0\.03 is above plan\/stop-fraction-max 0\.02$/,
    ],
    ['a ladder that does not sum', { 'exits/ladder': '2R:0.5' }, /^exits\/ladder: /],
    [
      'a liquidation nearer than the stop',
      {
        'plan/liquidation-stops-min': '10',
        'plan/stop-fraction-min': '0.12',
        'plan/stop-fraction-max': '0.12',
      },
      /^even at 1x liquidation lies nearer than the limits ask: no trade is possible: /,
    ],
  ])('is not: %s', (_what, texts, said) => {
    for (const equityUsd of [10_000, undefined]) {
      expect(firstLimitsProblem(texts, equityUsd)).toMatch(said);
      expect(firstLimitsProblem(texts, equityUsd)).not.toMatch(/\n/);
    }
  });

  test('is reckoned with the account’s balance where it is known, and with any balance where it is not', () => {
    const tight = {
      'risk/daily-loss-usd-max': '5',
      'sizing/method': 'margin-fraction',
      'sizing/risk-fraction': '0.02',
    };
    const said = 'one stop-out exceeds the daily loss, so no entry can be reserved';
    expect(firstLimitsProblem(tight, 100_000)).toContain(said);
    expect(firstLimitsProblem(tight, 1_000)).toBeUndefined();
    expect(firstLimitsProblem(tight, undefined)).toBeUndefined();
  });
});
