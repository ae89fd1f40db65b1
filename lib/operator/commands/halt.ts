import { minutesAfter } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import { PortError } from '../../ports.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { changeLimits } from './limit-changes.ts';

export interface HaltRequest {
  readonly flatten: boolean;
  /** Hours for which the desk is stopped on purpose, and its alarms on silence are muted. */
  readonly maintenanceHours?: number | undefined;
  readonly now: Date;
}

/**
 * Stops the desk from opening anything, from the next minute on. What is open keeps its stops and targets, unless it is to
 * be closed at market. Entries are closed first: alarms that cannot be muted are told of, with exit code 1.
 */
export async function halt(connection: Connection, request: HaltRequest): Promise<Answer> {
  const { flatten, maintenanceHours: hours, now } = request;
  if (hours !== undefined && connection.alarms === undefined)
    throw new Refusal('halt --maintenance is for a desk in the cloud: an embedded one has no alarms to mute');
  const halted = await changeLimits(connection, {
    wanted: { 'control/state': 'halted', 'control/halt-flatten': flatten ? 'yes' : 'no' },
    yes: true,
    notes: [
      flatten
        ? 'Nothing is opened any more, and what is open is closed at market.'
        : 'Nothing is opened any more. What is open keeps its stops and targets.',
      'npm run desk -- resume lets it trade again.',
    ],
  });
  if (hours === undefined) return halted;
  const muted = await muting(async () => connection.alarms?.mute(hours, now));
  return withNote(
    halted,
    muted.type === 'failed'
      ? `The alarms on silence are NOT muted: ${muted.because}`
      : `The alarms on silence (heartbeat, truth) are muted until ${minuteText(muted.at?.getTime() ?? 0)} UTC, or until npm run desk -- resume. No other is.`,
    muted.type === 'failed',
  );
}

/**
 * Lets the desk trade again, and ends a halt that a drawdown has brought about. The instant is the desk's own, which an
 * embedded one has long behind `now`: one that is still to come there is no decision yet (I43). Ends a maintenance, too.
 */
export async function resume(connection: Connection, now: Date): Promise<Answer> {
  const { book } = await connection.reader.load();
  const monitored = book?.monitoredMinute;
  const reached = monitored === undefined ? Infinity : minutesAfter(monitored, 1);
  const decided = new Date(Math.min(now.getTime(), reached));
  const resumed = await changeLimits(connection, {
    wanted: {
      'control/state': 'active',
      'control/halt-flatten': 'no',
      'control/resume': `${decided.toISOString().slice(0, 19)}Z`,
    },
    yes: true,
    notes: ['A halt for a drawdown that began before this instant ends with it.'],
  });
  const unmuted = await muting(async () => connection.alarms?.unmute());
  if (unmuted.type === 'done') return resumed;
  const because = `If its alarms were muted for maintenance, they still are, for a day at most: ${unmuted.because}`;
  return withNote(resumed, because, true);
}

type Muting<T> =
  | { readonly type: 'done'; readonly at: T }
  | { readonly type: 'failed'; readonly because: string };

/** What CloudWatch refuses is no reason to leave the desk as it was. */
async function muting<T>(call: () => Promise<T>): Promise<Muting<T>> {
  try {
    return { type: 'done', at: await call() };
  } catch (error) {
    if (error instanceof PortError) return { type: 'failed', because: error.message };
    throw error;
  }
}

const FOUND = 1;

const withNote = (answer: Answer, note: string, failed: boolean): Answer => ({
  json: { ...(answer.json as object), alarms: note },
  lines: screen => [...answer.lines(screen), note],
  ...(failed ? { exitCode: FOUND } : {}),
});
