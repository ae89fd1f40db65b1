import { describe, expect, test } from 'vitest';
import { examine, examineRead, hasErrors } from '../../../lib/desk/doctor/examine.ts';
import { defaultLimits, readLimits } from '../../../lib/desk/limits/limits.ts';
import { usd } from '../../../lib/desk/units.ts';
import { examined, findingsOf, theFinding } from './examined.ts';

const stored = (name: string, text: string) => [{ name, text, version: 3 }];

describe('limits that cannot be read are errors', () => {
  test.each([
    ['a name that no limit has', stored('risk/positions', '3'), 'unknown-limit'],
    ['a value out of its range', stored('risk/positions-max', '41'), 'limit-invalid'],
    ['a value that is no number', stored('risk/daily-loss-usd-max', 'much'), 'limit-invalid'],
    ['a ladder that does not sum to one', stored('exits/ladder', '1R:0.5 2R:0.6'), 'ladder-invalid'],
    ['a least stop above the largest', stored('plan/stop-fraction-min', '0.04'), 'stop-bounds'],
  ] as const)('%s', (_what, limits, code) => {
    const x = examineRead(readLimits(limits), { equityUsd: usd(10_000), equitySource: 'venue' });
    expect(x.findings.map(each => [each.severity, each.code])).toEqual([['error', code]]);
    expect(x.findings[0]?.limits).toEqual([limits[0]?.name]);
    expect(hasErrors(x)).toBe(true);
  });
});

test('the defaults have no error', () => {
  expect(hasErrors(examine({ limits: defaultLimits(), equityUsd: usd(10_000), equitySource: 'venue' }))).toBe(
    false,
  );
});

test('the worst comes first', () => {
  const x = examined({ profile: 'high-leverage', set: { 'risk/daily-loss-usd-max': '10' } });
  const ranks = x.findings.map(({ severity }) => ['error', 'warning', 'note'].indexOf(severity));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(ranks[0]).toBe(0);
});

test('the size is told step by step, from the plan to the guard', () => {
  const { sizeStepByStep } = examined({ profile: 'high-leverage' });
  const cuts = sizeStepByStep.filter(step => step.afterUsd < step.beforeUsd);
  expect(cuts.map(({ step, beforeUsd, afterUsd }) => [step, beforeUsd, afterUsd])).toEqual([
    ['per-trade cap', 6000, 5000],
    ['per-symbol cap', 5000, 2000],
  ]);
  expect(sizeStepByStep.some(({ owner }) => owner === 'Instrument' || owner === 'Smart Execution')).toBe(
    false,
  );
});

describe('a trade that can never happen is said', () => {
  test.each([
    ['a cap of nothing', { 'risk/symbol-notional-usd-max': '0' }, 'cap-reached'],
    ['no positions', { 'risk/positions-max': '0' }, 'positions-full'],
    ['a size below the smallest entry', { 'sizing/risk-fraction': '0.001' }, 'entry-below-minimum'],
  ])('%s', (_what, set, code) => {
    const x = examined({ profile: 'math-ai', set });
    expect(theFinding(x, 'no-trade-possible').title).toContain(code);
    expect(x.profit).toBeUndefined();
    expect(findingsOf(x, 'stop-out-over-daily-loss')).toEqual([]);
  });

  test('a target that does not pay its costs', () => {
    const x = examined({ set: { 'exits/ladder': '0.1R:1' } });
    expect(theFinding(x, 'no-trade-possible').proof).toContain('does not pay the round trip');
    expect([x.plan, x.profit]).toEqual([undefined, undefined]);
  });

  test('no equity', () => {
    expect(theFinding(examined({ equity: 0 }), 'no-trade-possible').proof).toContain('equity');
  });
});
