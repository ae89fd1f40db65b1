import { clientIdOf } from '../desk/client-id.ts';
import { isCovered, type PositionAction, type PositionView } from '../desk/position/decide.ts';
import { evolve } from '../desk/position/evolve.ts';
import type { ExitOrder, Position, ProtectionOrder } from '../desk/position/position.ts';
import { closingSide, type Qty, qty } from '../desk/units.ts';
import type { ConditionalReport } from '../ports.ts';
import { PortError } from '../ports.ts';
import type { Tick } from './tick.ts';

/** The venue's words for "the price is already past this trigger", "this id is in use" and "there is one already". */
const WOULD_TRIGGER = -2021;
const DUPLICATE_ID = -4116;
const BACKSTOP_EXISTS = -4130;

type Place = Extract<PositionAction, { type: 'place' }>;
type Exit = Extract<PositionAction, { type: 'exit' }>;

/**
 * Carries out what was decided for one position: place, verify, and only then cancel. Ends with the position covered
 * by a stop that the venue confirmed, or with an exit sent (I21). The caller stores the position it gets back.
 */
export async function act(
  tick: Tick,
  before: Position,
  seen: PositionView,
  actions: readonly PositionAction[],
): Promise<Position> {
  let position = before;
  let view = seen;
  for (const action of actions) {
    switch (action.type) {
      case 'place': {
        const placed = await placeProtection(tick, position, action);
        position = placed.position;
        if (placed.report !== undefined) view = { ...view, resting: [...view.resting, placed.report] };
        if (placed.passed) position = await exit(tick, position, passedExit(action, position), view);
        break;
      }
      case 'cancel':
        position = await cancelSurplus(tick, position, action.clientId, action.because);
        break;
      case 'exit':
        position = await exit(tick, position, action, view);
        break;
      default:
        return action satisfies never;
    }
  }
  if (position.phase === 'reducing') return position;
  if (isCovered(position, view)) return evolve(position, { type: 'protection-confirmed' });
  const { id: positionId, symbol } = position;
  const because = 'no full-size stop could be confirmed: closing at market';
  tick.note({ type: 'unprotected', positionId, symbol, because });
  const lost = evolve(position, { type: 'protection-lost' });
  return exit(tick, lost, { type: 'exit', kind: 'unprotected-flatten', qty: position.qty, because }, view);
}

export async function stored(tick: Tick, position: Position): Promise<Position> {
  const saved = await tick.desk.store.savePosition(position, tick.lease);
  if (saved.type === 'saved') return saved.item;
  throw new PortError('unavailable', `${position.id} was written by another tick; leaving it to that one`);
}

const passedExit = (action: Place, position: Position): Exit => ({
  type: 'exit',
  kind: action.exitKind,
  qty: action.qty === 'all' ? position.qty : action.qty,
  leg: action.leg,
  because: `${action.leg} would trigger at once`,
});

interface Placed {
  readonly position: Position;
  /** The order as the venue confirmed it; absent when it is not there. */
  readonly report?: ConditionalReport;
  /** The venue said that the price is past the trigger already. */
  readonly passed: boolean;
}

/** Sends one conditional order and reads it back. An answer that never came is asked about; a stop is then sent anew. */
async function placeProtection(tick: Tick, before: Position, action: Place): Promise<Placed> {
  const isStop = action.leg === 'working' || action.leg === 'backstop';
  const first = await placeOnce(tick, before, action);
  return first.report === undefined && first.unanswered && isStop
    ? placeOnce(tick, first.position, action)
    : first;
}

async function placeOnce(
  tick: Tick,
  before: Position,
  action: Place,
): Promise<Placed & { unanswered: boolean }> {
  const { venue, name } = tick.desk;
  const { leg, triggerPrice, exitKind } = action;
  const clientId = clientIdOf(name, before.id, leg, before.protectionSeq);
  const outcome = await venue.placeConditional({
    clientId,
    symbol: before.symbol,
    side: closingSide(before.side),
    type: leg === 'working' || leg === 'backstop' ? 'stop-market' : 'take-profit-market',
    triggerPrice,
    qty: action.qty,
  });
  const order: ProtectionOrder = {
    clientId,
    leg,
    triggerPrice,
    qty: action.qty,
    exitKind,
    placedAt: tick.minute,
    state: 'sent',
  };
  const sent = evolve(before, { type: 'order-sent', order });
  const refused = outcome.type === 'rejected' && outcome.code !== DUPLICATE_ID;
  if (refused) {
    const done = evolve(sent, { type: 'order-state', clientId, state: 'done' });
    const passed = outcome.code === WOULD_TRIGGER;
    if (!passed && outcome.code !== BACKSTOP_EXISTS)
      noteProtection(tick, before, action, 'failed', outcome.because);
    return { position: done, passed, unanswered: false };
  }
  const report = await venue.findConditional(clientId);
  if (report?.status !== 'live') {
    noteProtection(
      tick,
      before,
      action,
      'failed',
      outcome.type === 'unknown' ? outcome.because : 'it was not there when read back',
    );
    return { position: sent, passed: false, unanswered: true };
  }
  const live = evolve(sent, { type: 'order-state', clientId, state: 'live' });
  const moves = leg === 'working' && before.protection.some(each => each.leg === 'working');
  noteProtection(tick, before, action, moves ? 'moved' : 'placed', action.because);
  const position =
    leg === 'working' ? evolve(live, { type: 'stop-moved', price: triggerPrice, stage: action.stage }) : live;
  return { position, report, passed: false, unanswered: false };
}

function noteProtection(
  tick: Tick,
  position: Position,
  action: Place,
  what: 'placed' | 'moved' | 'failed',
  because: string,
) {
  const { id: positionId, symbol } = position;
  tick.note({
    type: 'protection',
    positionId,
    symbol,
    leg: action.leg,
    action: what,
    triggerPrice: action.triggerPrice,
    because,
  });
}

async function cancelSurplus(
  tick: Tick,
  position: Position,
  clientId: string,
  because: string,
): Promise<Position> {
  const order = position.protection.find(each => each.clientId === clientId);
  const outcome = await tick.desk.venue.cancelConditional(clientId);
  if (order === undefined || outcome.type !== 'accepted') return position;
  const { id: positionId, symbol } = position;
  const { leg, triggerPrice } = order;
  tick.note({ type: 'protection', positionId, symbol, leg, action: 'cancelled', triggerPrice, because });
  return evolve(position, { type: 'order-state', clientId, state: 'done' });
}

/**
 * Closes at market, reduce-only, in slices the venue accepts. Each is written down before it is sent. What it filled
 * is read from the trades by the next look at the position; an answer that never came needs no other treatment,
 * since a reduce-only order sent again cannot close more than there is.
 */
async function exit(tick: Tick, before: Position, action: Exit, view: PositionView): Promise<Position> {
  const { venue, name } = tick.desk;
  let position = before;
  let left: number = action.qty;
  while (left > 0) {
    const slice = qty(Math.min(left, view.instrument.marketLot.qtyMax));
    const clientId = clientIdOf(name, position.id, 'x-exit', position.exits.length);
    const leg = action.leg === undefined ? {} : { leg: action.leg };
    const sent: ExitOrder = { clientId, because: action.kind, ...leg, minute: tick.minute };
    position = await stored(tick, exitSent(position, sent, action.qty));
    const outcome = await venue.place({
      clientId,
      symbol: position.symbol,
      side: closingSide(position.side),
      qty: slice,
      kind: { type: 'market' },
      reduceOnly: true,
    });
    if (outcome.type !== 'accepted') {
      const because = `${action.kind}: ${outcome.type}, ${outcome.because}`;
      tick.note({ type: 'trouble', what: 'exit', symbol: position.symbol, because });
      break;
    }
    left = Number((left - slice).toFixed(8));
  }
  return position;
}

/** An exit of a part leaves the rest under its stop; only an exit of everything makes the position `reducing`. */
function exitSent(position: Position, sent: ExitOrder, amount: Qty): Position {
  if (amount >= position.qty) return evolve(position, { type: 'exit-sent', exit: sent });
  return { ...position, exits: [...position.exits, sent] };
}
