import { Duration } from 'aws-cdk-lib/core';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** The desk has lost what it may lose: in the day, or since its highest mark, when it halts until a person resumes it. */
export const loss = ({ scope, ...family }: AlarmFamilyProps): DeskAlarm =>
  new DeskAlarm(scope, 'Loss', {
    ...family,
    name: 'loss',
    says: "The day's loss has reached risk/daily-loss-usd-max, or equity has fallen by risk/drawdown-fraction-max and the desk is halted. Nothing is opened; what is open keeps its stops.",
    metric: deskMetric(family.desk, 'LossUsed', { period: Duration.minutes(5), statistic: 'Maximum' }),
    goesOff: 'at-least',
    threshold: 1,
    periods: 1,
    silence: 'good',
  });
