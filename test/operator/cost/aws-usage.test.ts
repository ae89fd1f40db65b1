import { describe, expect, test } from 'vitest';
import { countedUsage } from '../../../lib/operator/cost/aws-usage.ts';
import { cloud } from './cloud.ts';

const NOW = Date.UTC(2026, 0, 8);
const MAIN = { desk: 'main', table: 'perpdesk-BooksTable6C4CCF04-1A' };

const MINUTES = 10_000;
const SUMS = {
  UniverseSize: { sum: 500_000, count: MINUTES },
  ConsumedReadCapacityUnits: { sum: 310_000, count: 9 },
  ConsumedWriteCapacityUnits: { sum: 170_000, count: 9 },
};
/** Milliseconds of so many a minute. */
const ms = (each: number) => ({ sum: each * MINUTES, count: MINUTES });
const DURATIONS = {
  'perpdesk-mainPositionMonitorBundleFunction1-A': ms(400),
  'perpdesk-mainUniverseScanBundleFunction2-B': ms(1_000),
  'perpdesk-mainSignalEntryBundleFunction3-C': ms(600),
  'perpdesk-mainGuardianBundleFunction4-D': ms(500),
  'somebody-elsesPositionMonitor-E': ms(9_000),
};

describe('what CloudWatch has counted of a desk', () => {
  test('is told for an average minute, by Lambda’s own seconds: the scan’s beats say how many minutes there were', async () => {
    const { client, asked } = cloud(SUMS, DURATIONS);
    expect(await countedUsage(client, MAIN, NOW)).toEqual({
      seconds: { PositionMonitor: 0.4, UniverseScan: 1, SignalEntry: 0.6, Guardian: 0.5 },
      reads: 31,
      writes: 17,
      desks: 1,
      days: 7,
    });
    expect(asked.toSorted()).toEqual([
      'AWS/DynamoDB ConsumedReadCapacityUnits TableName=perpdesk-BooksTable6C4CCF04-1A',
      'AWS/DynamoDB ConsumedWriteCapacityUnits TableName=perpdesk-BooksTable6C4CCF04-1A',
      'AWS/Lambda Duration FunctionName=perpdesk-mainGuardianBundleFunction4-D',
      'AWS/Lambda Duration FunctionName=perpdesk-mainPositionMonitorBundleFunction1-A',
      'AWS/Lambda Duration FunctionName=perpdesk-mainSignalEntryBundleFunction3-C',
      'AWS/Lambda Duration FunctionName=perpdesk-mainUniverseScanBundleFunction2-B',
      'perpdesk UniverseSize desk=main',
    ]);
  });

  test('of a function that was made anew in these days is the sum of both', async () => {
    const { client } = cloud(SUMS, {
      ...DURATIONS,
      'perpdesk-mainGuardianBundleFunction4-Z': ms(100),
    });
    expect((await countedUsage(client, MAIN, NOW))?.seconds.Guardian).toBe(0.6);
  });

  test('is nothing where the desk has not ticked', async () =>
    expect(await countedUsage(cloud({}, DURATIONS).client, MAIN, NOW)).toBeUndefined());

  test('is nothing where one of its functions is not known', async () => {
    const { 'perpdesk-mainGuardianBundleFunction4-D': _, ...others } = DURATIONS;
    expect(await countedUsage(cloud(SUMS, others).client, MAIN, NOW)).toBeUndefined();
  });

  test.each(['AccessDenied', 'AccessDeniedException'])(
    'is a PortError where CloudWatch answers %s',
    async name => {
      const denies = {
        send: async () => {
          throw Object.assign(new Error('no'), { name });
        },
      } as unknown as Parameters<typeof countedUsage>[0];
      await expect(countedUsage(denies, MAIN, NOW)).rejects.toMatchObject({ kind: 'unauthorised' });
    },
  );
});
