import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { TimeZone } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CallGroup } from './call-group.ts';
import type { DeskFunction } from './desk-function.ts';

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
export class OnceADay extends CallGroup {
  constructor(scope: Construct, id: string, { name, call, minute }: OnceADayProps) {
    super(scope, id);
    const hours = ScheduleExpression.cron({ minute: `${minute}`, hour: '0-2', timeZone: TimeZone.ETC_UTC });
    this.call(name, call, hours);
  }
}
