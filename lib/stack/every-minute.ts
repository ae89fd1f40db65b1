import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type DeskFunction, TICK_AGE_MAX } from './desk-function.ts';

interface EveryMinuteProps {
  /** The functions to call, by the name of their schedule. */
  readonly calls: Readonly<Record<string, DeskFunction>>;
}

/**
 * Calls a desk's functions each minute with the minute it is meant for. A function works by that, not by its clock:
 * the scheduler may deliver up to a minute late, twice, and in any order. One group a desk, so that a person can find
 * and pause them together; one role for the group, which no schedule outside of it can use.
 */
export class EveryMinute extends Construct {
  constructor(scope: Construct, id: string, { calls }: EveryMinuteProps) {
    super(scope, id);
    const group = new ScheduleGroup(this, 'Group');
    // Its name is fixed: left behind, it would stand in the way of the next deployment.
    group.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const role = schedulerRole(this, group);
    for (const [name, { lambda, deadLetters }] of Object.entries(calls)) {
      const schedule = new Schedule(this, name, {
        scheduleGroup: group,
        schedule: ScheduleExpression.rate(Duration.minutes(1)),
        timeWindow: TimeWindow.off(),
        target: new LambdaInvoke(lambda, {
          role,
          input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
          retryAttempts: 0,
          maxEventAge: TICK_AGE_MAX,
          deadLetterQueue: deadLetters,
        }),
      });
      // Without the role's policy the first minutes would be refused, and lie in the dead-letter queue.
      schedule.node.addDependency(role);
    }
  }
}

/** Assumed by the schedules of one group alone. */
export const schedulerRole = (scope: Construct, group: ScheduleGroup): Role =>
  new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: {
          'aws:SourceAccount': Stack.of(scope).account,
          'aws:SourceArn': group.scheduleGroupArn,
        },
      },
    }),
  });
