import { Duration } from 'aws-cdk-lib/core';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** What was executed is far less than what was intended (I02). Without trades there is no median, and no alarm. */
export const fidelity = ({ scope, ...family }: AlarmFamilyProps): DeskAlarm =>
  new DeskAlarm(scope, 'Fidelity', {
    ...family,
    name: 'fidelity',
    says: "The day's median of executed over intended size is below 0.8.",
    metric: deskMetric(family.desk, 'FidelityMedian', { period: Duration.minutes(5), statistic: 'Minimum' }),
    goesOff: 'below',
    threshold: 0.8,
    periods: 1,
    silence: 'good',
  });
