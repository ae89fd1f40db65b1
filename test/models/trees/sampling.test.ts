import { expect, test } from 'vitest';
import { fraction } from '../../../lib/desk/units.ts';
import { BOOSTER_DEFAULTS } from '../../../lib/models/trees/params.ts';
import { sampleColumns, sampleRows } from '../../../lib/models/trees/sampling.ts';

const params = { ...BOOSTER_DEFAULTS, subsample: fraction(0.3), columnSample: fraction(0.4) };

test('a tree sees its share of the rows, each once and in order, and another tree sees others', () => {
  const [first, second] = [sampleRows(10_000, 1, params), sampleRows(10_000, 2, params)];
  expect(first.length).toBeGreaterThan(2800);
  expect(first.length).toBeLessThan(3200);
  expect([...first]).toEqual([...new Set(first)].sort((a, b) => a - b));
  const both = first.filter(row => second.includes(row)).length;
  expect(both / 10_000).toBeCloseTo(0.09, 1);
});

test('a tree sees its share of the columns, every column in its turn, and one at least', () => {
  const rounds = Array.from({ length: 50 }, (_, round) => sampleColumns(10, round, params));
  for (const columns of rounds) expect(columns).toHaveLength(4);
  for (const columns of rounds) expect([...columns]).toEqual([...columns].sort((a, b) => a - b));
  expect(new Set(rounds.flatMap(columns => [...columns])).size).toBe(10);
  expect(sampleColumns(2, 1, params)).toHaveLength(1);
});

test('with no sampling all rows and columns are seen', () => {
  expect([...sampleRows(5, 1, BOOSTER_DEFAULTS)]).toEqual([0, 1, 2, 3, 4]);
  expect([...sampleColumns(3, 1, BOOSTER_DEFAULTS)]).toEqual([0, 1, 2]);
});
