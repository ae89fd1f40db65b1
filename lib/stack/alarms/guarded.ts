import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/**
 * What the guardian has found: a position without protection, by its own look and whatever the monitor says (I21), or a
 * venue that takes no stops. That it is silent itself is the heartbeat's alarm.
 */
export class Guarded extends Construct {
  constructor(scope: Construct, id: string, family: AlarmFamilyProps) {
    super(scope, id);
    const minute = { period: Duration.minutes(1), statistic: 'Maximum' };
    new DeskAlarm(this, 'Positions', {
      ...family,
      name: 'guardian-unprotected',
      says: 'The guardian found a position on the account that no live stop covers in full, and acts on it.',
      metric: deskMetric(family.desk, 'GuardianUnprotected', minute),
      goesOff: 'above',
      threshold: 0,
      periods: 1,
      silence: 'good',
    });
    new DeskAlarm(this, 'Stops', {
      ...family,
      name: 'stops-unproved',
      says: 'The venue did not take the last stop that was placed or tried. Nothing is opened until it takes one.',
      metric: deskMetric(family.desk, 'StopsUnproved', minute),
      goesOff: 'above',
      threshold: 0,
      periods: 1,
      silence: 'good',
    });
  }
}
