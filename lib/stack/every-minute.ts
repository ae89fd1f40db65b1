import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CallGroup } from './call-group.ts';
import type { Callee } from './callee.ts';

interface EveryMinuteProps {
  /** The functions to call, by the name of their schedule. */
  readonly calls: Readonly<Record<string, Callee>>;
}

/** Calls a desk's functions each minute. A function works by the minute it is told, not by its clock. */
export class EveryMinute extends CallGroup {
  constructor(scope: Construct, id: string, { calls }: EveryMinuteProps) {
    super(scope, id);
    for (const [name, call] of Object.entries(calls))
      this.call(name, call, ScheduleExpression.rate(Duration.minutes(1)));
  }
}
