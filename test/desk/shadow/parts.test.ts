import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Parts, partsOf, partsOfRefused } from '../../../lib/desk/shadow/parts.ts';
import { reachedUsd } from '../../../lib/desk/shadow/wish.ts';
import { capped, DEPTH_STEP, type SizingTrace, traced } from '../../../lib/desk/sizing/trace.ts';
import { notionalUsd } from '../../../lib/desk/units.ts';
import { aTrace } from '../../kit/builders.ts';
import { aWish } from '../../kit/shadows.ts';

const leftOf = ({ plannedUsd, addedUsd, parts }: Parts) =>
  plannedUsd + addedUsd - parts.reduce((sum, { takenUsd }) => sum + takenUsd, 0);
const cap = (trace: SizingTrace, step: string, ceiling: number, limit?: string) =>
  capped(trace, 'Risk Guard', step, notionalUsd(ceiling), '', limit);
const depth = (trace: SizingTrace, ceiling: number) =>
  capped(trace, 'Smart Execution', DEPTH_STEP, notionalUsd(ceiling), '', 'execution/slippage-bps-max v1');
const add = (
  trace: SizingTrace,
  owner: 'Confidence' | 'Smart Execution',
  step: string,
  by: number,
): SizingTrace => [
  ...trace,
  { owner, step, beforeUsd: traced(trace), afterUsd: notionalUsd(traced(trace) + by), because: '' },
];

describe('each step answers for what it took of the size that reached it', () => {
  const trace = cap(
    cap(aTrace(900), 'per-trade cap', 600, 'risk/trade-notional-usd-max v2'),
    'free margin',
    500,
  );

  test('under the name of its limit without the version, or its own', () => {
    expect(partsOf(trace).parts).toEqual([
      { name: 'risk/trade-notional-usd-max', isLimit: true, kind: 'cut', takenUsd: 300 },
      { name: 'Risk Guard: free margin', isLimit: false, kind: 'cut', takenUsd: 100 },
    ]);
  });

  test('whoever refuses the trade takes the rest', () => {
    const { parts } = partsOfRefused({ code: 'daily-loss', trace }, aWish({ notionalUsd: notionalUsd(500) }));
    expect(parts.at(-1)).toEqual({
      name: 'risk/daily-loss-usd-max',
      isLimit: true,
      kind: 'denial',
      takenUsd: 500,
    });
    expect(parts).toHaveLength(3);
  });

  test('what the steps behind a refusal would have cut is theirs, and not the refusal’s', () => {
    const full = aTrace(6_000);
    const behind = cap(aTrace(6_000), 'per-symbol cap', 2_000, 'risk/symbol-notional-usd-max v1').slice(1);
    const wish = aWish({
      notionalUsd: notionalUsd(2_000),
      cutsBehind: behind,
      limit: 'risk/positions-max v3',
    });
    const { parts } = partsOfRefused({ code: 'positions-full', trace: full }, wish);
    expect(parts.map(({ name, kind, takenUsd }) => [name, kind, takenUsd])).toEqual([
      ['risk/symbol-notional-usd-max', 'cut', 4_000],
      ['risk/positions-max', 'denial', 2_000],
    ]);
  });

  test.each([
    ['the step that left nothing of it', 'margin-short', cap(trace, 'tier', 0), 'Risk Guard: tier'],
    ['the reason, where it was no step', 'order-rejected', trace, 'order-rejected'],
  ] as const)('without a limit under %s', (_name, code, refused, name) => {
    const { limit: _none, ...wish } = aWish({ notionalUsd: notionalUsd(500) });
    expect(partsOfRefused({ code, trace: refused }, wish).parts.at(-1)).toEqual({
      name,
      isLimit: false,
      kind: 'denial',
      takenUsd: 500,
    });
  });

  test('what later slices entered, depth has not taken', () => {
    const sliced = add(depth(aTrace(900), 300), 'Smart Execution', 'slice 2', 400);
    expect(partsOf(sliced)).toEqual({
      plannedUsd: 900,
      addedUsd: 0,
      parts: [{ name: 'execution/slippage-bps-max', isLimit: true, kind: 'cut', takenUsd: 200 }],
    });
  });
});

describe('the parts add up, whatever the steps were', () => {
  const anAmount = fc.double({ min: 0, max: 2_000, noNaN: true });
  const steps = fc.array(fc.tuple(fc.constantFrom('cap', 'add', 'depth', 'slice'), anAmount), {
    maxLength: 12,
  });
  const traceOf = (planned: number, list: readonly (readonly [string, number])[]) =>
    list.reduce<SizingTrace>((trace, [kind, amount], i) => {
      if (kind === 'cap')
        return cap(trace, `cap ${i}`, amount, i % 2 === 0 ? `risk/cap-${i} v${i}` : undefined);
      if (kind === 'depth') return depth(trace, amount);
      return kind === 'add'
        ? add(trace, 'Confidence', 'confidence band', amount)
        : add(trace, 'Smart Execution', `slice ${i}`, amount);
    }, aTrace(planned));

  test('to what a trade was taken with', () => {
    fc.assert(
      fc.property(anAmount, steps, (planned, list) => {
        const trace = traceOf(planned, list);
        expect(leftOf(partsOf(trace))).toBeCloseTo(traced(trace), 6);
        expect(partsOf(trace).parts.every(({ takenUsd }) => takenUsd > 0)).toBe(true);
      }),
    );
  });

  test('to nothing, of a trade that was refused', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 2_000, noNaN: true }), steps, (planned, list) => {
        // A refused trade has no slices, and its size only shrinks once something has left nothing of it.
        const trace = traceOf(
          planned,
          list.filter(([kind]) => kind === 'cap' || kind === 'depth'),
        );
        const wish = aWish({ notionalUsd: reachedUsd(trace) });
        expect(leftOf(partsOfRefused({ code: 'daily-loss', trace }, wish))).toBeCloseTo(0, 6);
      }),
    );
  });
});
