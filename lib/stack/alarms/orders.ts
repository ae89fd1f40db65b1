import { Duration } from 'aws-cdk-lib/core';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/**
 * The venue does not do with orders what it should: the outcome of an entry is unknown for two minutes (I10), says the
 * monitor, or a stop was not taken (I21), says the guardian. Of the two the second keeps the first from coming about.
 */
export const orders = ({ scope, ...family }: AlarmFamilyProps): DeskAlarm =>
  new DeskAlarm(scope, 'Orders', {
    ...family,
    name: 'orders',
    says: 'For two minutes nobody has known what became of an order, or the venue did not take the last stop that was placed or tried. Without proved stops nothing is opened.',
    metric: deskMetric(family.desk, 'OrderFaults', { period: Duration.minutes(1), statistic: 'Maximum' }),
    goesOff: 'above',
    threshold: 0,
    periods: 1,
    silence: 'good',
  });
