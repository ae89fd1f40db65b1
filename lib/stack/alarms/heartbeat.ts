import { Duration } from 'aws-cdk-lib/core';
import { type AlarmFamilyProps, DeskAlarm, deskMetric } from './desk-alarm.ts';

interface HeartbeatProps extends AlarmFamilyProps {
  /** How many functions are called each minute, each of which leaves one heartbeat a minute. */
  readonly functions: number;
}

/** Minutes of silence before it counts: one lost tick is nothing, and the next minute repairs it. */
const SILENT_MINUTES = 3;

/**
 * All functions of the minute are alive: silence itself is the alarm (I42), so a schedule that was switched off, a function
 * that cannot start and an account that is out of concurrency are all noticed. Each tick that completes counts once, in
 * the minute it is of: fewer than there are functions is somebody's silence, and no series has to begin for it to be heard.
 */
export const heartbeat = ({ scope, functions, ...family }: HeartbeatProps): DeskAlarm =>
  new DeskAlarm(scope, 'Heartbeat', {
    ...family,
    name: 'heartbeat',
    says: `For ${SILENT_MINUTES} minutes not all ${functions} functions of the minute have completed a tick. Stops still rest at the venue; without the monitor nothing improves or repairs them, without the guardian nobody watches it, and nothing is opened.`,
    metric: deskMetric(family.desk, 'Heartbeat', { period: Duration.minutes(1), statistic: 'Sum' }),
    goesOff: 'below',
    threshold: functions,
    periods: SILENT_MINUTES,
    silence: 'bad',
  });
