import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capsOf } from '../../../lib/desk/risk/guard.ts';
import { capped, type SizingTrace, traced } from '../../../lib/desk/sizing/trace.ts';
import { marginUsd, notionalUsd, usd } from '../../../lib/desk/units.ts';
import { type AskableLimit, resized } from '../../../lib/desk/what-if/resize.ts';
import { aPlan, aTrace, COIN, limitsWith, TIERS } from '../../kit/builders.ts';

const CAPS = [
  'risk/trade-notional-usd-max',
  'risk/symbol-notional-usd-max',
  'risk/gross-notional-usd-max',
] as const;
type Caps = Readonly<Record<(typeof CAPS)[number], number>>;

/** The trace that Risk Guard itself leaves of a size under such caps, with room in tier and margin. */
function traceOf(size: number, caps: Caps, heldUsd: number): SizingTrace {
  const input = {
    plan: aPlan(),
    limits: limitsWith(
      Object.fromEntries(Object.entries(caps).map(([name, value]) => [name, String(value)])),
    ),
    exposure: {
      bySymbol: new Map([[COIN, notionalUsd(heldUsd)]]),
      grossUsd: notionalUsd(heldUsd * 2),
      positions: 1,
    },
    availableMarginUsd: marginUsd(1e9),
    tiers: TIERS,
    dayLossAtStopsUsd: usd(0),
  };
  return capsOf(input)
    .filter(({ step }) => step.endsWith(' cap'))
    .reduce<SizingTrace>(
      (trace, { step, ceiling, because, limit }) =>
        capped(trace, 'Risk Guard', step, ceiling, because, limit),
      aTrace(size),
    );
}

test('a size under another cap is what Risk Guard would have left of it, whichever caps bound', () => {
  const dollarsOf = fc.integer({ min: 1, max: 200 }).map(n => n * 50);
  const caps = fc.record({ [CAPS[0]]: dollarsOf, [CAPS[1]]: dollarsOf, [CAPS[2]]: dollarsOf });
  fc.assert(
    fc.property(
      dollarsOf,
      caps,
      fc.integer({ min: 0, max: 40 }),
      fc.constantFrom(...CAPS),
      dollarsOf,
      (size, given, held, name, value) => {
        const before = given as Caps;
        const told = resized(traceOf(size, before, held * 50), name as AskableLimit, value);
        const real = traced(traceOf(size, { ...before, [name]: value }, held * 50));
        expect(told.isUpperBound).toBe(false);
        expect(told.afterUsd).toBeCloseTo(real, 6);
      },
    ),
    { numRuns: 500 },
  );
});

test('and with a looser cap of a trade, exactly that where the later caps did not bind', () => {
  const caps: Caps = {
    'risk/trade-notional-usd-max': 500,
    'risk/symbol-notional-usd-max': 2_000,
    'risk/gross-notional-usd-max': 9_000,
  };
  const told = resized(traceOf(5_000, caps, 300), 'risk/trade-notional-usd-max', 4_000);
  expect(told).toEqual({ afterUsd: 1_700, isUpperBound: false });
  expect(traced(traceOf(5_000, { ...caps, 'risk/trade-notional-usd-max': 4_000 }, 300))).toBe(1_700);
});
