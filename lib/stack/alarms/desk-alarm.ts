import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  type MetricOptions,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../adapters/emf-metrics.ts';

/** What every family of alarms is told. */
export interface AlarmFamilyProps {
  readonly scope: Construct;
  readonly desk: string;
  /** Who hears when it goes off, and when it is over. */
  readonly tell: readonly ITopic[];
}

interface DeskAlarmProps extends Omit<AlarmFamilyProps, 'scope'> {
  /** Name of the alarm after the desk's, and of its section in the runbook. */
  readonly name: string;
  /** What has happened, in a sentence or two. */
  readonly says: string;
  readonly metric: IMetric;
  readonly goesOff: 'above' | 'at-least' | 'below';
  readonly threshold: number;
  /** How many periods of the metric in a row. */
  readonly periods: number;
  /** What silence means: that all is well, the very thing that is feared, or that nothing has changed. */
  readonly silence: 'good' | 'bad' | 'same';
}

const COMPARISONS = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  'at-least': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
} as const;

const MISSING = {
  good: TreatMissingData.NOT_BREACHING,
  bad: TreatMissingData.BREACHING,
  same: TreatMissingData.IGNORE,
} as const;

/** An alarm of one desk. It tells its topics when it goes off and when it is over, and says where to read on. */
export class DeskAlarm extends Construct {
  readonly name: string;
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, props: DeskAlarmProps) {
    super(scope, id);
    const { desk, tell, name, says, metric, goesOff, threshold, periods, silence } = props;
    this.name = name;
    this.alarm = new Alarm(this, 'Alarm', {
      alarmName: `perpdesk-${desk}-${name}`,
      alarmDescription: `${says} What to do: docs/runbook.md#${name}`,
      metric,
      threshold,
      comparisonOperator: COMPARISONS[goesOff],
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      treatMissingData: MISSING[silence],
    });
    for (const action of tell.map(topic => new SnsAction(topic))) {
      this.alarm.addAlarmAction(action);
      this.alarm.addOkAction(action);
    }
  }
}

/** A metric that the desk's functions emit themselves. */
export const deskMetric = (
  desk: string,
  metricName: string,
  options: Pick<MetricOptions, 'period' | 'statistic'>,
): Metric => new Metric({ namespace: METRICS_NAMESPACE, metricName, dimensionsMap: { desk }, ...options });
