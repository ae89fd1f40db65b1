import { type CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { asked } from '../../adapters/aws-errors.ts';
import { TICKING, type Ticking } from './deployed.ts';

/** The functions of a desk's minute, by the names that CloudFormation has given them. */
export interface FunctionsThere {
  /** Most often one name each; none where the function has not run for two weeks. */
  readonly named: Readonly<Record<Ticking, readonly string[]>>;
  /** Desks of the same stack, itself among them. */
  readonly desks: number;
}

/**
 * Whatever CloudWatch has a `Duration` of: a function is named after its stack, and after the construct of its desk without the
 * signs that a logical id cannot have. `stack` is undefined where nobody knows it: then any of ours will do, and the desk is
 * taken to be alone. Throws a PortError where CloudWatch gives no answer.
 */
export async function functionsThere(
  client: Pick<CloudWatchClient, 'send'>,
  desk: string,
  stack: string | undefined,
): Promise<FunctionsThere> {
  const found = await everyFunction(client);
  const begin = `^${stack ?? 'perpdesk(?:-[a-z0-9]+)*'}-`;
  const own = desk.replaceAll('-', '');
  const of = (name: Ticking) => new RegExp(`${begin}${own}${name}`);
  const monitors = new RegExp(`${begin}([a-z0-9]+)PositionMonitor`);
  const desks = new Set(found.flatMap(each => monitors.exec(each)?.[1] ?? []));
  return {
    named: Object.fromEntries(
      TICKING.map(name => [name, found.filter(each => of(name).test(each))]),
    ) as unknown as FunctionsThere['named'],
    desks: stack === undefined ? 1 : Math.max(1, desks.size),
  };
}

async function everyFunction(client: Pick<CloudWatchClient, 'send'>): Promise<readonly string[]> {
  const found: string[] = [];
  const query = { Namespace: 'AWS/Lambda', MetricName: 'Duration', Dimensions: [{ Name: 'FunctionName' }] };
  for (let next: string | undefined, more = true; more; more = next !== undefined) {
    const asking = new ListMetricsCommand({ ...query, ...(next === undefined ? {} : { NextToken: next }) });
    const { Metrics = [], NextToken } = await asked(
      'CloudWatch: looking for the functions',
      client.send(asking),
    );
    // The same calls are counted by version and by alias once more, in two dimensions.
    for (const { Dimensions: [only, ...others] = [] } of Metrics)
      if (only?.Value !== undefined && others.length === 0) found.push(only.Value);
    next = NextToken;
  }
  return found;
}
