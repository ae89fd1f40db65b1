import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** A licence lasts two days without a look at its model. */
const SILENT_DAYS = 2;

/** A model could not be held against what came, or not be fitted (I53); or nobody has tried for two days. */
export class Learning extends Construct {
  constructor(scope: Construct, id: string, family: AlarmFamilyProps) {
    super(scope, id);
    new DeskAlarm(this, 'Failed', {
      ...family,
      name: 'learning',
      says: 'A model could not be revalidated or fitted anew. Its champion stays; unrenewed, its licence ends after two days.',
      metric: deskMetric(family.desk, 'ModelsFailed', { period: Duration.minutes(5), statistic: 'Maximum' }),
      goesOff: 'above',
      threshold: 0,
      periods: 1,
      silence: 'good',
    });
    new DeskAlarm(this, 'Silent', {
      ...family,
      name: 'learning-silent',
      section: 'learning',
      says: `For ${SILENT_DAYS} days no model was held against what came of its predictions: all licences have ended.`,
      metric: deskMetric(family.desk, 'HeartbeatRetrain', { period: Duration.days(1), statistic: 'Sum' }),
      goesOff: 'below',
      threshold: 1,
      periods: SILENT_DAYS,
      silence: 'bad',
    });
  }
}
