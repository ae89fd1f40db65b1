import { type Deployed, METRICS, SELDOM, TICKING } from './deployed.ts';
import type { Usage } from './measured.ts';
import { DAYS, EGRESS, FREE, MINUTES, PRICES } from './prices.ts';

/** What is paid for that is no resource of the stack. */
export const METRICS_PART = 'metrics';
export const REQUESTS_PART = 'requests';
export const EGRESS_PART = 'Egress';

/** Kilobytes a minute that all functions of a desk write into their logs, by guess. */
const ASSUMED_LOG_KB = 6;

/** One thing that is paid for, in a month of one desk. */
export interface CostLine {
  readonly what: string;
  readonly count: string;
  /** Dollars by the part of the stack that they are paid for. */
  readonly parts: Readonly<Record<string, number>>;
  /** Dollars of them that an account has free, once for all that runs in it. */
  readonly free: number;
}

/** Dollars of a line at list price. */
export const pricedOf = ({ parts }: CostLine): number =>
  Object.values(parts).reduce((sum, dollars) => sum + dollars, 0);

export interface Bill {
  readonly lines: readonly CostLine[];
  /** Dollars a month at list price; what remains of them when an account uses its free part for nothing else. */
  readonly listUsd: number;
  readonly afterFreeUsd: number;
  /** What another desk like it adds in the same account: little of what is free is left for it. */
  readonly extraDesk: { readonly listUsd: number; readonly afterFreeUsd: number };
}

/** A month of 30 days of one desk, live or not, line by line, and what a second desk like it adds in the same stack. */
export function billOf(deployed: Deployed, usage: Usage, isLive = false): Bill {
  const own = linesOf(deployed, usage, 1);
  const lines = isLive ? [...own, ADDRESS] : own;
  const sumOf = (each: readonly CostLine[]) => each.reduce((sum, line) => sum + pricedOf(line), 0);
  const listUsd = sumOf(lines);
  const freeOf = (desks: number) => linesOf(deployed, usage, desks).reduce((sum, { free }) => sum + free, 0);
  return {
    lines,
    listUsd,
    afterFreeUsd: listUsd - freeOf(1),
    extraDesk: { listUsd: sumOf(own), afterFreeUsd: sumOf(own) - (freeOf(2) - freeOf(1)) },
  };
}

/** Of the network that live desks speak to the venue from: there is one in a stack, however many they are. */
const ADDRESS: CostLine = {
  what: 'Fixed address of live desks',
  count: 'a NAT gateway and its address, once for the stack; 5 cents a gigabyte are not in it',
  parts: { [EGRESS_PART]: EGRESS.gateway + EGRESS.address },
  free: 0,
};

/** The lines of one desk. `free` is what of so many desks' is free together. */
function linesOf(deployed: Deployed, usage: Usage, desks: number): readonly CostLine[] {
  return [
    ...lambdaLines(deployed, usage, desks),
    ...tableLines(usage),
    ...watchLines(deployed, desks),
    {
      what: 'Scheduler',
      count: `${grouped(callsAMonth - SELDOM.LimitsGuard)} of 14,000,000 that are free`,
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

export const grouped = (n: number): string => Math.round(n).toLocaleString('en-US');

const callsAMonth = MINUTES * TICKING.length + Object.values(SELDOM).reduce((sum, calls) => sum + calls, 0);

const each = <K extends string>(names: readonly K[], dollars: (name: K) => number) =>
  Object.fromEntries(names.map(name => [name, dollars(name)])) as Readonly<Record<K, number>>;

function lambdaLines(
  { tickGb, learnGb }: Deployed,
  { seconds, secondsFrom }: Usage,
  desks: number,
): readonly CostLine[] {
  const ticking = TICKING.reduce((sum, name) => sum + MINUTES * seconds[name] * tickGb, 0);
  const learning = DAYS * 900 * learnGb;
  const request = PRICES.lambdaMillionRequests / 1e6;
  const together = TICKING.reduce((sum, name) => sum + seconds[name], 0);
  return [
    {
      what: 'Lambda, the four of each minute',
      count: `${grouped(MINUTES)} x ${TICKING.length} calls, ${together.toFixed(1)} s a minute together (${secondsFrom}) at ${tickGb * 1_024} MB: ${grouped(ticking)} GB-s`,
      parts: each(TICKING, name => MINUTES * seconds[name] * tickGb * PRICES.lambdaGbSecond),
      free: Math.min(desks * ticking, FREE.gbSeconds) * PRICES.lambdaGbSecond,
    },
    {
      what: 'Lambda, learning each night',
      count: `${DAYS} nights of all fifteen minutes (assumed) at ${grouped(learnGb * 1_024)} MB: ${grouped(learning)} GB-s`,
      parts: { Retrain: learning * PRICES.lambdaGbSecond },
      free: Math.max(0, Math.min(desks * learning, FREE.gbSeconds - desks * ticking)) * PRICES.lambdaGbSecond,
    },
    {
      what: 'Lambda, requests',
      count: grouped(callsAMonth),
      parts: {
        ...each(TICKING, () => MINUTES * request),
        ...each(['DailyClose', 'LimitsGuard', 'Retrain'] as const, name => SELDOM[name] * request),
      },
      free: Math.min(desks * callsAMonth, FREE.requests) * request,
    },
  ];
}

const tableLines = ({ reads, writes, unitsFrom }: Usage): readonly CostLine[] => [
  {
    what: 'DynamoDB, writes',
    count: `${writes.toFixed(0)} units a minute (${unitsFrom}): ${grouped(MINUTES * writes)}`,
    parts: { Books: ((MINUTES * writes) / 1e6) * PRICES.dynamoMillionWrites },
    free: 0,
  },
  {
    what: 'DynamoDB, reads',
    count: `${reads.toFixed(0)} units a minute (${unitsFrom}): ${grouped(MINUTES * reads)}`,
    parts: { Books: ((MINUTES * reads) / 1e6) * PRICES.dynamoMillionReads },
    free: 0,
  },
];

function watchLines(
  { alarms, alarmMetrics, composites, dashboards }: Deployed,
  desks: number,
): readonly CostLine[] {
  const gb = (MINUTES * ASSUMED_LOG_KB) / 1_048_576;
  return [
    {
      what: 'CloudWatch, metrics',
      count: `${METRICS.length}, in one dimension each`,
      parts: { [METRICS_PART]: METRICS.length * PRICES.metric },
      free: Math.min(desks * METRICS.length, FREE.metrics) * PRICES.metric,
    },
    {
      what: 'CloudWatch, alarms',
      count: `${alarms} alarms over ${alarmMetrics} metrics`,
      parts: { Alarms: alarmMetrics * PRICES.alarmMetric },
      free: Math.min(desks * alarmMetrics, FREE.alarmMetrics) * PRICES.alarmMetric,
    },
    {
      what: 'CloudWatch, alarms over alarms, and dashboards',
      count: `${composites} and ${dashboards}`,
      parts: { Alarms: composites * PRICES.compositeAlarm, Dashboard: dashboards * PRICES.dashboard },
      free: Math.min(desks * dashboards, FREE.dashboards) * PRICES.dashboard,
    },
    {
      what: 'CloudWatch, logs',
      count: `${ASSUMED_LOG_KB} KB a minute (assumed): ${gb.toFixed(2)} GB`,
      parts: each(TICKING, () => (gb * PRICES.logsGb) / TICKING.length),
      free: Math.min(desks * gb, FREE.logsGb) * PRICES.logsGb,
    },
  ];
}
