import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** A position has no stop that covers it (I21). That the monitor is silent is the heartbeat's alarm. */
export class Unprotected extends Construct {
  constructor(scope: Construct, id: string, family: AlarmFamilyProps) {
    super(scope, id);
    new DeskAlarm(this, 'Positions', {
      ...family,
      name: 'unprotected',
      says: 'The monitor ended its minute with a position that no live stop covers in full.',
      metric: deskMetric(family.desk, 'UnprotectedPositions', {
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      goesOff: 'above',
      threshold: 0,
      periods: 1,
      silence: 'good',
    });
  }
}
