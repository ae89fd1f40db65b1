import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** Days without a result before somebody is told: a night in which the venue was down for hours is one. */
const SILENT_DAYS = 2;

/** What the desk says of its money is not what the venue says (I37), or nobody has looked for two days. */
export class Truth extends Construct {
  constructor(scope: Construct, id: string, family: AlarmFamilyProps) {
    super(scope, id);
    new DeskAlarm(this, 'Mismatch', {
      ...family,
      name: 'truth',
      says: "A day's money by the desk's book is not what the venue's trades and income say.",
      metric: deskMetric(family.desk, 'TruthMismatchUsd', {
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      goesOff: 'above',
      threshold: 0.01,
      periods: 1,
      silence: 'good',
    });
    new DeskAlarm(this, 'Silent', {
      ...family,
      name: 'truth-silent',
      section: 'truth',
      says: `For ${SILENT_DAYS} days no day could be held against the venue's ledger.`,
      metric: deskMetric(family.desk, 'HeartbeatClose', { period: Duration.days(1), statistic: 'Sum' }),
      goesOff: 'below',
      threshold: 1,
      periods: SILENT_DAYS,
      silence: 'bad',
    });
  }
}
