import { expect, test } from 'vitest';
import {
  changesText,
  combinationCount,
  combinationsOf,
  type GridLine,
} from '../../../lib/replay/sweep/grid.ts';

const grid: readonly GridLine[] = [
  { name: 'plan/leverage-max', texts: ['2', '3'] },
  { name: 'risk/positions-max', texts: ['4', '5', '6'] },
];

test('each value stands with each of the others, the last line changing fastest', () =>
  expect(combinationsOf(grid).map(changesText)).toEqual([
    'plan/leverage-max=2, risk/positions-max=4',
    'plan/leverage-max=2, risk/positions-max=5',
    'plan/leverage-max=2, risk/positions-max=6',
    'plan/leverage-max=3, risk/positions-max=4',
    'plan/leverage-max=3, risk/positions-max=5',
    'plan/leverage-max=3, risk/positions-max=6',
  ]));

test('they are counted without being made', () => {
  expect(combinationCount(grid)).toBe(6);
  expect(combinationCount([])).toBe(0);
  expect(combinationsOf([])).toEqual([]);
});

test('what changes nothing says so', () => expect(changesText({})).toBe('as they are'));
