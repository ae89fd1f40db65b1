import { Duration } from 'aws-cdk-lib/core';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** The daily close is called each hour: three without a word are its silence. */
const HOURS = 3;

/** What the desk says of its money is not what the venue says (I37), a day has no result, or nobody has looked. */
export const truth = ({ scope, ...family }: AlarmFamilyProps): DeskAlarm =>
  new DeskAlarm(scope, 'Truth', {
    ...family,
    name: 'truth',
    says: "A day's money by the desk's book is not what the venue's trades and income say, a day that is over could not be compared, or nobody has looked for three hours.",
    metric: deskMetric(family.desk, 'TruthFaults', { period: Duration.hours(1), statistic: 'Maximum' }),
    goesOff: 'above',
    threshold: 0,
    periods: HOURS,
    silence: 'bad',
  });
