import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

/** What the desk loses when a function falls silent, by the heartbeat it emits each minute. */
const HEARTBEATS = {
  Monitor: 'Stops still rest at the venue, but nothing improves or repairs them, and no exit is decided.',
  Entry: 'The desk opens nothing.',
  Scan: 'The universe is getting old, and soon nothing will be opened.',
  Guardian: 'Nobody watches the watcher of the stops, and nothing is opened.',
} as const;

/** Minutes of silence before it counts: one lost tick is nothing, and the next minute repairs it. */
const SILENT_MINUTES = 3;

/**
 * Each function is alive: silence itself is the alarm (I42), so a schedule that was switched off, a function that
 * cannot start and an account that is out of concurrency are all noticed. One alarm each and no metric math, since
 * an expression over series of which one has never begun is no safe thing to hang a dead-man switch on.
 */
export class Heartbeats extends Construct {
  constructor(scope: Construct, id: string, family: AlarmFamilyProps) {
    super(scope, id);
    for (const [role, loss] of Object.entries(HEARTBEATS)) {
      new DeskAlarm(this, role, {
        ...family,
        name: `heartbeat-${role.toLowerCase()}`,
        section: 'heartbeat',
        says: `No complete tick of ${role.toLowerCase()} for ${SILENT_MINUTES} minutes. ${loss}`,
        metric: deskMetric(family.desk, `Heartbeat${role}`, {
          period: Duration.minutes(1),
          statistic: 'Sum',
        }),
        goesOff: 'below',
        threshold: 1,
        periods: SILENT_MINUTES,
        silence: 'bad',
      });
    }
  }
}
