import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ContextAttribute, type IScheduleTarget, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, type ScheduleTargetBaseProps } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { BundledFunction } from './bundled-function.ts';
import { type Callee, deadLetterQueue, TICK_AGE_MAX } from './callee.ts';
import { type Egress, networkInterfaces } from './fixed-egress.ts';
import { liveAlias } from './live-alias.ts';

interface DeskFunctionProps {
  readonly folder: string;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  /** All that this function may do, besides logging and reporting its dead letters. */
  readonly permissions: readonly PolicyStatement[];
  /** True for one that runs nets. */
  readonly nets?: boolean;
  /** What it may take, where that is not a minute's: megabytes, and how long. */
  readonly size?: { readonly memorySize: number; readonly timeout: Duration };
  /** Where it speaks to the venue from; from anywhere where there is none. */
  readonly egress?: Egress | undefined;
}

/**
 * A function that works on one scheduled minute. It is never retried: a late tick would act on a market that has
 * moved on, and the next minute repairs what this one left. What could not be delivered or failed lies in its own
 * dead-letter queue for two weeks. No reserved concurrency: new accounts have ten in all, and the lease in the
 * table already keeps two ticks apart.
 */
export class DeskFunction extends Construct implements Callee {
  /** What is counted and drawn: all versions together. */
  readonly lambda: LambdaFunction;
  /** What is called. */
  readonly live: IFunction;
  readonly deadLetters: Queue;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: DeskFunctionProps) {
    super(scope, id);
    const { folder, description, environment, permissions, egress, nets = false, size } = props;
    this.deadLetters = deadLetterQueue(this);
    const { role, lambda, logGroup } = new BundledFunction(this, 'Bundle', {
      folder,
      description,
      environment,
      nets,
      ...(size ?? { timeout: Duration.seconds(50) }),
      deadLetterQueue: this.deadLetters,
      ...(egress === undefined ? {} : { vpc: egress.vpc, securityGroups: [egress.securityGroup] }),
    });
    const network = egress === undefined ? [] : networkInterfaces(this);
    for (const statement of [...permissions, ...network]) role.addToPolicy(statement);
    this.lambda = lambda;
    this.live = liveAlias(this, lambda, { retryAttempts: 0, maxEventAge: TICK_AGE_MAX });
    this.logGroup = logGroup;
  }

  called(how: Omit<ScheduleTargetBaseProps, 'input'>): IScheduleTarget {
    const input = ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime });
    return new LambdaInvoke(this.live, { ...how, input });
  }
}
