import { describe, expect, test } from 'vitest';
import { billOf, pricedOf } from '../../../lib/operator/cost/bill.ts';
import { DEPLOYED, METRICS, SELDOM } from '../../../lib/operator/cost/deployed.ts';
import type { Usage } from '../../../lib/operator/cost/measured.ts';

/** A minute of so many seconds a function and units of each kind. */
const usage = (seconds: number, units: number): Usage => ({
  seconds: { PositionMonitor: seconds, UniverseScan: seconds, SignalEntry: seconds, Guardian: seconds },
  reads: units,
  writes: units,
  secondsFrom: 'a test',
  unitsFrom: 'a test',
});

const line = (what: string, used: Usage) => {
  const found = billOf(DEPLOYED, used).lines.find(each => each.what === what);
  if (found === undefined) throw new Error(`no line ${what}`);
  return { listUsd: pricedOf(found), freeUsd: found.free };
};

describe('a month’s bill', () => {
  test('is the sum of its lines', () => {
    const { lines, listUsd, afterFreeUsd } = billOf(DEPLOYED, usage(1, 10));
    expect(lines.reduce((sum, each) => sum + pricedOf(each), 0)).toBeCloseTo(listUsd, 9);
    expect(lines.reduce((sum, each) => sum + pricedOf(each) - each.free, 0)).toBeCloseTo(afterFreeUsd, 9);
  });

  test('counts each minute of thirty days', () => {
    // 43,200 minutes x 4 s x 0.5 GB, and as many units of each kind.
    expect(line('Lambda, the four of each minute', usage(1, 0)).listUsd).toBeCloseTo(
      86_400 * 0.0000133334,
      9,
    );
    expect(line('DynamoDB, writes', usage(0, 1)).listUsd).toBeCloseTo(0.0432 * 0.625, 9);
    expect(line('DynamoDB, reads', usage(0, 1)).listUsd).toBeCloseTo(0.0432 * 0.125, 9);
    const calls = 4 * 43_200 + SELDOM.DailyClose + SELDOM.LimitsGuard + SELDOM.Retrain;
    expect(line('Lambda, requests', usage(1, 0)).listUsd).toBeCloseTo(calls * 0.2e-6, 9);
  });

  test('never has more free than there is', () => {
    // 4,320,000 GB-s, of which 400,000 are free; nothing is left for the learning.
    const most = usage(50, 0);
    expect(line('Lambda, the four of each minute', most).freeUsd).toBeCloseTo(400_000 * 0.0000133334, 9);
    expect(line('Lambda, learning each night', most).freeUsd).toBe(0);
    expect(line('CloudWatch, metrics', most)).toEqual({
      listUsd: METRICS.length * 0.3,
      freeUsd: 10 * 0.3,
    });
  });

  test('of a second desk gets what the first has left of what is free', () => {
    const little = billOf(DEPLOYED, usage(1, 10));
    expect(little.extraDesk.listUsd).toBe(little.listUsd);
    // Metrics and alarm metrics are used up, the rest is not.
    expect(little.extraDesk.afterFreeUsd).toBeCloseTo(little.afterFreeUsd + 10 * 0.3 + 10 * 0.1, 9);
    const much = billOf(DEPLOYED, usage(50, 10));
    expect(much.extraDesk.afterFreeUsd).toBeCloseTo(
      much.afterFreeUsd + 10 * 0.3 + 10 * 0.1 + 400_000 * 0.0000133334,
      9,
    );
  });
});
