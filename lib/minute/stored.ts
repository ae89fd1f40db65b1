import type { Position } from '../desk/position/position.ts';
import { PortError } from '../ports.ts';
import type { Tick } from './tick.ts';

/** The position as stored, with its new revision. Throws when another tick has written it: that one goes on with it. */
export async function stored(tick: Tick, position: Position): Promise<Position> {
  const saved = await tick.desk.store.savePosition(position, tick.lease);
  if (saved.type === 'saved') return saved.item;
  throw new PortError('unavailable', `${position.id} was written by another tick; leaving it to that one`);
}
