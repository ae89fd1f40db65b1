import type {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';

interface Counted {
  readonly sum: number;
  readonly count: number;
}

/**
 * A CloudWatch that has counted so much of each metric, on two days of equal share; of Lambda's `Duration` by the name of the
 * function, which it lists one a page, and once more by its alias.
 */
export function cloud(
  sums: Readonly<Record<string, Counted>>,
  durations: Readonly<Record<string, Counted>> = {},
) {
  const asked: string[] = [];
  const names = Object.keys(durations);
  const list = (token: string | undefined) => {
    const at = Number(token ?? 0);
    const named = { Name: 'FunctionName', Value: names[at] };
    return {
      Metrics:
        names[at] === undefined
          ? []
          : [
              { Dimensions: [named] },
              { Dimensions: [named, { Name: 'Resource', Value: `${names[at]}:live` }] },
            ],
      ...(at + 1 < names.length ? { NextToken: `${at + 1}` } : {}),
    };
  };
  const client = {
    send: async ({ input }: GetMetricStatisticsCommand | ListMetricsCommand) => {
      if (!('StartTime' in input)) return list((input as ListMetricsCommand['input']).NextToken);
      const [{ Name, Value = '' } = {}] = input.Dimensions ?? [];
      asked.push(`${input.Namespace} ${input.MetricName} ${Name}=${Value}`);
      const of = input.MetricName === 'Duration' ? durations[Value] : sums[input.MetricName ?? ''];
      const { sum, count } = of ?? { sum: 0, count: 0 };
      const half = { Sum: sum / 2, SampleCount: count / 2 };
      return { Datapoints: count === 0 ? [] : [half, half] };
    },
  };
  return { client: client as unknown as Pick<CloudWatchClient, 'send'>, asked };
}
