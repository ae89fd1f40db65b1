import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { RemovalPolicy, TimeZone } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type DeskFunction, TICK_AGE_MAX } from './desk-function.ts';
import { schedulerRole } from './every-minute.ts';

interface OnceADayProps {
  /** The function to call, and the name of its schedule. */
  readonly name: string;
  readonly call: DeskFunction;
  readonly minute: number;
}

/**
 * Calls a function at so many minutes past 00:00 UTC, and again one and two hours later: a call that finds the day's
 * work done does nothing, and one that was lost, or met a venue that was down, costs an hour and not a day. A group of
 * its own, so that pausing the minute's schedules leaves it running, and the other way round.
 */
export class OnceADay extends Construct {
  constructor(scope: Construct, id: string, { name, call, minute }: OnceADayProps) {
    super(scope, id);
    const group = new ScheduleGroup(this, 'Group');
    // Its name is fixed: left behind, it would stand in the way of the next deployment.
    group.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const role = schedulerRole(this, group);
    const { lambda, deadLetters } = call;
    const schedule = new Schedule(this, name, {
      scheduleGroup: group,
      schedule: ScheduleExpression.cron({ minute: `${minute}`, hour: '0-2', timeZone: TimeZone.ETC_UTC }),
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(lambda, {
        role,
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        retryAttempts: 0,
        maxEventAge: TICK_AGE_MAX,
        deadLetterQueue: deadLetters,
      }),
    });
    // Without the role's policy its first call would be refused, and lie in the dead-letter queue.
    schedule.node.addDependency(role);
  }
}
