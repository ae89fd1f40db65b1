import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { TimeZone } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CallGroup } from './call-group.ts';
import type { Callee } from './callee.ts';

interface OnceADayProps {
  /** The function to call, and the name of its schedule. */
  readonly name: string;
  readonly call: Callee;
  readonly minute: number;
  /** Hours of the day (UTC) at which it is called; the first three where nothing is said. */
  readonly hours?: readonly number[] | 'each';
}

/**
 * Calls a function at so many minutes past 00:00 UTC, and again later, by default one and two hours: a call that finds the
 * day's work done does nothing, and one that was lost, or met a venue that was down, costs an hour and not a day. What is
 * called each hour also says each hour that it is alive, which silence of a day could not be told from. A group of
 * its own, so that pausing the minute's schedules leaves it running, and the other way round.
 */
export class OnceADay extends CallGroup {
  constructor(scope: Construct, id: string, { name, call, minute, hours }: OnceADayProps) {
    super(scope, id);
    const hour = hours === 'each' ? '*' : (hours?.join(',') ?? '0-2');
    this.call(name, call, ScheduleExpression.cron({ minute: `${minute}`, hour, timeZone: TimeZone.ETC_UTC }));
  }
}
