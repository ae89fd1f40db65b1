import { Duration } from 'aws-cdk-lib/core';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/**
 * No model may vote, or learning failed (I53): entry says the one each minute that asks, the night's functions the other.
 * Nobody has to watch whether the night's learning ran: a licence that it does not renew ends after 48 hours.
 */
export const models = ({ scope, ...family }: AlarmFamilyProps): DeskAlarm =>
  new DeskAlarm(scope, 'Models', {
    ...family,
    name: 'models',
    says: 'No model has a licence to vote (each ends 48 hours after it was last held against what came), or one could not be revalidated or fitted anew, or the RL policy could not learn.',
    metric: deskMetric(family.desk, 'ModelFaults', { period: Duration.minutes(5), statistic: 'Maximum' }),
    goesOff: 'above',
    threshold: 0,
    periods: 1,
    // A desk that is halted does not ask its models: they are what they were.
    silence: 'same',
  });
