import { clientIdOf, isOwnClientId } from '../client-id.ts';
import { type Minute, minuteOf } from '../units.ts';
import { stopKind } from './decide.ts';
import { evolve, hasTakenProfit } from './evolve.ts';
import type { ExitKind, Position, ProtectionLeg, ProtectionOrder } from './position.ts';
import type { RestingOrder } from './resting.ts';

/**
 * Conditional orders of the desk's own that the position does not know: a tick placed them and died before it wrote them
 * down. Their ids tell which they are, since an id is made of position, leg and number. Not to know them would let a
 * leg fire twice (I29) and take a stop-out for somebody else's doing.
 */

/** A tick names so many orders of one position at most. */
const NAMED_IN_A_TICK = 16;

export interface OwnOrder {
  readonly leg: ProtectionLeg;
  readonly seq: number;
}

/** Which order of the position an id belongs to; undefined for one that is none of its own. */
export function ownOrderOf(desk: string, position: Position, clientId: string): OwnOrder | undefined {
  if (!isOwnClientId(desk, clientId)) return undefined;
  const legs: ProtectionLeg[] = ['backstop', 'working', ...position.targets.map(({ leg }) => leg)];
  for (let seq = position.protectionSeq + NAMED_IN_A_TICK; seq >= 0; seq--) {
    const leg = legs.find(each => clientIdOf(desk, position.id, each, seq) === clientId);
    if (leg !== undefined) return { leg, seq };
  }
  return undefined;
}

/** What the triggering of a leg will have been. */
function kindOf(position: Position, leg: ProtectionLeg): ExitKind {
  if (leg === 'backstop') return 'stop-loss';
  if (leg !== 'working') return leg === position.targets.at(-1)?.leg ? 'take-profit' : 'partial-take-profit';
  const stage = position.stopStage;
  return stopKind(stage === 'initial' && hasTakenProfit(position) ? 'break-even' : stage);
}

/** The position with an order of its own that it did not know. Its number is never given out again. */
export function withFound(
  position: Position,
  { leg, seq }: OwnOrder,
  report: Pick<ProtectionOrder, 'clientId' | 'triggerPrice' | 'qty' | 'state'> & {
    readonly orderId?: string;
  },
  placedAt: Minute,
): Position {
  const { clientId, triggerPrice, qty, state, orderId } = report;
  const exitKind = kindOf(position, leg);
  const order: ProtectionOrder = {
    clientId,
    leg,
    triggerPrice,
    qty,
    exitKind,
    placedAt,
    state,
    ...(orderId === undefined ? {} : { orderId }),
  };
  return evolve(position, { type: 'order-found', order, seq });
}

/** The position with all orders of its own that rest and that it did not know. */
export function withRestingFound(
  position: Position,
  resting: readonly RestingOrder[],
  desk: string,
): Position {
  const known = new Set(position.protection.map(({ clientId }) => clientId));
  return resting.reduce((held, order) => {
    const { clientId, symbol, triggerPrice, qty, status, createdAt } = order;
    if (symbol !== position.symbol || status !== 'live' || known.has(clientId)) return held;
    const own = ownOrderOf(desk, held, clientId);
    if (own === undefined) return held;
    return withFound(held, own, { clientId, triggerPrice, qty, state: 'live' }, minuteOf(createdAt));
  }, position);
}
