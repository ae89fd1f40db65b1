import type { Book } from '../desk/book.ts';
import { clientIdOf } from '../desk/client-id.ts';
import { isLeftOver, tradesFrom } from '../desk/guardian/closed.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { emergencyProtection } from '../desk/position/emergency.ts';
import { isProtected } from '../desk/position/protection.ts';
import { orphansOf } from '../desk/position/strays.ts';
import { isOpen } from '../desk/risk/exposure.ts';
import { absQty, closingSide, notionalOfQty, qty, sideOf } from '../desk/units.ts';
import type { ReadableState, VenuePosition } from '../ports.ts';
import { hiddenOf } from './readable.ts';
import { eachApart, type Tick } from './tick.ts';
import { instrumentOf, restingOf, type VenueView } from './venue-view.ts';

/**
 * Holdings of the account that no open position and no intent of the desk explains. What cannot be read explains them,
 * too: a position that of its symbol, an intent any.
 */
export function foreignHoldings(state: ReadableState, view: VenueView): VenuePosition[] {
  if (hiddenOf(state, 'intent').size > 0) return [];
  const known = [...state.positions.filter(isOpen), ...state.intents].map(({ symbol }) => symbol);
  const ours = new Set<string>([...known, ...hiddenOf(state, 'position')]);
  return [...view.holdings.values()].filter(({ symbol }) => !ours.has(symbol));
}

export const foreignOf = (state: ReadableState, view: VenueView): Book['foreign'] =>
  foreignHoldings(state, view).map(({ symbol, qty: held, markPrice }) => ({
    symbol,
    side: sideOf(held),
    notionalUsd: notionalOfQty(absQty(held), markPrice),
  }));

/**
 * What the desk did not open: named when first seen; from the second look on protected, left alone or closed, as
 * `control/foreign` says. A person who opens by hand has a minute to place a stop by hand.
 */
export async function mindForeign(
  tick: Tick,
  state: ReadableState,
  view: VenueView,
  limits: Limits,
): Promise<void> {
  const known = new Set(state.book?.foreign.map(({ symbol }) => symbol));
  await eachApart(tick, 'foreign position', foreignHoldings(state, view), async holding => {
    const { symbol } = holding;
    if (!known.has(symbol)) {
      return tick.note({
        type: 'foreign',
        symbol,
        because: 'the account holds a position that the desk did not open',
      });
    }
    const rule = limits.values['control/foreign'];
    if (rule === 'protect') await protectForeign(tick, holding, view);
    if (rule === 'flatten') await flattenForeign(tick, holding, view);
  });
}

async function protectForeign(tick: Tick, holding: VenuePosition, view: VenueView): Promise<void> {
  const { symbol, entryPrice, markPrice, liquidationPrice } = holding;
  const side = sideOf(holding.qty);
  const held = { symbol, side, qty: absQty(holding.qty), liquidationPrice };
  if (isProtected(held, restingOf(view, symbol))) return;
  const action = emergencyProtection(
    { side, entryPrice, markPrice, liquidationPrice },
    instrumentOf(view, symbol).tickSize,
  );
  if (action.type === 'flatten') {
    const because =
      'it has no stop, and the price is past where one would stand; control/foreign is protect, so it is left open';
    return tick.note({ type: 'foreign', symbol, because });
  }
  const outcome = await tick.desk.venue.placeConditional({
    clientId: foreignId(tick, holding, 'working'),
    symbol,
    side: closingSide(side),
    type: 'stop-market',
    triggerPrice: action.triggerPrice,
    qty: held.qty,
  });
  const what =
    outcome.type === 'accepted'
      ? 'it was given a stop'
      : `a stop was not placed (${outcome.type}: ${outcome.because})`;
  tick.note({ type: 'foreign', symbol, because: `${what} at ${action.triggerPrice}` });
}

async function flattenForeign(tick: Tick, holding: VenuePosition, view: VenueView): Promise<void> {
  const { symbol } = holding;
  const most = instrumentOf(view, symbol).marketLot.qtyMax;
  const outcome = await tick.desk.venue.place({
    clientId: foreignId(tick, holding, 'x-exit'),
    symbol,
    side: closingSide(sideOf(holding.qty)),
    qty: qty(Math.min(absQty(holding.qty), most)),
    kind: { type: 'market' },
    reduceOnly: true,
  });
  const because =
    outcome.type === 'accepted'
      ? 'closed at market, as control/foreign says'
      : `not closed: ${outcome.because}`;
  tick.note({ type: 'foreign', symbol, because });
}

const foreignId = ({ desk, minute }: Tick, { symbol }: VenuePosition, leg: string): string =>
  clientIdOf(desk.name, `foreign-${symbol}-${minute}`, leg, 0);

/**
 * Cancels conditional orders of the desk that belong to nothing, once that is certain; returns the ones suspected now. What
 * cannot be read has orders, too: a position those of its symbol, an intent any.
 */
export async function sweepOrphans(
  tick: Tick,
  state: ReadableState,
  view: VenueView,
): Promise<readonly string[]> {
  if (hiddenOf(state, 'intent').size > 0) return [];
  const { desk } = tick;
  const { suspected, certain } = orphansOf({
    desk: desk.name,
    book: { orphans: state.book?.orphans ?? [] },
    resting: view.resting,
    held: new Set<string>([...view.holdings.keys(), ...hiddenOf(state, 'position')]),
    positions: state.positions,
    intents: state.intents,
    now: desk.clock.now(),
  });
  await eachApart(tick, 'orphan', certain, async order => {
    const { clientId, symbol } = order;
    // Flat in two looks, and the trades that made it so: only then is it sure that nothing is left to protect.
    if (!isLeftOver(order, await desk.venue.trades(symbol, tradesFrom([order])))) return;
    await desk.venue.cancelConditional(clientId);
    tick.note({
      type: 'state',
      what: `orphan ${clientId} cancelled`,
      because: `the account holds no ${symbol}`,
    });
  });
  return suspected;
}
