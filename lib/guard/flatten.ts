import { isOwnClientId } from '../desk/client-id.ts';
import { onlyCloses } from '../desk/guardian/closes.ts';
import type { Held } from '../desk/guardian/look.ts';
import { closingSide, qty } from '../desk/units.ts';
import { maySendOrder } from '../minute/tick.ts';
import { nextId } from './place.ts';
import { heldOf, instrumentOf, type Watch } from './watch.ts';

const ROUNDS = 5;
/** "Your reduce-only orders use up the position already." */
const REDUCE_ONLY_TAKEN = -4118;

/**
 * Closes at market until the account shows nothing: a market order may be filled in part and expire (I60). What rests
 * and may only reduce stands in its way (I57) and goes first; the desk's targets only where the venue says that something
 * still does. Stops stay until there is nothing left for them to protect. True when the position is gone.
 */
export async function flatten(watch: Watch, held: Held): Promise<boolean> {
  const { tick } = watch;
  let left: Held | undefined = held;
  let taken = false;
  for (let round = 0; left !== undefined && round < ROUNDS; round += 1) {
    if (round > 0 && !maySendOrder(tick)) break;
    await clearTheWay(watch, left, taken);
    taken = await closeInSlices(watch, left);
    const now = (await tick.desk.venue.positions()).map(heldOf);
    left = now.find(({ symbol, side }) => symbol === held.symbol && side === held.side);
  }
  return left === undefined;
}

async function clearTheWay({ tick, account }: Watch, { symbol, side }: Held, targetsToo: boolean) {
  const { venue, name } = tick.desk;
  for (const order of await venue.openOrders()) {
    if (order.symbol !== symbol || !order.reduceOnly || order.side !== closingSide(side)) continue;
    await venue.cancel(symbol, order.clientId);
  }
  if (!targetsToo) return;
  for (const order of account.resting) {
    if (order.symbol !== symbol || order.type !== 'take-profit-market') continue;
    if (!isOwnClientId(name, order.clientId)) continue;
    await venue.cancelConditional(order.clientId);
  }
}

/** One pass over the quantity, in the largest lots that a market order may have. True when resting orders were in its way. */
async function closeInSlices(watch: Watch, held: Held): Promise<boolean> {
  const { tick } = watch;
  const { symbol } = held;
  const { marketLot } = instrumentOf(watch, symbol);
  for (let left: number = held.qty; left > 0; left = Number((left - marketLot.qtyMax).toFixed(8))) {
    const order = {
      clientId: nextId(watch, symbol, 'flatten'),
      symbol,
      side: closingSide(held.side),
      qty: qty(Math.min(left, marketLot.qtyMax)),
      kind: { type: 'market' },
      reduceOnly: true,
    } as const;
    const outcome = await tick.desk.venue.place(onlyCloses(order, held));
    if (outcome.type === 'accepted') continue;
    tick.note({ type: 'trouble', what: 'guardian exit', symbol, because: outcome.because });
    // Without an answer it may have closed some: the next reading of the account says how much.
    if (outcome.type === 'rejected') return outcome.code === REDUCE_ONLY_TAKEN;
  }
  return false;
}
