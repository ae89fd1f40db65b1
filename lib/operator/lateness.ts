import { MINUTE_MS, type Minute } from '../desk/units.ts';
import { spanText } from './figures.ts';

/** A minute is finished within the next one; so much later the heartbeat's alarm has gone off. */
const LATE_MINUTES = 4;

/** That a desk's last finished minute lies too far back at `now`, in milliseconds; undefined where it does not. Pure. */
export function lateWords(monitored: Minute, now: number): string | undefined {
  const minutes = Math.floor((now - monitored) / MINUTE_MS);
  return minutes < LATE_MINUTES
    ? undefined
    : `not running: no minute was finished for ${spanText(minutes)}; docs/runbook.md#heartbeat has what to do`;
}
