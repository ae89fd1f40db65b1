import { type CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { asked } from '../../adapters/aws-errors.ts';
import { METRICS_NAMESPACE } from '../../adapters/emf-metrics.ts';
import { DAY_MS } from '../../desk/units.ts';

/** What CloudWatch has counted of a deployed desk, as averages of a minute. */
export interface CountedUsage {
  /** Seconds of all its functions together, from the beginning of a tick to its end. */
  readonly seconds: number;
  /** Units of its stack's table, of whatever desk. */
  readonly reads: number;
  readonly writes: number;
  readonly days: number;
}

const DAYS = 7;

/** The last seven days of a desk; undefined where it has not ticked in them. Throws a PortError where CloudWatch does not say. */
export async function countedUsage(
  client: Pick<CloudWatchClient, 'send'>,
  { desk, table }: { readonly desk: string; readonly table: string },
  now: number,
): Promise<CountedUsage | undefined> {
  const sums = async (namespace: string, metric: string, dimension: string, value: string) => {
    const command = new GetMetricStatisticsCommand({
      Namespace: namespace,
      MetricName: metric,
      Dimensions: [{ Name: dimension, Value: value }],
      StartTime: new Date(now - DAYS * DAY_MS),
      EndTime: new Date(now),
      Period: DAY_MS / 1_000,
      Statistics: ['Sum', 'SampleCount'],
    });
    const { Datapoints = [] } = await asked(`CloudWatch: reading ${metric}`, client.send(command));
    return {
      sum: Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0),
      count: Datapoints.reduce((total, { SampleCount = 0 }) => total + SampleCount, 0),
    };
  };
  const [ticks, beats, read, written] = await Promise.all([
    sums(METRICS_NAMESPACE, 'TickSeconds', 'desk', desk),
    sums(METRICS_NAMESPACE, 'UniverseSize', 'desk', desk),
    sums('AWS/DynamoDB', 'ConsumedReadCapacityUnits', 'TableName', table),
    sums('AWS/DynamoDB', 'ConsumedWriteCapacityUnits', 'TableName', table),
  ]);
  // The scan tells the size of the universe once in each minute: so many minutes were there.
  const minutes = beats.count;
  if (ticks.count === 0 || minutes === 0) return undefined;
  return {
    seconds: ticks.sum / minutes,
    reads: read.sum / minutes,
    writes: written.sum / minutes,
    days: DAYS,
  };
}
