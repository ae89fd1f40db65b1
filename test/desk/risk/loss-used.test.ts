import { expect, test } from 'vitest';
import { lossUsed } from '../../../lib/desk/risk/loss-used.ts';
import { dayOf, epochMs, usd } from '../../../lib/desk/units.ts';
import { aBook, limitsWith, NOW } from '../../kit/builders.ts';

const LIMITS = limitsWith({ 'risk/daily-loss-usd-max': '300', 'risk/drawdown-fraction-max': '0.15' });

const book = (equity: number, more: { high?: number; transfers?: number; halted?: boolean } = {}) =>
  aBook({
    day: {
      startsAt: dayOf(NOW),
      equityAtStartUsd: usd(10_000),
      transfersUsd: usd(more.transfers ?? 0),
      fidelities: [],
    },
    equityUsd: usd(equity),
    highWaterUsd: usd(more.high ?? Math.max(10_000, equity)),
    haltedAt: more.halted === true ? epochMs(NOW) : undefined,
  });

test.each([
  ['nothing on a day that is won', book(10_400), 0],
  ['a third of the day’s', book(9_900), 1 / 3],
  ['all of the day’s', book(9_700), 1],
  ['more than the day’s', book(9_400), 2],
  ['nothing of what was taken out', book(9_700, { transfers: -300, high: 9_700 }), 0],
  ['all of the drawdown, over many days', book(10_000, { high: 10_000 / 0.85 }), 1],
  ['all, as long as the halt lasts', book(10_400, { halted: true }), 1],
])('%s is used', (_what, given, used) => {
  expect(lossUsed(given, LIMITS)).toBeCloseTo(used, 9);
});
