import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf } from '../stack/synthesised.ts';
import { evaluateExpression, type Value } from './metric-math.ts';

/** One value of a metric, as CloudWatch has it. `source` tells series of one name apart: the desk, or a queue. */
export interface Point {
  readonly metric: string;
  readonly source: string;
  readonly at: number;
  readonly value: number;
}

export type AlarmState = 'INSUFFICIENT_DATA' | 'OK' | 'ALARM';

interface Series {
  readonly metric: string;
  readonly source: string;
  readonly statistic: string;
  readonly periodMs: number;
}

/** What the template says of an alarm, as far as its evaluation needs it. */
export interface AlarmDefinition {
  readonly name: string;
  readonly periods: number;
  readonly datapoints: number;
  readonly threshold: number;
  readonly comparison: string;
  readonly missing: string;
  readonly periodMs: number;
  readonly valueIn: (points: readonly Point[], from: number, to: number) => Value;
}

interface StatProperties {
  readonly Period: number;
  readonly Stat: string;
  readonly Metric: MetricProperties;
}
interface MetricProperties {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}
interface AlarmProperties extends MetricProperties {
  readonly AlarmName: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
  readonly Period?: number;
  readonly Statistic?: string;
  readonly Metrics?: readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly MetricStat?: StatProperties;
  }[];
}

/** The lines of the desk's own log that hold metrics, as CloudWatch reads them. */
export const pointsOf = (lines: readonly string[]): readonly Point[] =>
  lines.flatMap(line => {
    const { _aws, ...fields } = JSON.parse(line) as {
      readonly _aws: {
        readonly Timestamp: number;
        readonly CloudWatchMetrics: readonly {
          readonly Dimensions: readonly (readonly string[])[];
          readonly Metrics: readonly { readonly Name: string }[];
        }[];
      };
      readonly [name: string]: unknown;
    };
    return _aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
      Metrics.map(({ Name }) => ({
        metric: Name,
        source: (Dimensions[0] ?? []).map(dimension => fields[dimension]).join(),
        at: _aws.Timestamp,
        value: Number(fields[Name]),
      })),
    );
  });

/** The metric alarms of a template, by their own properties and nothing else. */
export const alarmsOf = (template: Template): readonly AlarmDefinition[] =>
  Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).map(({ Properties }) =>
    definitionOf(Properties as unknown as AlarmProperties),
  );

/** The alarms that a composite goes off with: its rule is an OR of them. */
export function compositeOf(template: Template): readonly string[] {
  const [only] = Object.values(resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm'));
  const rule = JSON.stringify(only?.Properties.AlarmRule);
  if (/AND|NOT|\bOK\(/.test(rule)) throw new Error(`the rule is more than an OR: ${rule}`);
  return Object.entries(resourcesOf(template, 'AWS::CloudWatch::Alarm'))
    .filter(([id]) => rule.includes(`"${id}"`))
    .map(([, { Properties }]) => String(Properties.AlarmName));
}

function definitionOf(properties: AlarmProperties): AlarmDefinition {
  const { AlarmName, EvaluationPeriods, DatapointsToAlarm, Threshold, ComparisonOperator } = properties;
  const { TreatMissingData, Metrics } = properties;
  const stats = (Metrics ?? []).flatMap(({ Id, MetricStat }) =>
    MetricStat === undefined ? [] : [[Id, seriesOf(MetricStat)] as const],
  );
  const { Period = 60, Statistic = '' } = properties;
  const single = () => seriesOf({ Period, Stat: Statistic, Metric: properties });
  const series = Metrics === undefined ? new Map([['m', single()]]) : new Map(stats);
  const expression = Metrics?.find(each => each.Expression !== undefined)?.Expression ?? 'm';
  const [first] = series.values();
  return {
    name: AlarmName,
    periods: EvaluationPeriods,
    datapoints: DatapointsToAlarm,
    threshold: Threshold,
    comparison: ComparisonOperator,
    missing: TreatMissingData,
    periodMs: first?.periodMs ?? 0,
    valueIn: (points, from, to) =>
      evaluateExpression(expression, id => {
        const its = series.get(id);
        if (its === undefined) throw new Error(`${AlarmName}: ${id} is no metric of it`);
        return statisticOf(its, points, from, to);
      }),
  };
}

const seriesOf = ({ Period, Stat, Metric }: StatProperties): Series => ({
  metric: Metric.MetricName,
  source: Metric.Dimensions.map(({ Value }) => sourceOf(Value)).join(),
  statistic: Stat,
  periodMs: Period * 1_000,
});

/** A queue is named by the resource that it is in the template. */
const sourceOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : String((value as { readonly 'Fn::GetAtt'?: readonly string[] })['Fn::GetAtt']?.[0]);

function statisticOf(
  { metric, source, statistic }: Series,
  points: readonly Point[],
  from: number,
  to: number,
) {
  const values = points
    .filter(point => point.metric === metric && point.source === source)
    .filter(({ at }) => at >= from && at < to)
    .map(({ value }) => value);
  if (values.length === 0) return undefined;
  if (statistic === 'Maximum') return Math.max(...values);
  if (statistic === 'Minimum') return Math.min(...values);
  if (statistic === 'Sum') return values.reduce((sum, each) => sum + each, 0);
  throw new Error(`${statistic} of ${metric} is not known here`);
}

/** CloudWatch looks back further than the periods of an alarm, in case that data are late. */
const MORE_PERIODS = 2;

/**
 * The state of an alarm at `now`, after another. CloudWatch's rules for missing data: real points are taken where there
 * are enough in its evaluation range, the newest first; else as few missing ones as possible count as the alarm says.
 */
export function stateAt(
  alarm: AlarmDefinition,
  points: readonly Point[],
  now: number,
  before: AlarmState,
): AlarmState {
  const range = Array.from({ length: alarm.periods + MORE_PERIODS }, (_, n) => now - n * alarm.periodMs);
  const existing = range
    .map(to => alarm.valueIn(points, to - alarm.periodMs, to))
    .filter(value => value !== undefined)
    .slice(0, alarm.periods);
  const filled = alarm.periods - existing.length;
  if (alarm.missing === 'ignore' && filled > 0) return before;
  if (alarm.missing === 'missing' && existing.length === 0) return 'INSUFFICIENT_DATA';
  const breaching =
    existing.filter(value => isBreaching(alarm, value)).length + (alarm.missing === 'breaching' ? filled : 0);
  return breaching >= alarm.datapoints ? 'ALARM' : 'OK';
}

function isBreaching({ comparison, threshold, name }: AlarmDefinition, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    default:
      throw new Error(`${name}: ${comparison} is not known here`);
  }
}

/** Follows all alarms of a template from minute to minute, by the points there are until then. */
export class AlarmWatch {
  readonly #alarms: readonly AlarmDefinition[];
  readonly #composite: readonly string[];
  readonly #prefix: string;
  /** Every state that an alarm has had, in order, each once in a row. */
  readonly #histories = new Map<string, AlarmState[]>();

  constructor(template: Template, desk: string) {
    this.#alarms = alarmsOf(template);
    this.#composite = compositeOf(template);
    this.#prefix = `perpdesk-${desk}-`;
  }

  look(points: readonly Point[], now: number): void {
    const known = points.filter(({ at }) => at < now);
    for (const alarm of this.#alarms)
      this.#enter(alarm.name, stateAt(alarm, known, now, this.#last(alarm.name)));
    const on = this.#composite.some(name => this.#last(name) === 'ALARM');
    this.#enter(`${this.#prefix}not-safe`, on ? 'ALARM' : 'OK');
  }

  /** `unprotected` as `INSUFFICIENT_DATA OK ALARM OK`. */
  history(name: string): string {
    return (this.#histories.get(this.#prefix + name) ?? []).join(' ');
  }

  /** Those that are on now. */
  on(): readonly string[] {
    return [...this.#histories.keys()]
      .filter(name => this.#last(name) === 'ALARM')
      .map(name => name.slice(this.#prefix.length))
      .toSorted();
  }

  #last(name: string): AlarmState {
    return this.#histories.get(name)?.at(-1) ?? 'INSUFFICIENT_DATA';
  }

  #enter(name: string, state: AlarmState): void {
    const history = this.#histories.get(name) ?? ['INSUFFICIENT_DATA'];
    if (history.at(-1) !== state) history.push(state);
    this.#histories.set(name, history);
  }
}
