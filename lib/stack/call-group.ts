import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, type ScheduleExpression, ScheduleGroup, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Callee, TICK_AGE_MAX } from './callee.ts';

/**
 * Schedules that a person can find and pause together, with one role that no schedule outside of the group can use. Each
 * calls a function, or a task, with the minute it is meant for: the scheduler may deliver up to a minute late, twice, in any order.
 */
export abstract class CallGroup extends Construct {
  readonly #group: ScheduleGroup;
  readonly #role: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#group = new ScheduleGroup(this, 'Group');
    // Its name is fixed: left behind, it would stand in the way of the next deployment.
    this.#group.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.#role = roleOf(this, this.#group);
  }

  protected call(name: string, callee: Callee, when: ScheduleExpression): void {
    const schedule = new Schedule(this, name, {
      scheduleGroup: this.#group,
      schedule: when,
      timeWindow: TimeWindow.off(),
      target: callee.called({
        role: this.#role,
        retryAttempts: 0,
        maxEventAge: TICK_AGE_MAX,
        deadLetterQueue: callee.deadLetters,
      }),
    });
    // Without the role's policy its first calls would be refused, and lie in the dead-letter queue.
    schedule.node.addDependency(this.#role);
  }
}

const roleOf = (scope: Construct, group: ScheduleGroup): Role =>
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
