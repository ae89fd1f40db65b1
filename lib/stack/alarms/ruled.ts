import { Duration } from 'aws-cdk-lib/core';
import type { AlarmRule } from '../../desk/alarms/rules.ts';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** Where a rule's construct has another name than the rule: that of its resources may not change between deployments. */
const IDS: Readonly<Record<string, string>> = { limits: 'LimitsRefused' };

/** The alarm of a rule, on a metric of the desk's own. */
export function ruled(
  { scope, ...family }: AlarmFamilyProps,
  { metric, statistic, periodMinutes, ...rule }: AlarmRule,
): DeskAlarm {
  const id = IDS[rule.name] ?? `${rule.name.slice(0, 1).toUpperCase()}${rule.name.slice(1)}`;
  return new DeskAlarm(scope, id, {
    ...family,
    ...rule,
    metric: deskMetric(family.desk, metric, { period: Duration.minutes(periodMinutes), statistic }),
  });
}
