import type { Template } from 'aws-cdk-lib/assertions';
import { METRICS_NAMESPACE } from '../../lib/adapters/emf-metrics.ts';
import { resourcesOf, TICKING } from '../stack/synthesised.ts';

/**
 * What a desk costs a month, from list prices and from what the stack deploys. Only what nobody has measured is assumed, and
 * said to be. docs/cost.md shows it by what is paid for, docs/architecture.md by the parts of the stack.
 */

/** Dollars, US East. Frankfurt is up to a quarter dearer for DynamoDB and logs, and the same for Lambda. */
export const PRICES = {
  lambdaGbSecond: 0.0000133334,
  lambdaMillionRequests: 0.2,
  dynamoMillionWrites: 0.625,
  dynamoMillionReads: 0.125,
  metric: 0.3,
  alarmMetric: 0.1,
  compositeAlarm: 0.5,
  dashboard: 3,
  logsGb: 0.5,
} as const;
export const FREE = { gbSeconds: 400_000, metrics: 10, alarmMetrics: 10, logsGb: 5 } as const;
/** Dollars a month in Frankfurt, of what a live desk adds. */
export const EGRESS = { gateway: 38, address: 3.6 } as const;

export const DAYS = 30;
const MINUTES = DAYS * 1_440;
/** Seconds that each of the four runs, by guess: reading the venue is nearly all of it. */
export const ASSUMED_SECONDS = { PositionMonitor: 2, UniverseScan: 5, SignalEntry: 5, Guardian: 2 } as const;
export const TIMEOUT_SECONDS = 50;
/** Units a minute of all functions together, by guess: the embedded desk took 12 and 25 in a quiet one with three positions. */
export const ASSUMED_WRITES = 40;
export const ASSUMED_READS = 80;
const ASSUMED_LOG_KB = 6;
/** Calls a month of the functions that are not called each minute: each hour, and learning three times a night. */
const SELDOM = { DailyClose: DAYS * 24, LimitsGuard: DAYS * 24, Retrain: DAYS * 3 } as const;
/** Metrics that the desk's functions emit, each in one dimension. */
export const METRICS = [
  'Entries',
  'EquityUsd',
  'FidelityMedian',
  'ForeignPositions',
  'Heartbeat',
  'LimitsRefused',
  'LossUsed',
  'MarketAgeMinutes',
  'ModelFaults',
  'ModelsRenewed',
  'OpenPositions',
  'OrderFaults',
  'SeatChanges',
  'TickSeconds',
  'TruthFaults',
  'TruthMismatchUsd',
  'UniverseSize',
  'UnprotectedPositions',
];

/** What is paid for that is no resource of the template. */
export const METRICS_PART = 'metrics';
export const REQUESTS_PART = 'requests';

export interface CostLine {
  readonly what: string;
  readonly count: string;
  /** Dollars by the part of the stack that they are paid for. */
  readonly parts: Readonly<Record<string, number>>;
  /** Dollars of them that an account has free. */
  readonly free: number;
}

interface AlarmProperties {
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
}

export const grouped = (n: number): string => Math.round(n).toLocaleString('en-US');
export const money = (amount: number): string => `$${amount.toFixed(2)}`;
export const pricedOf = ({ parts }: CostLine): number =>
  Object.values(parts).reduce((sum, dollars) => sum + dollars, 0);

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

/** GB-seconds a month if every tick ran into its time limit. */
export const ceilingOf = (template: Template): number =>
  TICKING.reduce((sum, name) => sum + MINUTES * TIMEOUT_SECONDS * memoryOf(template, name), 0);

/** A month of the desk `main`, a line for each thing that is paid for. */
export function costLines(template: Template): readonly CostLine[] {
  return [
    ...lambdaLines(template),
    ...tableLines(),
    ...watchLines(template),
    {
      what: 'Scheduler',
      count: `${grouped(callsOf() - SELDOM.LimitsGuard)} of 14,000,000 that are free`,
      parts: {},
      free: 0,
    },
    {
      what: 'Parameter Store, SNS, SQS, S3',
      count: 'standard parameters are free; the others come to cents',
      parts: { [REQUESTS_PART]: 0.05 },
      free: 0,
    },
  ];
}

const callsOf = (): number =>
  MINUTES * TICKING.length + Object.values(SELDOM).reduce((sum, calls) => sum + calls, 0);

const each = <K extends string>(names: readonly K[], dollars: (name: K) => number) =>
  Object.fromEntries(names.map(name => [name, dollars(name)])) as Readonly<Record<K, number>>;

function lambdaLines(template: Template): readonly CostLine[] {
  const secondsOf = (name: keyof typeof ASSUMED_SECONDS) =>
    MINUTES * ASSUMED_SECONDS[name] * memoryOf(template, name);
  const ticking = TICKING.reduce((sum, name) => sum + secondsOf(name), 0);
  const learning = DAYS * 900 * memoryOf(template, 'Retrain');
  const calls = callsOf();
  const request = PRICES.lambdaMillionRequests / 1e6;
  const together = Object.values(ASSUMED_SECONDS).reduce((a, b) => a + b, 0);
  return [
    {
      what: 'Lambda, the four of each minute',
      count: `${grouped(MINUTES)} x ${TICKING.length} calls, ${together} s a minute together (assumed) at ${memoryOf(template, 'Guardian') * 1_024} MB: ${grouped(ticking)} GB-s`,
      parts: each(TICKING, name => secondsOf(name) * PRICES.lambdaGbSecond),
      free: Math.min(ticking, FREE.gbSeconds) * PRICES.lambdaGbSecond,
    },
    {
      what: 'Lambda, learning each night',
      count: `${DAYS} nights of all fifteen minutes at ${grouped(memoryOf(template, 'Retrain') * 1_024)} MB: ${grouped(learning)} GB-s`,
      parts: { Retrain: learning * PRICES.lambdaGbSecond },
      free: Math.max(0, Math.min(learning, FREE.gbSeconds - ticking)) * PRICES.lambdaGbSecond,
    },
    {
      what: 'Lambda, requests',
      count: grouped(calls),
      parts: {
        ...each(TICKING, () => MINUTES * request),
        ...each(['DailyClose', 'LimitsGuard', 'Retrain'] as const, name => SELDOM[name] * request),
      },
      free: calls * request,
    },
  ];
}

const tableLines = (): readonly CostLine[] => [
  {
    what: 'DynamoDB, writes',
    count: `${ASSUMED_WRITES} units a minute (assumed): ${grouped(MINUTES * ASSUMED_WRITES)}`,
    parts: { Books: ((MINUTES * ASSUMED_WRITES) / 1e6) * PRICES.dynamoMillionWrites },
    free: 0,
  },
  {
    what: 'DynamoDB, reads',
    count: `${ASSUMED_READS} units a minute (assumed): ${grouped(MINUTES * ASSUMED_READS)}`,
    parts: { Books: ((MINUTES * ASSUMED_READS) / 1e6) * PRICES.dynamoMillionReads },
    free: 0,
  },
];

function watchLines(template: Template): readonly CostLine[] {
  const alarms = alarmsOf(template);
  const alarmMetrics = alarms.reduce(
    (sum, { Metrics }) => sum + (Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1),
    0,
  );
  const composites = Object.keys(resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm')).length;
  const dashboards = Object.keys(resourcesOf(template, 'AWS::CloudWatch::Dashboard')).length;
  const gb = (MINUTES * ASSUMED_LOG_KB) / 1_048_576;
  return [
    {
      what: 'CloudWatch, metrics',
      count: `${METRICS.length}, in one dimension each`,
      parts: { [METRICS_PART]: METRICS.length * PRICES.metric },
      free: FREE.metrics * PRICES.metric,
    },
    {
      what: 'CloudWatch, alarms',
      count: `${alarms.length} alarms over ${alarmMetrics} metrics`,
      parts: { Alarms: alarmMetrics * PRICES.alarmMetric },
      free: FREE.alarmMetrics * PRICES.alarmMetric,
    },
    {
      what: 'CloudWatch, alarms over alarms, and dashboards',
      count: `${composites} and ${dashboards}`,
      parts: { Alarms: composites * PRICES.compositeAlarm, Dashboard: dashboards * PRICES.dashboard },
      free: dashboards * PRICES.dashboard,
    },
    {
      what: 'CloudWatch, logs',
      count: `${ASSUMED_LOG_KB} KB a minute (assumed): ${gb.toFixed(2)} GB`,
      parts: each(TICKING, () => (gb * PRICES.logsGb) / TICKING.length),
      free: gb * PRICES.logsGb,
    },
  ];
}
