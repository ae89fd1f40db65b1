import { isGuardianId } from '../client-id.ts';
import { closingSide, type Minute } from '../units.ts';
import { stopKind } from './decide.ts';
import { evolve } from './evolve.ts';
import type { Position } from './position.ts';
import type { RestingOrder } from './resting.ts';

/**
 * The position with the stops that the guardian has placed for it among its own: the monitor then keeps them by the
 * same rules as those it placed itself, and neither keeper undoes what the other did (I59).
 */
export function adoptStops(
  position: Position,
  resting: readonly RestingOrder[],
  desk: string,
  minute: Minute,
): Position {
  const known = new Set(position.protection.map(({ clientId }) => clientId));
  return resting
    .filter(
      order =>
        order.symbol === position.symbol &&
        order.status === 'live' &&
        order.type === 'stop-market' &&
        order.side === closingSide(position.side) &&
        isGuardianId(desk, 'guard', order.clientId) &&
        !known.has(order.clientId),
    )
    .reduce((held, { clientId, triggerPrice, qty }) => {
      const exitKind = stopKind(held.stopStage);
      const leg = 'working';
      const order = { clientId, leg, triggerPrice, qty, exitKind, placedAt: minute, state: 'live' } as const;
      return evolve(held, { type: 'adopted', order });
    }, position);
}
