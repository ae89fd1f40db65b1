import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** The RL policy could not learn from a trade, or could not be brought up to date (I53). Nothing is traded by it then. */
export class PolicyLearning extends Construct {
  constructor(scope: Construct, id: string, family: AlarmFamilyProps) {
    super(scope, id);
    new DeskAlarm(this, 'Failed', {
      ...family,
      name: 'policy',
      says: 'The RL policy could not be brought up to date with a closed trade. Sizes stay as planned once it is stale.',
      metric: deskMetric(family.desk, 'PolicyFailed', { period: Duration.minutes(5), statistic: 'Maximum' }),
      goesOff: 'above',
      threshold: 0,
      periods: 1,
      silence: 'good',
    });
  }
}
