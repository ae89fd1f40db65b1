import { EventField, Match, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { limitsPath } from '../adapters/ssm/names.ts';
import { TICK_AGE_MAX } from './callee.ts';
import type { DeskFunction } from './desk-function.ts';

interface OnLimitsEditProps {
  readonly desk: string;
  readonly call: DeskFunction;
}

/**
 * Calls a function when one of a desk's limits is created, changed or deleted, by whoever, and once an hour besides: the
 * Parameter Store's events are sent as well as it can, which is not always.
 */
export class OnLimitsEdit extends Construct {
  constructor(scope: Construct, id: string, { desk, call }: OnLimitsEditProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: `perpdesk ${desk}: a limit was edited, or an hour is over`,
      schedule: Schedule.rate(Duration.hours(1)),
      eventPattern: {
        source: ['aws.ssm'],
        detailType: ['Parameter Store Change'],
        detail: { name: Match.prefix(`${limitsPath(desk)}/`) },
      },
      targets: [
        new LambdaFunction(call.live, {
          event: RuleTargetInput.fromObject({ scheduledTime: EventField.time }),
          deadLetterQueue: call.deadLetters,
          retryAttempts: 0,
          maxEventAge: TICK_AGE_MAX,
        }),
      ],
    });
  }
}
