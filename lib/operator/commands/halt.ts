import { minutesAfter } from '../../desk/units.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { changeLimits } from './limit-changes.ts';

/**
 * Stops the desk from opening anything, from the next minute on. What is open keeps its stops and targets, unless it is to
 * be closed at market.
 */
export const halt = (connection: Connection, flatten: boolean): Promise<Answer> =>
  changeLimits(connection, {
    wanted: { 'control/state': 'halted', 'control/halt-flatten': flatten ? 'yes' : 'no' },
    yes: true,
    notes: [
      flatten
        ? 'Nothing is opened any more, and what is open is closed at market.'
        : 'Nothing is opened any more. What is open keeps its stops and targets.',
      'npm run desk -- resume lets it trade again.',
    ],
  });

/**
 * Lets the desk trade again, and ends a halt that a drawdown has brought about. The instant is the desk's own, which an
 * embedded one has long behind `now`: one that is still to come there is no decision yet (I43).
 */
export async function resume(connection: Connection, now: Date): Promise<Answer> {
  const { book } = await connection.reader.load();
  const monitored = book?.monitoredMinute;
  const reached = monitored === undefined ? Infinity : minutesAfter(monitored, 1);
  const decided = new Date(Math.min(now.getTime(), reached));
  return changeLimits(connection, {
    wanted: {
      'control/state': 'active',
      'control/halt-flatten': 'no',
      'control/resume': `${decided.toISOString().slice(0, 19)}Z`,
    },
    yes: true,
    notes: ['A halt for a drawdown that began before this instant ends with it.'],
  });
}
