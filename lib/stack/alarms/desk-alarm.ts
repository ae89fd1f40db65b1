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
  readonly desk: string;
  readonly topic: ITopic;
}

interface DeskAlarmProps extends AlarmFamilyProps {
  /** Name of the alarm after the desk's, and of its section in the runbook. */
  readonly name: string;
  /** What has happened, in a sentence or two. */
  readonly says: string;
  readonly metric: IMetric;
  readonly goesOff: 'above' | 'below';
  readonly threshold: number;
  /** How many periods of the metric in a row. */
  readonly periods: number;
  /** What silence means: that all is well, the very thing that is feared, or that nothing has changed. */
  readonly silence: 'good' | 'bad' | 'same';
  /** Section of the runbook, where several alarms share one. */
  readonly section?: string;
}

const MISSING = {
  good: TreatMissingData.NOT_BREACHING,
  bad: TreatMissingData.BREACHING,
  same: TreatMissingData.IGNORE,
} as const;

/** An alarm of one desk. It tells the topic when it goes off and when it is over, and says where to read on. */
export class DeskAlarm extends Construct {
  constructor(scope: Construct, id: string, props: DeskAlarmProps) {
    super(scope, id);
    const { desk, topic, name, says, metric, goesOff, threshold, periods, silence, section = name } = props;
    const alarm = new Alarm(this, 'Alarm', {
      alarmName: `perpdesk-${desk}-${name}`,
      alarmDescription: `${says} What to do: docs/runbook.md#${section}`,
      metric,
      threshold,
      comparisonOperator:
        goesOff === 'above'
          ? ComparisonOperator.GREATER_THAN_THRESHOLD
          : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      treatMissingData: MISSING[silence],
    });
    const tell = new SnsAction(topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
  }
}

/** A metric that the desk's functions emit themselves. */
export const deskMetric = (
  desk: string,
  metricName: string,
  options: Pick<MetricOptions, 'period' | 'statistic'>,
): Metric => new Metric({ namespace: METRICS_NAMESPACE, metricName, dimensionsMap: { desk }, ...options });
