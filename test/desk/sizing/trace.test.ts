import { expect, test } from 'vitest';
import { capped, kept, largestCut, traced } from '../../../lib/desk/sizing/trace.ts';
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
});
