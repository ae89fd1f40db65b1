import type { IScheduleTarget } from 'aws-cdk-lib/aws-scheduler';
import type { ScheduleTargetBaseProps } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** A tick is of no use once the next minute has begun. */
export const TICK_AGE_MAX = Duration.seconds(60);

/** What a schedule calls with the minute it means. */
export interface Callee {
  /** Where a call lies that was not delivered, or failed. */
  readonly deadLetters: Queue;
  /** The schedule's target. */
  called(how: Omit<ScheduleTargetBaseProps, 'input'>): IScheduleTarget;
}

/** What could not be delivered or failed lies in a queue of its own for two weeks. */
export const deadLetterQueue = (scope: Construct): Queue =>
  new Queue(scope, 'DeadLetters', {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
