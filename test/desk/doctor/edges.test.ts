import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examine, examineRead } from '../../../lib/desk/doctor/examine.ts';
import { defaultLimits, readLimits, withLimits } from '../../../lib/desk/limits/limits.ts';
import { LIMIT_NAMES } from '../../../lib/desk/limits/schema.ts';
import { usd } from '../../../lib/desk/units.ts';
import { anyLimits, edgesOf } from '../../kit/any-limits.ts';

const saysNothingWrong = ({ findings, profit }: ReturnType<typeof examine>) => {
  for (const { title, proof, figures } of findings) {
    expect(`${title} ${proof}`).not.toMatch(/NaN|undefined|Infinity|\$-/);
    for (const figure of Object.values(figures)) expect(Number.isFinite(figure)).toBe(true);
  }
  for (const row of profit?.rows ?? [])
    for (const figure of Object.values(row)) expect(Number.isFinite(figure)).toBe(true);
};

const equity = { equityUsd: usd(10_000), equitySource: 'venue' } as const;

describe.each(LIMIT_NAMES)('%s', name => {
  const { right, wrong } = edgesOf(name);

  test.each(right)('at the edge of its range, %s, leaves the doctor with figures to show', text => {
    const x = examineRead(withLimits(defaultLimits(), { [name]: text }), equity);
    expect(x.findings.length).toBeGreaterThan(0);
    saysNothingWrong(x);
  });

  test.each(wrong)('as %s is an error, and names the limit', text => {
    const { findings } = examineRead(readLimits([{ name, text, version: 2 }]), equity);
    expect(findings.map(({ severity, limits }) => [severity, limits])).toEqual([['error', [name]]]);
  });
});

test('for any limits and any equity the doctor has an answer, and every figure in it is a number', () => {
  fc.assert(
    fc.property(
      anyLimits,
      fc.integer({ min: 1, max: 1e7 }),
      fc.integer({ min: 0, max: 40 }),
      (limits, usdThere, cycles) => {
        saysNothingWrong(
          examine({
            limits,
            equityUsd: usd(usdThere),
            equitySource: 'given',
            realEquityUsd: usd(usdThere / 2),
            assumedCyclesPerDay: cycles,
          }),
        );
      },
    ),
    { numRuns: 60 },
  );
});
