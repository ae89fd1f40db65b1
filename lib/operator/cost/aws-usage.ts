import { type CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { asked } from '../../adapters/aws-errors.ts';
import { METRICS_NAMESPACE } from '../../adapters/emf-metrics.ts';
import { DAY_MS } from '../../desk/units.ts';
import { stackOf } from '../aws-places.ts';
import { type FunctionsThere, functionsThere } from './aws-functions.ts';
import { TICKING, type Ticking } from './deployed.ts';

/** What CloudWatch has counted of a deployed desk, as averages of a minute. */
export interface CountedUsage {
  /** Seconds of each function of the minute, from its call to its end, failed calls too; the start of a container is not in it. */
  readonly seconds: Readonly<Record<Ticking, number>>;
  /** Units of its stack's table: of all its desks together, since the table alone is counted. */
  readonly reads: number;
  readonly writes: number;
  /** Desks that share the table, itself among them. */
  readonly desks: number;
  readonly days: number;
}

const DAYS = 7;

/**
 * The last seven days of a desk; undefined where it has not ticked in them, or none of its functions are known by name. Throws a
 * PortError where CloudWatch does not say, of kind `unauthorised` where it may not.
 */
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
  const { named, desks } = await functionsThere(client, desk, stackOf(table));
  const [beats, read, written, ...durations] = await Promise.all([
    sums(METRICS_NAMESPACE, 'UniverseSize', 'desk', desk),
    sums('AWS/DynamoDB', 'ConsumedReadCapacityUnits', 'TableName', table),
    sums('AWS/DynamoDB', 'ConsumedWriteCapacityUnits', 'TableName', table),
    ...TICKING.map(name =>
      millisecondsOf(named[name], one => sums('AWS/Lambda', 'Duration', 'FunctionName', one)),
    ),
  ]);
  // The scan tells the size of the universe once in each minute: so many minutes were there.
  const minutes = beats.count;
  if (minutes === 0 || durations.some(sum => sum === 0)) return undefined;
  return {
    seconds: Object.fromEntries(
      TICKING.map((name, i) => [name, (durations[i] ?? 0) / 1_000 / minutes]),
    ) as Record<Ticking, number>,
    reads: read.sum / minutes,
    writes: written.sum / minutes,
    desks,
    days: DAYS,
  };
}

/** Of all functions that have had this part: a stack that was made anew has given it another name. */
async function millisecondsOf(
  names: FunctionsThere['named'][Ticking],
  sums: (name: string) => Promise<{ readonly sum: number }>,
): Promise<number> {
  const found = await Promise.all(names.map(sums));
  return found.reduce((total, { sum }) => total + sum, 0);
}
