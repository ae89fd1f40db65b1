import { clientIdOf } from '../desk/client-id.ts';
import type { Instrument } from '../desk/instrument.ts';
import { cleanQty } from '../desk/position/amount.ts';
import { evolve } from '../desk/position/evolve.ts';
import type { ExitKind, ExitOrder, Position, ProtectionLeg } from '../desk/position/position.ts';
import { closingSide, type Price, type Qty, qty } from '../desk/units.ts';
import type { OrderReport } from '../ports.ts';
import { stored } from './stored.ts';
import type { Tick } from './tick.ts';

/** How much to close at market, and what for. */
export interface MarketExit {
  readonly kind: ExitKind;
  readonly qty: Qty;
  /** The target that is taken at market, where that is what the exit is for. */
  readonly leg?: ProtectionLeg;
  /** The mark at which it was decided, where one was read. */
  readonly markPrice?: Price;
  readonly because: string;
}

/** The venue's words for "resting reduce-only orders use up the position". */
const USED_UP = -4118;

/** How often in one tick an order that the price bound has cut short is followed by another. */
const CUT_SHORT_MAX = 5;

/**
 * Closes at market, reduce-only, in slices the venue accepts. Each is written down before it is sent. One that expires in
 * part at the venue's price bound is followed by another for the rest (I60); one that takes nothing ends the attempt,
 * and the next minute goes on. What rests in the way of closing everything is cancelled (I57). What was filled is read
 * from the trades by the next look at the position; an answer that never came needs no other treatment, since a
 * reduce-only order sent again cannot close more than there is.
 */
export async function exitAtMarket(
  tick: Tick,
  before: Position,
  order: MarketExit,
  instrument: Instrument,
): Promise<Position> {
  const { venue, name } = tick.desk;
  let position = before;
  let left: number = order.qty;
  let cutShort = 0;
  let cleared = false;
  while (left > 0) {
    // A bound that is none stops no exit: then the venue has the last word on the whole.
    const most = instrument.marketLot.qtyMax > 0 ? instrument.marketLot.qtyMax : left;
    const slice = qty(Math.min(left, most));
    const clientId = clientIdOf(name, position.id, 'x-exit', position.exits.length);
    const sent: ExitOrder = {
      clientId,
      because: order.kind,
      ...(order.leg === undefined ? {} : { leg: order.leg }),
      ...(order.markPrice === undefined ? {} : { markPrice: order.markPrice }),
      minute: tick.minute,
    };
    position = await stored(tick, exitSent(position, sent, order.qty));
    const outcome = await venue.place({
      clientId,
      symbol: position.symbol,
      side: closingSide(position.side),
      qty: slice,
      kind: { type: 'market' },
      reduceOnly: true,
    });
    if (outcome.type === 'rejected' && outcome.code === USED_UP && !cleared && order.leg === undefined) {
      cleared = true;
      await clearTheWay(tick, position);
      continue;
    }
    if (outcome.type !== 'accepted') {
      const because = `${order.kind}: ${outcome.type}, ${outcome.because}`;
      tick.note({ type: 'trouble', what: 'exit', symbol: position.symbol, because });
      break;
    }
    const taken = takenBy(outcome.report, slice);
    left = cleanQty(left - taken);
    if (taken < slice) cutShort += 1;
    if (taken > 0 && cutShort <= CUT_SHORT_MAX) continue;
    const because = `${order.kind}: the book within the venue's price bound gave no more, ${left} is left`;
    tick.note({ type: 'trouble', what: 'exit', symbol: position.symbol, because });
    break;
  }
  return position;
}

/** Takes away what rests to reduce the position, whoever put it there: it holds back what must be closed now. */
async function clearTheWay(tick: Tick, { symbol, side }: Position): Promise<void> {
  const { venue } = tick.desk;
  for (const order of await venue.openOrders()) {
    if (order.symbol !== symbol || !order.reduceOnly || order.side !== closingSide(side)) continue;
    await venue.cancel(symbol, order.clientId);
    const because = `the resting order ${order.clientId} stood in the way of closing, and was cancelled`;
    tick.note({ type: 'foreign', symbol, because });
  }
}

/** An order that has ended short has taken what it filled; any other answer is believed to take the whole. */
const takenBy = ({ status, filledQty }: OrderReport, slice: Qty): Qty =>
  status === 'expired' || status === 'canceled' ? filledQty : slice;

/** An exit of a part leaves the rest under its stop; only an exit of everything makes the position `reducing`. */
function exitSent(position: Position, sent: ExitOrder, amount: Qty): Position {
  if (amount >= position.qty) return evolve(position, { type: 'exit-sent', exit: sent });
  return { ...position, exits: [...position.exits, sent] };
}
