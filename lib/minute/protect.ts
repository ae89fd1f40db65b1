import { clientIdOf } from '../desk/client-id.ts';
import { isCovered, type PositionAction, type PositionView } from '../desk/position/decide.ts';
import { evolve } from '../desk/position/evolve.ts';
import type { Position, ProtectionOrder } from '../desk/position/position.ts';
import { closingSide, isBetterFor } from '../desk/units.ts';
import type { ConditionalReport } from '../ports.ts';
import { exitAtMarket, type MarketExit } from './exit.ts';
import { sentenceOf, type Tick } from './tick.ts';

/** The venue's words for "the price is already past this trigger", "this id is in use" and "there is one already". */
const WOULD_TRIGGER = -2021;
const DUPLICATE_ID = -4116;
const BACKSTOP_EXISTS = -4130;

type Place = Extract<PositionAction, { type: 'place' }>;

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
        if (action.replaces !== undefined) {
          const gone = await cancelSurplus(tick, position, action.replaces, action.because);
          // It may just have triggered: its fills will tell, and what is missing is placed in the next minute.
          if (gone === position) break;
          position = gone;
        }
        const placed = await placeProtection(tick, position, action);
        position = placed.position;
        if (placed.report !== undefined) view = { ...view, resting: [...view.resting, placed.report] };
        if (placed.passed && (await isPassed(tick, position, action)))
          position = await exitAtMarket(
            tick,
            position,
            { ...passedExit(action, position), markPrice: view.mark },
            view.instrument,
          );
        break;
      }
      case 'cancel':
        position = await cancelSurplus(tick, position, action.clientId, action.because);
        break;
      case 'exit':
        position = await exitAtMarket(tick, position, { ...action, markPrice: view.mark }, view.instrument);
        break;
      default:
        return action satisfies never;
    }
    // An exit of everything is the last thing to do: what else was decided is for a position that stays.
    if (position.phase === 'reducing') break;
  }
  if (position.phase === 'reducing') return position;
  if (isCovered(position, view)) return evolve(position, { type: 'protection-confirmed' });
  const { id: positionId, symbol } = position;
  const because = 'no full-size stop could be confirmed: closing at market';
  tick.note({ type: 'unprotected', positionId, symbol, because });
  const lost = evolve(position, { type: 'protection-lost' });
  const everything = {
    kind: 'unprotected-flatten',
    qty: position.qty,
    markPrice: view.mark,
    because,
  } as const;
  return exitAtMarket(tick, lost, everything, view.instrument);
}

/** A mark of the venue's must be this young to close something for it. */
const MARK_AGE_MS = 10_000;

/**
 * "Would trigger at once" closes nothing by itself: a mark read now must say the same (I26). Without it what rests
 * already stays as it is; where nothing rests the position ends unprotected, and is closed for that.
 */
async function isPassed(tick: Tick, position: Position, action: Place): Promise<boolean> {
  const { market, clock } = tick.desk;
  const { leg, triggerPrice } = action;
  const isStop = leg === 'working' || leg === 'backstop';
  let because: string;
  try {
    const { mark, at } = await market.mark(position.symbol);
    const ahead = isStop
      ? isBetterFor(position.side, mark, triggerPrice)
      : isBetterFor(position.side, triggerPrice, mark);
    if (!ahead && clock.now() - at <= MARK_AGE_MS) return true;
    because = ahead ? `the mark is ${mark}` : 'the mark is too old to tell';
  } catch (error) {
    because = sentenceOf(error);
  }
  noteProtection(
    tick,
    position,
    action,
    'failed',
    `the venue says that it would trigger at once; ${because}`,
  );
  return false;
}

const passedExit = (action: Place, position: Position): MarketExit => ({
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
  const moves =
    leg === 'working' && before.protection.some(each => each.leg === 'working' && each.state !== 'done');
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
    ...(action.leg === 'working' ? { stage: action.stage } : {}),
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
