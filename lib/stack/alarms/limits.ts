import { Duration } from 'aws-cdk-lib/core';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/**
 * The limits let nothing be opened. Entry looks at them each minute by itself, so that nobody looks at them is the
 * heartbeat's alarm; the limits guard looks after each edit, and names it. Two minutes: one in which the Parameter Store
 * did not answer is nothing.
 */
export const limits = ({ scope, ...family }: AlarmFamilyProps): DeskAlarm =>
  new DeskAlarm(scope, 'LimitsRefused', {
    ...family,
    name: 'limits',
    says: 'The limits cannot be read, or together allow no trade. Nothing is opened until they are corrected.',
    metric: deskMetric(family.desk, 'LimitsRefused', { period: Duration.minutes(1), statistic: 'Maximum' }),
    goesOff: 'above',
    threshold: 0,
    periods: 2,
    silence: 'good',
  });
