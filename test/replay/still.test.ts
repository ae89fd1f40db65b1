import { join } from 'node:path';
import { expect, test } from 'vitest';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { replayedDoings, type SameDays } from './parity.ts';

const market = syntheticMarket({ seed: 5, days: 2 });
const day: SameDays = {
  market,
  from: market.startsAt,
  minutes: 20 * 60,
  models: join(import.meta.dirname, '../../models/synthetic'),
  marketName: 'synthetic',
};

test('a replay that leaves the still minutes out has the journal of one that runs them all', async () => {
  const quick = await replayedDoings(day);
  expect(quick.records.some(record => 'type' in record && record.type === 'closed')).toBe(true);
  const slow = await replayedDoings(day, true);
  expect(slow.hash).toBe(quick.hash);
  expect(slow.equityCents).toEqual(quick.equityCents);
});

test('the same input has the same journal, and another limit another one', async () => {
  const [once, again] = [await replayedDoings(day), await replayedDoings(day)];
  expect(again).toEqual(once);
  const other = await replayedDoings({ ...day, limits: { 'exits/hold-minutes-max': '30' } });
  expect(other.hash).not.toBe(once.hash);
});
