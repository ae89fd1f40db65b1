import { describe, expect, test } from 'vitest';
import { measureTrades } from '../../../lib/desk/doctor/evidence.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { DAY_MS, epochMs, minuteOf, price, qty, usd } from '../../../lib/desk/units.ts';
import { NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';
import { examined, theFinding } from './examined.ts';

/** A trade of $1,000 opened so many days ago, closed an hour later with this realised profit before 50 cents of commission. */
const closedDaysAgo = (days: number, realised: number, fundingUsd = 0): Position => {
  const openedAt = minuteOf(NOW - days * DAY_MS);
  const exit = aFill({
    tradeId: 'exit',
    kind: 'take-profit',
    price: price(101),
    qty: qty(10),
    realisedUsd: usd(realised),
    commissionUsd: usd(0),
  });
  const open = aPosition();
  return {
    ...open,
    openedAt,
    closedAt: minuteOf(openedAt + DAY_MS / 24),
    phase: 'closed',
    fills: [...open.fills, exit],
    fundingUsd: usd(fundingUsd),
  };
};

describe('the desk’s own trades', () => {
  test('are measured over thirty days: how many, how long, how often won, what they came to', () => {
    const measured = measureTrades(
      [closedDaysAgo(10, 20, -1), closedDaysAgo(4, -10), closedDaysAgo(2, 0.5)],
      NOW,
    );
    expect(measured).toMatchObject({ trades: 3, days: 10, netUsd: 20 - 10 + 0.5 - 3 * 0.5 - 1 });
    // Fees alone make the third no win.
    expect(measured?.winRateFraction).toBeCloseTo(1 / 3, 9);
    // A dollar of funding on three times $1,000.
    expect(measured?.fundingFraction).toBeCloseTo(1 / 3_000, 9);
    // One R of each is $1,000 at 1 % with costs of 0.14 %: $11.40.
    expect(measured?.netR).toBeCloseTo((18.5 - 10.5) / 11.4 / 3, 9);
  });

  test('are none where nothing has been closed, or all of it long ago', () => {
    expect(measureTrades([], NOW)).toBeUndefined();
    expect(measureTrades([aPosition()], NOW)).toBeUndefined();
    expect(measureTrades([closedDaysAgo(31, 5)], NOW)).toBeUndefined();
  });
});

describe('the number of cycles', () => {
  const of = (positions: readonly Position[], assumedCyclesPerDay?: number) => {
    const trades = measureTrades(positions, epochMs(NOW));
    const x = examined({
      profile: 'math-ai',
      equity: 15_000,
      input: {
        ...(trades && { trades }),
        ...(assumedCyclesPerDay === undefined ? {} : { assumedCyclesPerDay }),
      },
    });
    return { profit: x.profit, found: theFinding(x, 'cycles') };
  };
  /** 45 trades in ten days: 4.5 a day, and 15 of them are a cycle. */
  const many = Array.from({ length: 45 }, (_, i) => closedDaysAgo(10 - i / 5, i % 2 === 0 ? 15 : -12));

  test('is measured from closed trades', () => {
    const { profit, found } = of(many);
    expect(profit?.cycles).toMatchObject({ source: 'measured', perDay: 0.3 });
    expect(found.severity).toBe('note');
    expect(found.title).toContain('0.3 cycles a day, measured: $10.53 a day at 50 % wins');
    expect(found.proof).toContain('45 trades in 10 days, 15 to a cycle');
  });

  test('that is measured goes before one that is assumed, and says so', () => {
    const { profit, found } = of(many, 10);
    expect(profit?.cycles).toMatchObject({ source: 'measured', perDay: 0.3 });
    expect(found.proof).toContain('and not the 10 of --cycles');
  });

  test('is an assumption, named as such, where there is no trade', () => {
    const { found } = of([], 10);
    expect(found.severity).toBe('warning');
    expect(found.title).toContain('10 cycles a day, assumed');
    expect(found.proof).toContain('the desk has no closed trade to count them by');
  });

  test('is not told from half a day', () => {
    expect(of([closedDaysAgo(0.5, 5)], 10).found.proof).toContain('0.5 days of trades are too few');
    expect(of([closedDaysAgo(0.5, 5)]).profit?.cycles.source).toBe('unknown');
  });

  test('is not known where nobody says', () => {
    const { profit, found } = of([]);
    expect(profit?.rows.every(row => row.dayNetUsd === undefined)).toBe(true);
    expect(found.title).toContain('what a day earns is not known');
  });
});

describe('funding', () => {
  const of = (...positions: Position[]) => {
    const trades = measureTrades(positions, NOW);
    return examined({ profile: 'math-ai', equity: 15_000, input: { ...(trades && { trades }) } }).profit;
  };

  test('is assumed at 0.01 % in eight hours over the longest hold, and always paid', () => {
    const profit = of();
    // $900 x 0.01 % x 240 / 480 minutes.
    expect(profit?.fundingUsd).toBeCloseTo(0.045, 9);
    expect(profit?.funding.source).toBe('assumed');
    expect(profit?.rows[1]?.cycleFundedUsd).toBeCloseTo(35.1 - 15 * 0.045, 6);
  });

  test('is that of the desk’s own trades where there are any', () => {
    const profit = of(closedDaysAgo(3, 10, -0.5));
    expect(profit?.funding).toMatchObject({
      source: 'measured',
      because: 'measured: as the desk’s own trades paid it',
    });
    expect(profit?.fundingUsd).toBeCloseTo(900 * 0.0005, 9);
    expect(of(closedDaysAgo(3, 10, 0.5))?.fundingUsd).toBeCloseTo(-0.45, 9);
  });
});
