import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** Hours without a look at the limits before somebody is told. */
const SILENT_HOURS = 3;

/** The limits let nothing be opened, or nobody looks at them. */
export class LimitsAlarms extends Construct {
  constructor(scope: Construct, id: string, family: AlarmFamilyProps) {
    super(scope, id);
    new DeskAlarm(this, 'Refused', {
      ...family,
      name: 'limits',
      says: 'The limits cannot be read, or together allow no trade. Nothing is opened until they are corrected.',
      metric: deskMetric(family.desk, 'LimitsRefused', {
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      goesOff: 'above',
      threshold: 0,
      periods: 1,
      // Between two looks they are what they were at the last one.
      silence: 'same',
    });
    new DeskAlarm(this, 'Silent', {
      ...family,
      name: 'limits-silent',
      section: 'limits',
      says: `For ${SILENT_HOURS} hours nobody has looked at the limits. Entries look at them by themselves all the same.`,
      metric: deskMetric(family.desk, 'HeartbeatLimits', { period: Duration.hours(1), statistic: 'Sum' }),
      goesOff: 'below',
      threshold: 1,
      periods: SILENT_HOURS,
      silence: 'bad',
    });
  }
}
