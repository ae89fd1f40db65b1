import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byPolicy, type PolicyOutput } from '../../../lib/desk/sizing/policy.ts';
import { traced } from '../../../lib/desk/sizing/trace.ts';
import { aTrace, limitsWith } from '../../kit/builders.ts';

const says = (multiplier: number, licensed = true): PolicyOutput => ({ multiplier, licensed });
const lineOf = (policy: PolicyOutput | undefined, limits: Readonly<Record<string, string>> = {}) =>
  byPolicy(aTrace(1_000), policy, limitsWith(limits)).at(-1);

describe('a policy without a say leaves the size exactly as it is, and the trace says why', () => {
  test.each<[string, PolicyOutput | undefined, string]>([
    ['there is none', undefined, 'no licensed policy: x1'],
    ['it has no licence', says(1.2, false), 'the policy has no licence: x1'],
    ['it says NaN', says(Number.NaN), 'what the policy says is no number: x1'],
    ['it says infinity', says(Number.POSITIVE_INFINITY), 'what the policy says is no number: x1'],
    ['it says minus infinity', says(Number.NEGATIVE_INFINITY), 'what the policy says is no number: x1'],
    ['it says NaN and has no licence', says(Number.NaN, false), 'the policy has no licence: x1'],
  ])('where %s', (_why, policy, because) => {
    expect(lineOf(policy)).toEqual({
      owner: 'RL policy',
      step: 'policy',
      beforeUsd: 1_000,
      afterUsd: 1_000,
      because,
    });
  });
});

describe('a licensed policy', () => {
  test.each([
    [0.75, 750],
    [0.9, 900],
    [1, 1_000],
    [1.25, 1_250],
  ])('that says x%d makes %d of 1000 dollars, and no limit is named', (multiplier, after) => {
    const line = lineOf(says(multiplier));
    expect(line).toMatchObject({ afterUsd: after, because: `the policy says x${multiplier}` });
    expect(line).not.toHaveProperty('limit');
  });

  test.each([
    [0.74, 750, 'policy/multiplier-min (default)', 'the policy says x0.74, held at x0.75'],
    [0, 750, 'policy/multiplier-min (default)', 'the policy says x0, held at x0.75'],
    [-3, 750, 'policy/multiplier-min (default)', 'the policy says x-3, held at x0.75'],
    [1.26, 1_250, 'policy/multiplier-max (default)', 'the policy says x1.26, held at x1.25'],
    [1e6, 1_250, 'policy/multiplier-max (default)', 'the policy says x1.00e+6, held at x1.25'],
    [1e300, 1_250, 'policy/multiplier-max (default)', 'the policy says x1.00e+300, held at x1.25'],
  ])('that says x%d is held at its limit: %d', (multiplier, after, limit, because) => {
    expect(lineOf(says(multiplier))).toMatchObject({ afterUsd: after, limit, because });
  });

  test('is held by the limits in force, not by their defaults', () => {
    const limits = { 'policy/multiplier-min': '1', 'policy/multiplier-max': '1.1' };
    expect(lineOf(says(0.5), limits)?.afterUsd).toBe(1_000);
    expect(lineOf(says(2), limits)?.afterUsd).toBeCloseTo(1_100, 9);
  });
});

test('for any policy, trace and limits the size stays between its two bounds, and is a number', () => {
  const hundredths = (min: number, max: number) => fc.integer({ min, max }).map(n => String(n / 100));
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.double(),
      fc.boolean(),
      hundredths(0, 100),
      hundredths(100, 200),
      (size, multiplier, licensed, min, max) => {
        const limits = limitsWith({ 'policy/multiplier-min': min, 'policy/multiplier-max': max });
        const before = aTrace(size);
        const after = byPolicy(before, says(multiplier, licensed), limits);
        expect(after).toHaveLength(before.length + 1);
        expect(after.at(-1)?.beforeUsd).toBe(size);
        expect(traced(after)).toBeGreaterThanOrEqual(size * Number(min));
        expect(traced(after)).toBeLessThanOrEqual(size * Number(max));
        if (!licensed || !Number.isFinite(multiplier)) expect(traced(after)).toBe(size);
      },
    ),
    { numRuns: 1_000 },
  );
});
