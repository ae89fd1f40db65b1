import { Duration } from 'aws-cdk-lib/core';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** As old as `risk/data-age-minutes-max` lets data be by default. */
const MINUTES_OLD = 3;

/** The market's data stand still. A market that cannot be read at all leaves the scan without a heartbeat instead. */
export const market = ({ scope, ...family }: AlarmFamilyProps): DeskAlarm =>
  new DeskAlarm(scope, 'Market', {
    ...family,
    name: 'market',
    says: `The venue answers, but the youngest of its prices is more than ${MINUTES_OLD} minutes old. Nothing is opened on such data.`,
    metric: deskMetric(family.desk, 'MarketAgeMinutes', {
      period: Duration.minutes(1),
      statistic: 'Maximum',
    }),
    goesOff: 'above',
    threshold: MINUTES_OLD,
    periods: 2,
    silence: 'good',
  });
