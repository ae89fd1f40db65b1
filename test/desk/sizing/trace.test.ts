import { expect, test } from 'vitest';
import { capped, kept, largestCut, type SizingStep, traced } from '../../../lib/desk/sizing/trace.ts';
import { notionalUsd } from '../../../lib/desk/units.ts';
import { aTrace } from '../../kit/builders.ts';

test('a cap above the size leaves it, and names no limit', () => {
  const trace = capped(aTrace(900), 'Risk Guard', 'per-trade cap', notionalUsd(900), 'at most $900', 'a v1');
  expect(trace.at(-1)).toEqual({
    owner: 'Risk Guard',
    step: 'per-trade cap',
    beforeUsd: 900,
    afterUsd: 900,
    because: 'at most $900',
  });
});

test('I02 a cap below the size cuts it, and names the limit', () => {
  const trace = capped(aTrace(900), 'Risk Guard', 'per-trade cap', notionalUsd(500), 'at most $500', 'a v1');
  expect(trace.at(-1)).toMatchObject({ beforeUsd: 900, afterUsd: 500, limit: 'a v1' });
});

test('a cut that is no limit’s names none: an undefined field is none that a store could hold', () => {
  const cut = capped(aTrace(900), 'Instrument', 'lot', notionalUsd(899.9), '8.999 coins').at(-1);
  expect(cut).toStrictEqual({
    owner: 'Instrument',
    step: 'lot',
    beforeUsd: 900,
    afterUsd: 899.9,
    because: '8.999 coins',
  });
});

test('a size never falls below nothing, whatever room there is', () => {
  expect(traced(capped(aTrace(900), 'Risk Guard', 'cap', notionalUsd(-50), 'over it already'))).toBe(0);
  expect(traced([])).toBe(0);
});

test('the largest cut is found among the steps, and none where nothing was cut', () => {
  const first = capped(aTrace(6000), 'Risk Guard', 'first', notionalUsd(5000), '');
  const second = capped(first, 'Risk Guard', 'second', notionalUsd(2000), '');
  const third = capped(second, 'Instrument', 'third', notionalUsd(1990), '');
  expect(largestCut(third)?.step).toBe('second');
  expect(largestCut(kept(aTrace(900), 'RL policy', 'policy', ''))).toBeUndefined();
  const half = capped(aTrace(900), 'Risk Guard', 'first', notionalUsd(600), '');
  expect(largestCut(capped(half, 'Instrument', 'as large', notionalUsd(300), ''))?.step).toBe('first');
});

test('what later slices entered is given back to the depth that had cut it', () => {
  const slice = (name: string, beforeUsd: number, afterUsd: number): SizingStep => ({
    owner: 'Smart Execution',
    step: name,
    beforeUsd: notionalUsd(beforeUsd),
    afterUsd: notionalUsd(afterUsd),
    because: '',
  });
  const cap = capped(aTrace(1_000), 'Risk Guard', 'per-trade cap', notionalUsd(900), '');
  const thin = capped(cap, 'Smart Execution', 'depth', notionalUsd(300), '');
  expect(largestCut(thin)).toMatchObject({ step: 'depth', beforeUsd: 900, afterUsd: 300 });
  const half = [...thin, slice('slice 2', 300, 600), slice('slice 3', 600, 600)];
  expect(largestCut(half)).toMatchObject({ step: 'depth', beforeUsd: 900, afterUsd: 600 });
  expect(largestCut([...half, slice('slice 4', 600, 900)])?.step).toBe('per-trade cap');
  // What another owner has added gives nothing back to depth.
  const other = { ...slice('slice 2', 300, 600), owner: 'Math AI' } as const;
  expect(largestCut([...thin, other])).toMatchObject({ step: 'depth', afterUsd: 300 });
});
