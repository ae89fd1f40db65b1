import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import type { DayTruth } from '../../../lib/desk/truth/day-truth.ts';
import { DAY_MS, dayOf, epochMs, type Minute, minutesAfter, usd } from '../../../lib/desk/units.ts';
import { PLAIN } from '../../../lib/local/terminal/paint.ts';
import { profit } from '../../../lib/operator/commands/profit.ts';
import { lossSentence } from '../../../lib/operator/views/profit.ts';
import { leased } from '../../contract/book-kit.ts';
import { COIN, NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';

const TODAY = dayOf(NOW);
const day = (n: number) => epochMs(TODAY + n * DAY_MS);
const money = (realised: number, fees: number, funding = 0) => ({
  realisedUsd: usd(realised),
  feesUsd: usd(fees),
  fundingUsd: usd(funding),
  netUsd: usd(realised - fees + funding),
});

const aTruth = (changes: Partial<DayTruth> = {}): DayTruth => ({
  rev: 0,
  day: day(0),
  mode: 'demo',
  closedAt: minutesAfter(day(1) as Minute, 5),
  venue: money(-10, 1, -0.5),
  foreign: money(0, 0),
  book: money(-10, 1, -0.5),
  fills: 2,
  transfersUsd: usd(0),
  otherUsd: usd(0),
  equityOpenUsd: usd(10_000),
  equityCloseUsd: usd(9_988.5),
  markedUsd: usd(0),
  highWaterUsd: usd(10_000),
  won: 0,
  lost: 1,
  mismatchUsd: usd(0),
  differenceCount: 0,
  differences: [],
  ...changes,
});

/** Ten coins, stopped out at 99: -10 and a dollar of fees. */
const stopped = (id: string, closedAt: Minute): Position =>
  aPosition({
    rev: 0,
    id,
    phase: 'closed',
    closedAt,
    fills: [aFill(), aFill({ tradeId: 'x', kind: 'stop-loss', realisedUsd: usd(-10) })],
  });

async function answer(truths: readonly DayTruth[], positions: readonly Position[], from: string, to: string) {
  const store = memoryStore();
  const lease = await leased(store, 'close', NOW);
  for (const truth of truths) await store.saveDayTruth(truth, lease);
  const monitor = await leased(store, 'monitor', NOW);
  for (const position of positions) await store.archivePosition(position, monitor);
  const given = await profit(
    {
      desk: 'main',
      reader: store,
      limits: {} as never,
      parameters: {} as never,
      models: {} as never,
      close: async () => {},
    },
    { from, to },
  );
  return { ...given, text: given.lines({ width: 100, paint: PLAIN }).join('\n') };
}

describe('the profit of a span', () => {
  const yesterday = aTruth({ day: day(-1), won: 2, lost: 1, venue: money(6, 2), book: money(6, 2) });

  test('has the waterfall of what was closed in it, and the venue’s word on each day', async () => {
    const { text, exitCode } = await answer(
      [yesterday, aTruth()],
      [stopped('COINUSDT-1', NOW), stopped('COINUSDT-0', minutesAfter(NOW, -3 * 1_440))],
      '2026-01-04',
      '2026-01-05',
    );
    expect(exitCode).toBe(0);
    expect(text).toContain('1 trade: +$18.90 planned, -$11.00 realised; exits took most');
    expect(text).toMatch(/^2026-01-04\s+\+\$6\.00\s+\$2\.00\s+\$0\.00\s+\+\$4\.00 .* 2\s+1\s+no$/m);
    expect(text).toMatch(/^2026-01-05\s+-\$10\.00\s+\$1\.00\s+-\$0\.50\s+-\$11\.50 .* 0\s+1\s+no$/m);
    expect(text).toMatch(/win rate\s+2 of 4 won after costs, 50 % \(95 % interval 15 % to 85 %\)/);
    expect(text).toMatch(/mode\s+demo/);
    expect(text).not.toContain('No result yet');
  });

  test('I37 names every difference between desk and venue, and ends with 1', async () => {
    const because = 'trade 12, sell 10 COINUSDT at 99, is missing from the book';
    const wrong = aTruth({
      mismatchUsd: usd(10.5),
      differenceCount: 1,
      differences: [
        {
          what: 'fill',
          symbol: COIN,
          at: NOW,
          tradeId: '12',
          venueUsd: usd(-10.5),
          deskUsd: usd(0),
          sizeUsd: usd(10.5),
          because,
        },
      ],
    });
    const { text, exitCode } = await answer([wrong], [], '2026-01-05', '2026-01-05');
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^2026-01-05 .*\$10\.50$/m);
    expect(text).toContain(because);
  });

  test('tells what other hands earned apart, and which days have no result', async () => {
    const truths = [yesterday, aTruth({ day: day(1), foreign: money(7, 1) })];
    const { text } = await answer(truths, [], '2026-01-01', '2026-01-07');
    expect(text).toContain('No trade was closed in these days.');
    expect(text).toMatch(/other hands\s+\+\$6\.00 of it, which the desk did not trade/);
    expect(text).toContain('No result yet of 2026-01-05, 2026-01-07');
  });
});

test('who took most is told only where somebody took something', () => {
  const parts = { sizeUsd: 0, exitsUsd: 2, feesUsd: 0, slippageUsd: 0, fundingUsd: 0 };
  const waterfall = { trades: 2, plannedUsd: 1, realisedUsd: 3, ...parts };
  expect(lossSentence(waterfall as never)).toBe('2 trades: +$1.00 planned, +$3.00 realised');
});
