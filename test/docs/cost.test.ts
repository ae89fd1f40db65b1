import { expect, test } from 'vitest';
import { METRICS_NAMESPACE } from '../../lib/adapters/emf-metrics.ts';
import { resourcesOf, synthesised, TICKING } from '../stack/synthesised.ts';

/**
 * docs/cost.md: what a desk costs a month, from list prices and from what the stack deploys. `npx vitest run test/docs -u`
 * writes it anew. Only what nobody has measured is assumed, and said to be.
 */

/** Dollars, US East. Frankfurt is up to a quarter dearer for DynamoDB and logs, and the same for Lambda. */
const PRICES = {
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
const FREE = { gbSeconds: 400_000, metrics: 10, alarmMetrics: 10, logsGb: 5 } as const;

const DAYS = 30;
const MINUTES = DAYS * 1_440;
/** Seconds that each of the four runs, by guess: reading the venue is nearly all of it. */
const ASSUMED_SECONDS = { PositionMonitor: 2, UniverseScan: 5, SignalEntry: 5, Guardian: 2 } as const;
const TIMEOUT_SECONDS = 50;
/** Units a minute of all functions together, by guess: the embedded desk took 12 and 25 in a quiet one with three positions. */
const ASSUMED_WRITES = 40;
const ASSUMED_READS = 80;
const ASSUMED_LOG_KB = 6;
/** Metrics that the desk's functions emit, each in one dimension. */
const METRICS = [
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

const money = (amount: number) => `$${amount.toFixed(2)}`;
const grouped = (n: number) => Math.round(n).toLocaleString('en-US');

interface AlarmProperties {
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
}

test('the page on cost counts what the stack deploys', async () => {
  const template = synthesised();
  const functions = resourcesOf(template, 'AWS::Lambda::Function');
  const memoryOf = (name: string) =>
    Number(
      Object.entries(functions).find(([id]) => id.startsWith(`main${name}`))?.[1].Properties.MemorySize,
    ) / 1_024;
  const alarms = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'));
  const alarmMetrics = alarms.reduce((sum, { Properties }) => {
    const { Metrics } = Properties as unknown as AlarmProperties;
    return sum + (Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1);
  }, 0);
  for (const { Properties } of alarms) {
    const { Namespace, MetricName = '' } = Properties as unknown as AlarmProperties;
    if (Namespace === METRICS_NAMESPACE) expect(METRICS).toContain(MetricName);
  }
  const composites = Object.keys(resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm')).length;
  const dashboards = Object.keys(resourcesOf(template, 'AWS::CloudWatch::Dashboard')).length;
  const gbSeconds = TICKING.reduce((sum, name) => sum + MINUTES * ASSUMED_SECONDS[name] * memoryOf(name), 0);
  const ceiling = TICKING.reduce((sum, name) => sum + MINUTES * TIMEOUT_SECONDS * memoryOf(name), 0);
  const learning = DAYS * 900 * memoryOf('Retrain');
  // The close and the limits guard are called each hour, learning three times a night.
  const calls = MINUTES * TICKING.length + DAYS * (24 + 24 + 3);
  const gb = (MINUTES * ASSUMED_LOG_KB) / 1_048_576;
  const lines: readonly (readonly [what: string, count: string, priced: number, free: number])[] = [
    [
      'Lambda, the four of each minute',
      `${grouped(MINUTES)} x ${TICKING.length} calls, ${Object.values(ASSUMED_SECONDS).reduce((a, b) => a + b, 0)} s a minute together (assumed) at ${memoryOf('Guardian') * 1_024} MB: ${grouped(gbSeconds)} GB-s`,
      gbSeconds * PRICES.lambdaGbSecond,
      Math.min(gbSeconds, FREE.gbSeconds) * PRICES.lambdaGbSecond,
    ],
    [
      'Lambda, learning each night',
      `${DAYS} nights of all fifteen minutes at ${grouped(memoryOf('Retrain') * 1_024)} MB: ${grouped(learning)} GB-s`,
      learning * PRICES.lambdaGbSecond,
      Math.max(0, Math.min(learning, FREE.gbSeconds - gbSeconds)) * PRICES.lambdaGbSecond,
    ],
    [
      'Lambda, requests',
      `${grouped(calls)}`,
      (calls / 1e6) * PRICES.lambdaMillionRequests,
      (calls / 1e6) * PRICES.lambdaMillionRequests,
    ],
    [
      'DynamoDB, writes',
      `${ASSUMED_WRITES} units a minute (assumed): ${grouped(MINUTES * ASSUMED_WRITES)}`,
      ((MINUTES * ASSUMED_WRITES) / 1e6) * PRICES.dynamoMillionWrites,
      0,
    ],
    [
      'DynamoDB, reads',
      `${ASSUMED_READS} units a minute (assumed): ${grouped(MINUTES * ASSUMED_READS)}`,
      ((MINUTES * ASSUMED_READS) / 1e6) * PRICES.dynamoMillionReads,
      0,
    ],
    [
      'CloudWatch, metrics',
      `${METRICS.length}, in one dimension each`,
      METRICS.length * PRICES.metric,
      FREE.metrics * PRICES.metric,
    ],
    [
      'CloudWatch, alarms',
      `${alarms.length} alarms over ${alarmMetrics} metrics`,
      alarmMetrics * PRICES.alarmMetric,
      FREE.alarmMetrics * PRICES.alarmMetric,
    ],
    [
      'CloudWatch, alarms over alarms, and dashboards',
      `${composites} and ${dashboards}`,
      composites * PRICES.compositeAlarm + dashboards * PRICES.dashboard,
      dashboards * PRICES.dashboard,
    ],
    [
      'CloudWatch, logs',
      `${ASSUMED_LOG_KB} KB a minute (assumed): ${gb.toFixed(2)} GB`,
      gb * PRICES.logsGb,
      gb * PRICES.logsGb,
    ],
    ['Scheduler', `${grouped(calls)} of 14,000,000 that are free`, 0, 0],
    ['Parameter Store, SNS, SQS, S3', 'standard parameters are free; the others come to cents', 0.05, 0],
  ];
  const sum = lines.reduce((total, [, , priced]) => total + priced, 0);
  const free = lines.reduce((total, [, , , off]) => total + off, 0);
  const page = `# What a desk costs

A month of ${DAYS} days of one paper desk as \`cdk.json\` has it. Counts are of the stack that is deployed; this page is made from it by
\`npx vitest run test/docs -u\`. **No desk of this version has had a bill yet: what is marked *assumed* is a guess**, to be held
against the first one. Prices are list prices of US East in dollars, without tax; Frankfurt asks the same for Lambda and up to
a quarter more for DynamoDB and logs.

| what | how many | a month | of that free |
|---|---|---|---|
${lines.map(([what, count, priced, off]) => `| ${what} | ${count} | ${money(priced)} | ${money(off)} |`).join('\n')}
| **together** | | **${money(sum)}** | **${money(free)}** |

Free is what every account has each month, whatever else runs in it: ${grouped(FREE.gbSeconds)} GB-s and a million requests of Lambda, ${FREE.metrics} metrics,
${FREE.alarmMetrics} alarm metrics, three dashboards, ${FREE.logsGb} GB of logs. Of other use in the account it is not there a second time.

- **The most that the functions can cost** is their time limit: four of ${TIMEOUT_SECONDS} s each minute are ${grouped(ceiling)} GB-s, ${money(ceiling * PRICES.lambdaGbSecond)}. A
  venue that answers slowly drives the first line up; the alarm \`functions\` goes off where a tick nears its limit.
- **A second desk** in the same stack costs the same again; the table, the bucket and the topics are shared.
- **A live desk** adds a fixed address: about $38 for the gateway and $3.60 for the address
  ([why](decisions/0022-live-egress.md)).
- **Learning on Fargate** costs by the hour it takes: [\`models.md\`](models.md#how-long-a-night-takes).
- **The table keeps** the journal for 90 days and closed positions for 400, of which the first 25 GB are free; that it can be put
  back to any second of the last 35 days costs about 20 cents a gigabyte.

This is beside what trading itself costs, which is more: at 15 positions of $900, ten times a day, fees and slippage are $189 a
day (\`npm run desk -- doctor --profile math-ai --equity 15000 --cycles 10\`).

Sources: Lambda on ARM, $${PRICES.lambdaGbSecond} a GB-s and $${PRICES.lambdaMillionRequests} a million requests ([AWS](https://aws.amazon.com/lambda/pricing/), and
[a table of 2024](https://cloudchipr.com/blog/aws-lambda-pricing)); DynamoDB on demand since November 2024, $${PRICES.dynamoMillionWrites} and $${PRICES.dynamoMillionReads} a million
([a table of July 2025](https://airbyte.com/data-engineering-resources/dynamodb-pricing)); CloudWatch, $${PRICES.metric.toFixed(2)} a metric, $${PRICES.alarmMetric.toFixed(2)} an alarm
metric, $${PRICES.compositeAlarm.toFixed(2)} an alarm over alarms, $${PRICES.dashboard} a dashboard ([AWS](https://aws.amazon.com/cloudwatch/pricing/), [a guide of February 2026](https://signoz.io/guides/cloudwatch-pricing)); Scheduler
([a table of March 2026](https://cloudburn.io/blog/amazon-eventbridge-pricing)).
`;
  await expect(page).toMatchFileSnapshot('../../docs/cost.md');
});
