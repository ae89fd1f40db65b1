import {
  AlarmStatusWidget,
  Dashboard,
  type IAlarm,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  PeriodOverride,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { DeskFunction } from '../desk-function.ts';
import { graph, HEIGHT, line } from './graph.ts';
import { QUERIES } from './queries.ts';

interface DeskDashboardProps {
  readonly desk: string;
  readonly alarms: readonly IAlarm[];
  /** Those that are called each minute, by their names. */
  readonly functions: Readonly<Record<string, DeskFunction>>;
  readonly logs: readonly ILogGroup[];
  /** The desk that this one shadows. */
  readonly twinOf?: string;
}

/** The width of a dashboard, in CloudWatch's columns; a row has two graphs, or three. */
const WHOLE = 24;
const HALF = WHOLE / 2;
const THIRD = WHOLE / 3;

/** One page a desk: is it safe, does it run, does it do what was intended, and what did it not do and why. */
export class DeskDashboard extends Construct {
  constructor(scope: Construct, id: string, props: DeskDashboardProps) {
    super(scope, id);
    const { desk, alarms } = props;
    new Dashboard(this, 'Page', {
      dashboardName: `perpdesk-${desk}`,
      defaultInterval: Duration.hours(12),
      periodOverride: PeriodOverride.INHERIT,
      widgets: [
        [
          new AlarmStatusWidget({
            title: `Alarms of ${desk}`,
            width: WHOLE,
            height: 4,
            alarms: [...alarms],
          }),
        ],
        ...(props.twinOf === undefined ? [] : [divergence(desk, props.twinOf)]),
        money(desk),
        safety(desk),
        running(props),
        intent(desk),
        [questions(props)],
      ],
    });
  }
}

/** A point a day, on the day that it is of. */
const divergence = (desk: string, original: string): IWidget[] => [
  graph({
    title: `Fills of ${original}, against this desk’s`,
    width: THIRD,
    unit: 'basis points worse',
    lines: [daily(desk, 'DivergenceBps', 'mean of the day')],
    mark: { value: 0, label: 'as on paper' },
  }),
  graph({
    title: `Net of ${original}, less this desk’s`,
    width: THIRD,
    unit: 'percentage points of equity',
    lines: [daily(desk, 'DivergencePercent', 'of the day')],
    mark: { value: 0, label: 'as on paper' },
  }),
  graph({
    title: 'Decisions apart',
    width: THIRD,
    unit: 'decisions',
    lines: [daily(desk, 'DecisionsApart', 'entries of one alone, and exits that parted')],
    min: 0,
  }),
];

const daily = (desk: string, metric: string, label: string) =>
  line(desk, metric, 'Average', label, Duration.days(1));

const money = (desk: string): IWidget[] => [
  graph({
    title: 'Equity',
    width: HALF,
    unit: 'US dollars',
    lines: [line(desk, 'EquityUsd', 'Average', 'equity')],
  }),
  graph({
    title: 'Loss limits used',
    width: HALF,
    unit: 'share of the limit',
    lines: [line(desk, 'LossUsed', 'Maximum', 'the day’s, or the drawdown’s')],
    mark: { value: 1, label: 'nothing is opened' },
    min: 0,
  }),
];

const safety = (desk: string): IWidget[] => [
  graph({
    title: 'Positions',
    width: THIRD,
    unit: 'positions',
    lines: [
      line(desk, 'OpenPositions', 'Maximum', 'open'),
      line(desk, 'ForeignPositions', 'Maximum', 'by another hand'),
      line(desk, 'UnprotectedPositions', 'Maximum', 'unprotected'),
    ],
    min: 0,
  }),
  graph({
    title: 'Orders in doubt, and stops not proved',
    width: THIRD,
    unit: 'faults',
    lines: [line(desk, 'OrderFaults', 'Maximum', 'faults')],
    min: 0,
  }),
  graph({
    title: 'Age of the market’s data',
    width: THIRD,
    unit: 'minutes',
    lines: [line(desk, 'MarketAgeMinutes', 'Maximum', 'youngest price')],
    mark: { value: 3, label: 'alarm above' },
    min: 0,
  }),
];

const running = ({ desk, functions }: DeskDashboardProps): IWidget[] => [
  graph({
    title: 'Heartbeats',
    width: THIRD,
    unit: 'completed ticks a minute',
    lines: [line(desk, 'Heartbeat', 'Sum', 'of all functions')],
    mark: { value: Object.keys(functions).length, label: 'all' },
    min: 0,
  }),
  graph({
    title: 'Calls by function',
    width: THIRD,
    unit: 'calls a minute',
    lines: Object.entries(functions).map(([name, { lambda }]) =>
      lambda.metricInvocations({ label: name, period: Duration.minutes(1), statistic: 'Sum' }),
    ),
    min: 0,
  }),
  graph({
    title: 'Duration of ticks',
    width: THIRD,
    unit: 'seconds',
    lines: [
      line(desk, 'TickSeconds', 'Maximum', 'slowest'),
      line(desk, 'TickSeconds', 'Average', 'mean of all functions'),
    ],
    mark: { value: 40, label: 'alarm above; ended at 50' },
    min: 0,
  }),
];

const intent = (desk: string): IWidget[] => [
  graph({
    title: 'Fidelity',
    width: THIRD,
    unit: 'executed of intended',
    lines: [line(desk, 'FidelityMedian', 'Minimum', 'median of the day')],
    mark: { value: 0.8, label: 'alarm below' },
    min: 0,
  }),
  graph({
    title: 'Entries, and coins to choose from',
    width: THIRD,
    unit: 'count',
    lines: [line(desk, 'Entries', 'Sum', 'entries'), line(desk, 'UniverseSize', 'Maximum', 'universe')],
    min: 0,
  }),
  graph({
    title: 'Why nothing may be opened',
    width: THIRD,
    unit: 'faults',
    lines: [
      line(desk, 'LimitsRefused', 'Maximum', 'limits refused'),
      line(desk, 'ModelFaults', 'Maximum', 'no licence, or learning failed'),
      line(desk, 'TruthFaults', 'Maximum', 'days not as the venue says'),
    ],
    min: 0,
  }),
];

/** Reasons are no dimension of a metric, which would cost one each: they are counted in the log when somebody looks. */
const questions = ({ logs }: DeskDashboardProps): IWidget =>
  new LogQueryWidget({
    title: 'Denials by reason, and why minutes opened nothing',
    width: WHOLE,
    height: HEIGHT + 2,
    view: LogQueryVisualizationType.TABLE,
    logGroupNames: logs.map(({ logGroupName }) => logGroupName),
    queryLines: [...QUERIES.denials],
  });
