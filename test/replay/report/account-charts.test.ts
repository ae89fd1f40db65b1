import { expect, test } from 'vitest';
import { drawdownOf } from '../../../lib/replay/figures/drawdown.ts';
import { columnsOf } from '../../../lib/replay/report/account-charts.ts';
import { replayed } from '../../kit/replayed.ts';

test('an account of any length fits, and keeps its highest, its lowest and its deepest', () => {
  const run = replayed({ days: 365, trades: 200, charted: 0 });
  const columns = columnsOf(run, 100);
  expect(columns.length).toBeLessThanOrEqual(100);
  const equities = run.account.map(({ equityUsd }) => equityUsd);
  expect(Math.max(...columns.map(({ highUsd }) => highUsd))).toBe(Math.max(...equities));
  expect(Math.min(...columns.map(({ lowUsd }) => lowUsd))).toBe(Math.min(...equities));
  expect(Math.max(...columns.map(({ depth }) => depth))).toBe(drawdownOf(run).maxFraction);
  expect(columns.at(-1)?.equityUsd).toBe(equities.at(-1));
});
