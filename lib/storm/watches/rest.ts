import { isGuardianId, isOwnClientId } from '../../desk/client-id.ts';
import { isOpen } from '../../desk/risk/exposure.ts';
import { absQty, MINUTE_MS, type SymbolId, sideOf } from '../../desk/units.ts';
import type { Watch } from '../judge.ts';
import { DESK } from '../names.ts';
import { isProtectedAtVenue } from '../protected.ts';
import type { World } from '../world.ts';

/** So long after the last trouble everything must be in order again. */
export const AT_REST_AFTER_MINUTES = 8;
/** What is younger may still be under way. */
const UNDER_WAY_MINUTES = 4;

/** When nothing has gone wrong for a while, book and venue agree, all is protected, and nothing is left lying about. */
export const watchRest: Watch = (world, expect) => step => {
  if (step.type !== 'minute') return;
  if (world.sim.now - world.troubledAt < AT_REST_AFTER_MINUTES * MINUTE_MS) return;
  const fault = unrest(world);
  expect('the desk comes to rest', fault === undefined, () => fault ?? '');
};

function unrest(world: World): string | undefined {
  const { table, minute } = world;
  const { book, intents, positions } = table.live();
  const old = (at: number) => minute - at > UNDER_WAY_MINUTES * MINUTE_MS;
  if (book?.monitoredMinute === undefined || old(book.monitoredMinute))
    return 'nothing is monitored any more';
  const intent = intents.find(each => old(each.minute));
  if (intent !== undefined) return `the intent ${intent.positionId} is still ${intent.state}`;
  const ids = new Set(intents.map(({ id }) => id));
  const reserved = book.reservations.find(each => old(each.minute) && !ids.has(each.intentId));
  if (reserved !== undefined) return `capacity for ${reserved.symbol} is reserved for an intent that is gone`;
  // What another hand holds on the same side keeps a closed position's orders for some minutes more.
  const isHeld = (symbol: SymbolId) => world.engine.state.positions[symbol] !== undefined;
  const closed = positions.find(
    each =>
      !isOpen(each) && old((each.closedAt ?? 0) + (isHeld(each.symbol) ? UNDER_WAY_MINUTES * MINUTE_MS : 0)),
  );
  if (closed !== undefined) return `the closed position ${closed.id} is still among the live ones`;
  return disagreement(world, old) ?? doubled(world, old) ?? leftover(world, old);
}

/** Between what the venue holds and what the book says. */
function disagreement(world: World, old: (at: number) => boolean): string | undefined {
  const { engine, ledger, table } = world;
  for (const { symbol, openedAt, isMixed, trades } of ledger.held.values()) {
    if (!old(openedAt) || !old(trades.at(-1)?.time ?? 0)) continue;
    if (!isProtectedAtVenue(engine, symbol)) return `${symbol} has no full-size stop`;
    if (isMixed) continue;
    const position = table.positions.get(symbol);
    const held = engine.state.positions[symbol];
    if (held === undefined || position === undefined)
      return `the book does not know of the position in ${symbol}`;
    const agrees = position.qty === absQty(held.qty) && position.side === sideOf(held.qty);
    if (!agrees)
      return `${symbol}: the venue holds ${held.qty}, the book says ${position.side} ${position.qty}`;
    if (position.phase !== 'protected' && position.phase !== 'reducing')
      return `${position.id} is ${position.phase}`;
  }
  const ghost = table.positions
    .all()
    .find(each => isOpen(each) && old(each.openedAt) && engine.state.positions[each.symbol] === undefined);
  if (
    ghost === undefined ||
    old(ledger.ended.findLast(({ symbol }) => symbol === ghost.symbol)?.flatAt ?? 0) === false
  )
    return undefined;
  return `the book holds ${ghost.id}, the venue does not`;
}

/** Of the two keepers' stops one is left, and nothing of the guardian's trials. */
function doubled({ engine }: World, old: (at: number) => boolean): string | undefined {
  const seen = new Set<string>();
  for (const { clientId, symbol, side, type, closePosition, createdAt } of engine.openAlgos()) {
    if (!old(createdAt) || !isOwnClientId(DESK, clientId)) continue;
    if (isGuardianId(DESK, 'canary', clientId)) return `the canary ${clientId} still rests on ${symbol}`;
    if (type !== 'STOP_MARKET' || closePosition) continue;
    const likeness = `${symbol} ${side}`;
    if (seen.has(likeness)) return `two stops of the desk's rest on ${symbol}`;
    seen.add(likeness);
  }
  return undefined;
}

/** Orders of the desk's that belong to nothing. */
function leftover({ engine, table }: World, old: (at: number) => boolean): string | undefined {
  const order = engine
    .openAlgos()
    .find(
      each =>
        isOwnClientId(DESK, each.clientId) &&
        engine.state.positions[each.symbol] === undefined &&
        table.positions.get(each.symbol) === undefined &&
        old(each.createdAt) &&
        old(engine.trades().findLast(({ symbol }) => symbol === each.symbol)?.time ?? 0),
    );
  return order === undefined ? undefined : `${order.clientId} still rests on ${order.symbol}, which is flat`;
}
