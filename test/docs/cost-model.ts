import type { Template } from 'aws-cdk-lib/assertions';
import { METRICS_NAMESPACE } from '../../lib/adapters/emf-metrics.ts';
import { billOf } from '../../lib/operator/cost/bill.ts';
import { type Deployed, TICKING } from '../../lib/operator/cost/deployed.ts';
import { measuredUsage } from '../../lib/operator/cost/measured.ts';
import { MINUTES } from '../../lib/operator/cost/prices.ts';
import { resourcesOf } from '../stack/synthesised.ts';

/**
 * What a desk costs a month by what the stack deploys: `npm run desk -- cost` reckons with what is written down of it, and here it
 * is counted. docs/cost.md shows it by what is paid for, docs/architecture.md by the parts of the stack.
 */

export const TIMEOUT_SECONDS = 50;

interface AlarmProperties {
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
}

export const money = (amount: number): string => `$${amount.toFixed(2)}`;

/** Names of the desk's own metrics on which an alarm hangs. */
export const alarmedMetrics = (template: Template): readonly string[] =>
  alarmsOf(template).flatMap(({ Namespace, MetricName = '' }) =>
    Namespace === METRICS_NAMESPACE ? [MetricName] : [],
  );

const alarmsOf = (template: Template): readonly AlarmProperties[] =>
  Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties as unknown as AlarmProperties,
  );

/** Gigabytes of a desk's function. */
function memoryOf(template: Template, name: string): number {
  const found = Object.entries(resourcesOf(template, 'AWS::Lambda::Function')).find(([id]) =>
    id.startsWith(`main${name}`),
  );
  return Number(found?.[1].Properties.MemorySize) / 1_024;
}

/** What is paid for of what the stack deploys. Throws where the functions of the minute are not all of one size. */
export function deployedOf(template: Template): Deployed {
  const [tickGb = Number.NaN, ...other] = new Set(TICKING.map(name => memoryOf(template, name)));
  if (other.length > 0) throw new Error('the functions of the minute have different memories');
  const alarms = alarmsOf(template);
  return {
    tickGb,
    learnGb: memoryOf(template, 'Retrain'),
    alarms: alarms.length,
    alarmMetrics: alarms.reduce(
      (sum, { Metrics }) => sum + (Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1),
      0,
    ),
    composites: Object.keys(resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm')).length,
    dashboards: Object.keys(resourcesOf(template, 'AWS::CloudWatch::Dashboard')).length,
  };
}

/** GB-seconds a month if every tick ran into its time limit. */
export const ceilingOf = ({ tickGb }: Deployed): number =>
  TICKING.length * MINUTES * TIMEOUT_SECONDS * tickGb;

/** A month of the desk `main`. */
export function billFor(template: Template) {
  const deployed = deployedOf(template);
  return billOf(deployed, measuredUsage(deployed.tickGb));
}

/** What all desks' functions take, for the reckoning of many. */
export const USAGE = measuredUsage(0.5);
export const SECONDS = TICKING.reduce((sum, name) => sum + USAGE.seconds[name], 0);
