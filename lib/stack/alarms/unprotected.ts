import { Duration } from 'aws-cdk-lib/core';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/**
 * A position has no stop that covers it (I21). The monitor and the guardian say how many under one metric name, each by
 * its own look: the maximum hears either. That one of them is silent is the heartbeat's alarm.
 */
export const unprotected = ({ scope, ...family }: AlarmFamilyProps): DeskAlarm =>
  new DeskAlarm(scope, 'Unprotected', {
    ...family,
    name: 'unprotected',
    says: 'A position is on the account that no live stop covers in full: so the monitor at the end of its minute, or the guardian by its own look.',
    metric: deskMetric(family.desk, 'UnprotectedPositions', {
      period: Duration.minutes(1),
      statistic: 'Maximum',
    }),
    goesOff: 'above',
    threshold: 0,
    periods: 1,
    silence: 'good',
  });
