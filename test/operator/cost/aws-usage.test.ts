import type { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { countedUsage } from '../../../lib/operator/cost/aws-usage.ts';

const NOW = Date.UTC(2026, 0, 8);

/** A CloudWatch that has counted so much of each metric, on two days of equal share. */
function cloud(sums: Readonly<Record<string, { readonly sum: number; readonly count: number }>>) {
  const asked: string[] = [];
  const client = {
    send: async ({ input }: GetMetricStatisticsCommand) => {
      const [{ Name, Value } = {}] = input.Dimensions ?? [];
      asked.push(`${input.Namespace} ${input.MetricName} ${Name}=${Value}`);
      const { sum, count } = sums[input.MetricName ?? ''] ?? { sum: 0, count: 0 };
      const half = { Sum: sum / 2, SampleCount: count / 2 };
      return { Datapoints: count === 0 ? [] : [half, half] };
    },
  };
  return { client: client as unknown as Parameters<typeof countedUsage>[0], asked };
}

describe('what CloudWatch has counted of a desk', () => {
  test('is told for an average minute: the scan’s beats say how many there were', async () => {
    const { client, asked } = cloud({
      TickSeconds: { sum: 24_000, count: 40_000 },
      UniverseSize: { sum: 500_000, count: 10_000 },
      ConsumedReadCapacityUnits: { sum: 310_000, count: 9 },
      ConsumedWriteCapacityUnits: { sum: 170_000, count: 9 },
    });
    expect(await countedUsage(client, { desk: 'main', table: 'perpdesk-Books' }, NOW)).toEqual({
      seconds: 2.4,
      reads: 31,
      writes: 17,
      days: 7,
    });
    expect(asked.toSorted()).toEqual([
      'AWS/DynamoDB ConsumedReadCapacityUnits TableName=perpdesk-Books',
      'AWS/DynamoDB ConsumedWriteCapacityUnits TableName=perpdesk-Books',
      'perpdesk TickSeconds desk=main',
      'perpdesk UniverseSize desk=main',
    ]);
  });

  test('is nothing where the desk has not ticked', async () =>
    expect(
      await countedUsage(cloud({}).client, { desk: 'main', table: 'perpdesk-Books' }, NOW),
    ).toBeUndefined());

  test('is a PortError where CloudWatch gives no answer', async () => {
    const denies = {
      send: async () => {
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      },
    } as unknown as Parameters<typeof countedUsage>[0];
    await expect(countedUsage(denies, { desk: 'main', table: 't' }, NOW)).rejects.toMatchObject({
      kind: 'unauthorised',
    });
  });
});
