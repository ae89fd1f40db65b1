import { AlarmRule, AlarmState, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DeskAlarm } from './desk-alarm.ts';

interface NotSafeProps {
  readonly scope: Construct;
  readonly desk: string;
  /** Those that mean danger to what is open. */
  readonly of: readonly DeskAlarm[];
  readonly tell: readonly ITopic[];
}

/**
 * What is open is in danger: somebody is woken. The heartbeat is no part of it but wakes by itself, since it is silenced
 * while a desk is stopped on purpose, and this one never is.
 */
export function notSafe({ scope, desk, of, tell }: NotSafeProps): CompositeAlarm {
  const composite = new CompositeAlarm(scope, 'NotSafe', {
    compositeAlarmName: `perpdesk-${desk}-not-safe`,
    alarmDescription: `Positions of the desk are in danger, or it has lost what it may lose: ${of.map(({ name }) => name).join(', ')}. What to do: docs/runbook.md#not-safe`,
    alarmRule: AlarmRule.anyOf(...of.map(({ alarm }) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
  });
  for (const action of tell.map(topic => new SnsAction(topic))) {
    composite.addAlarmAction(action);
    composite.addOkAction(action);
  }
  return composite;
}
