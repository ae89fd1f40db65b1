import { expect, test } from 'vitest';
import type { SizingStep } from '../../../lib/desk/sizing/trace.ts';
import { notionalUsd } from '../../../lib/desk/units.ts';
import { largestCuts, sizesOf } from '../../../lib/replay/figures/sizes.ts';
import { aTrade } from '../../kit/replay-builders.ts';

const step = (
  owner: SizingStep['owner'],
  name: string,
  before: number,
  after: number,
  limit?: string,
): SizingStep => ({
  owner,
  step: name,
  beforeUsd: notionalUsd(before),
  afterUsd: notionalUsd(after),
  because: '',
  ...(limit === undefined ? {} : { limit }),
});
const planned = step('Math AI', 'planned', 1_000, 1_000);

test('steps stand in the order of the traces, one that only some trades have behind the one it came after', () => {
  const { steps } = sizesOf([
    aTrade({
      trace: [
        planned,
        step('Risk Guard', 'symbol cap', 1_000, 1_000),
        step('Instrument', 'lot', 1_000, 1_000),
      ],
    }),
    aTrade({
      trace: [planned, step('Portfolio Balancer', 'group', 1_000, 900), step('Instrument', 'lot', 900, 900)],
      executedUsd: 900,
    }),
  ]);
  expect(steps.map(({ owner }) => owner)).toEqual([
    'Math AI',
    'Portfolio Balancer',
    'Risk Guard',
    'Instrument',
  ]);
});

test('a limit is named without its version, the one that bound most often first', () => {
  const cap = (limit: string) =>
    aTrade({ trace: [planned, step('Risk Guard', 'cap', 1_000, 800, limit)], executedUsd: 800 });
  const { steps } = sizesOf([cap('risk/a v7'), cap('risk/b (default)'), cap('risk/b v2')]);
  expect(steps[1]).toMatchObject({ cut: 3, cutUsd: 600, limits: ['risk/b', 'risk/a'] });
});

test('slices are one step, and what the fills left is the venue’s', () => {
  const { steps } = sizesOf([
    aTrade({
      trace: [
        planned,
        step('Smart Execution', 'depth', 1_000, 400),
        step('Smart Execution', 'slice 2', 400, 600),
        step('Smart Execution', 'slice 3', 600, 700),
      ],
      executedUsd: 650,
    }),
  ]);
  expect(steps.map(({ step: name, afterUsd }) => [name, afterUsd])).toEqual([
    ['planned', 1_000],
    ['depth', 400],
    ['slices', 700],
    ['fills', 650],
  ]);
});

test('the largest cuts are those that took most in all, and none that took nothing', () => {
  const totals = sizesOf([
    aTrade({
      trace: [planned, step('Confidence', 'band', 1_000, 900), step('Risk Guard', 'cap', 900, 500)],
      executedUsd: 500,
    }),
    aTrade({
      trace: [planned, step('Confidence', 'band', 1_000, 1_250), step('Risk Guard', 'cap', 1_250, 1_250)],
      executedUsd: 1_250,
    }),
  ]);
  expect(largestCuts(totals).map(({ owner, cutUsd }) => [owner, cutUsd])).toEqual([
    ['Risk Guard', 400],
    ['Confidence', 100],
  ]);
});
