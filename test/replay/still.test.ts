import { join } from 'node:path';
import { expect, test } from 'vitest';
import { minutesAfter } from '../../lib/desk/units.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { aSignalAt, coinMarket, WARM } from '../kit/desk.ts';
import type { ScriptedBar } from '../kit/scripted-market.ts';
import { replayedDoings, type SameDays } from './parity.ts';

const market = syntheticMarket({ seed: 7, days: 1 });
// With a settlement of funding in it.
const hours: SameDays = {
  market,
  from: market.startsAt,
  minutes: 9 * 60,
  models: join(import.meta.dirname, '../../models/synthetic'),
  marketName: 'synthetic',
};

const quick = await replayedDoings(hours);

test('a replay that leaves the still minutes out has the journal of one that runs them all', async () => {
  expect(quick.records.some(record => 'type' in record && record.type === 'closed')).toBe(true);
  const slow = await replayedDoings(hours, true);
  expect(slow.hash).toBe(quick.hash);
  expect(slow.equityCents).toEqual(quick.equityCents);
});

test('the same input has the same journal, and another limit another one', async () => {
  expect(await replayedDoings(hours)).toEqual(quick);
  const other = await replayedDoings({ ...hours, limits: { 'exits/hold-minutes-max': '30' } });
  expect(other.hash).not.toBe(quick.hash);
});

test('a halt that a person lifts while nothing is open is lifted in its minute', async () => {
  // A long is stopped out by a fall, and takes more than the drawdown limit with it.
  const fall = [
    100,
    ...Array.from({ length: 60 }, (_, n) => 100 - n / 20),
    ...Array.from({ length: 240 }, () => 97),
  ];
  const bars = fall.slice(1).map((close, n): ScriptedBar => {
    const open = fall[n] as number;
    return [open, Math.max(open, close), Math.min(open, close), close];
  });
  const halted: SameDays = {
    market: coinMarket(bars),
    from: WARM,
    minutes: 280,
    signals: [aSignalAt(1, 'long', 'COINUSDT', 0.75)],
    limits: {
      'risk/drawdown-fraction-max': '0.01',
      'sizing/risk-fraction': '0.2',
      'plan/leverage-max': '10',
      'risk/trade-notional-usd-max': '50000',
      'risk/symbol-notional-usd-max': '50000',
      'risk/gross-notional-usd-max': '200000',
      'risk/daily-loss-usd-max': '5000',
      'control/resume': new Date(minutesAfter(WARM, 201)).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
  };
  const slow = await replayedDoings(halted, true);
  expect(slow.noTrade.get('drawdown-halt')).toBeGreaterThan(30);
  expect(slow.noTrade.get('drawdown-halt')).toBeLessThan(200);
  const fast = await replayedDoings(halted);
  expect(fast.noTrade).toEqual(slow.noTrade);
  expect(fast.hash).toBe(slow.hash);
});
