import { describe, expect, test } from 'vitest';
import { examined } from './examined.ts';

describe('the profit of a cycle', () => {
  const { profit } = examined({ profile: 'math-ai', equity: 15_000, input: { assumedCyclesPerDay: 10 } });

  test('is reckoned for 15 positions that win 14.40, lose 7.20 and cost 1.26', () => {
    expect(profit?.positions).toBe(15);
    expect(profit?.winUsd).toBeCloseTo(14.4, 6);
    expect(profit?.lossUsd).toBeCloseTo(7.2, 6);
    expect(profit?.costUsd).toBeCloseTo(1.26, 6);
    expect(profit?.dayCostUsd).toBeCloseTo(189, 6);
  });

  test.each([
    // rate, wins alone, less losses, less costs, of a position, ten cycles
    [0.45, 97.2, 37.8, 18.9, 1.26, 189],
    [0.5, 108, 54, 35.1, 2.34, 351],
    [0.55, 118.8, 70.2, 51.3, 3.42, 513],
    [0.6, 129.6, 86.4, 67.5, 4.5, 675],
  ])('at a win rate of %d', (rate, winsOnly, gross, net, position, day) => {
    const row = profit?.rows.find(each => each.winRateFraction === rate);
    expect(row?.cycleWinsOnlyUsd).toBeCloseTo(winsOnly, 6);
    expect(row?.cycleGrossUsd).toBeCloseTo(gross, 6);
    expect(row?.cycleNetUsd).toBeCloseTo(net, 6);
    expect(row?.positionNetUsd).toBeCloseTo(position, 6);
    expect(row?.dayNetUsd).toBeCloseTo(day, 6);
  });

  test('is that of a day only where somebody has measured the cycles', () => {
    const unmeasured = examined({ profile: 'math-ai', equity: 15_000 }).profit;
    expect(unmeasured?.rows.every(row => row.dayNetUsd === undefined)).toBe(true);
  });

  test('counts the positions that fit together, not those that are wished for', () => {
    expect(examined({ profile: 'high-leverage' }).profit?.positions).toBe(4);
    const set = { 'risk/daily-loss-usd-max': '600' };
    expect(examined({ profile: 'high-leverage', set }).profit?.positions).toBe(6);
  });

  test('is a loss for a ladder that needs 77 % wins', () => {
    const rows = examined({ profile: 'high-leverage' }).profit?.rows ?? [];
    expect(rows).toHaveLength(4);
    expect(rows.every(row => row.cycleNetUsd < 0)).toBe(true);
  });
});
