import { isEntryId } from '../desk/client-id.ts';
import { cleanQty } from '../desk/position/amount.ts';
import {
  attribute,
  foreignExitKind,
  guardianExitKind,
  type OrderPurpose,
} from '../desk/position/attribute.ts';
import { evolve, isAccounted } from '../desk/position/evolve.ts';
import { entryOrderIds } from '../desk/position/join.ts';
import { ownOrderOf, withFound } from '../desk/position/own-orders.ts';
import type { Position, PositionFill, ProtectionOrder } from '../desk/position/position.ts';
import { type EpochMs, epochMs } from '../desk/units.ts';
import { noteFirst, type Tick } from './tick.ts';
import { heldQty, restingOf, type VenueView } from './venue-view.ts';

/** True when the venue's quantity or resting orders differ from the book's, so that something must have happened. */
export function somethingHappened(position: Position, view: VenueView): boolean {
  const held = heldQty(view, position.symbol);
  const same = held !== undefined && held.side === position.side && held.qty === position.qty;
  const live = new Set(restingOf(view, position.symbol).map(order => order.clientId));
  const gone = position.protection.some(order => order.state === 'live' && !live.has(order.clientId));
  return !same || gone || !isAccounted(position);
}

/**
 * Brings a position up to its fills: asks what became of the orders that no longer rest, reads the trades since,
 * and applies each once. The venue's trades are the only source (I37).
 */
export async function withFills(tick: Tick, position: Position, view: VenueView): Promise<Position> {
  const { venue, name } = tick.desk;
  const settled = await settleProtection(tick, position, view);
  const { purposes } = settled;
  let known = settled.position;
  for (const exit of position.exits) {
    const report = await venue.findOrder(position.symbol, exit.clientId);
    const { because: kind, leg, markPrice: expectedPrice } = exit;
    if (report === undefined) continue;
    purposes.set(report.orderId, {
      kind,
      ...(leg === undefined ? {} : { leg }),
      ...(expectedPrice === undefined ? {} : { expectedPrice }),
    });
  }
  const trades = await venue.trades(position.symbol, unreadSince(position));
  for (const orderId of attribute(known, trades, purposes).unexplained) {
    const report = await venue.orderById(position.symbol, orderId);
    // An entry order of ours that the position does not know yet is a slice whose tick died: its intent brings it in.
    const clientId = report?.clientId ?? '';
    if (isEntryId(name, clientId)) continue;
    const found = await foundOf(tick, known, orderId, clientId);
    const foreign = { kind: guardianExitKind(name, clientId) ?? foreignExitKind(clientId) };
    purposes.set(orderId, found?.purpose ?? foreign);
    known = found?.position ?? known;
  }
  const { fills } = attribute(known, trades, purposes);
  const taken = takenOf(known, fills);
  for (const fill of taken.fills) noteFill(tick, known, fill);
  // Before the position is stored with them: a fill that it knows is never noted again (I37).
  if (taken.fills.some(({ kind }) => kind !== 'entry')) await noteFirst(tick);
  return taken.position;
}

/** The position with those of the fills that are its own; what others did once it was over is not. */
function takenOf(before: Position, fills: readonly PositionFill[]) {
  let position = before;
  const own: PositionFill[] = [];
  for (const fill of fills) {
    const after = evolve(position, { type: 'filled', fill });
    if (after !== position) own.push(fill);
    position = after;
  }
  return { position, fills: own };
}

function noteFill(tick: Tick, { id: positionId, symbol }: Position, fill: PositionFill): void {
  if (fill.byHand === true) {
    const because = `another hand added ${fill.qty} to ${positionId}; it is kept with the position`;
    tick.note({ type: 'foreign', symbol, because });
  }
  if (fill.kind === 'entry') return;
  const { kind, tradeId, qty, price, realisedUsd, commissionUsd } = fill;
  tick.note({ type: 'exit', positionId, symbol, kind, tradeId, qty, price, realisedUsd, commissionUsd });
}

/** An order of the position's own that was placed, and filled, and never written down: the position with it. */
async function foundOf(tick: Tick, position: Position, orderId: string, clientId: string) {
  const { venue, name } = tick.desk;
  const own = ownOrderOf(name, position, clientId);
  const report = own === undefined ? undefined : await venue.findConditional(clientId);
  if (own === undefined || report === undefined) return undefined;
  const { triggerPrice, qty } = report;
  const order = { clientId, triggerPrice, qty, state: 'done', orderId } as const;
  const found = withFound(position, own, order, tick.minute);
  const filled = found.protection.at(-1);
  return filled === undefined ? undefined : { position: found, purpose: purposeOf(filled) };
}

/** From the last fill on; from the beginning while an entry order's trades are missing, since exits may be later. */
const unreadSince = ({ fills, entryQty, openedAt }: Position): EpochMs => {
  const entered = fills.reduce((sum, { kind, qty }) => (kind === 'entry' ? sum + qty : sum), 0);
  const last = fills.at(-1);
  return last !== undefined && cleanQty(entered) === entryQty ? last.at : epochMs(openedAt);
};

const purposeOf = ({ exitKind, leg, triggerPrice }: ProtectionOrder): OrderPurpose => ({
  kind: exitKind,
  leg,
  expectedPrice: triggerPrice,
});

/** What became of each protection order: still resting, or which order it turned into. */
async function settleProtection(tick: Tick, before: Position, view: VenueView) {
  const purposes = new Map<string, OrderPurpose>(
    entryOrderIds(before).map(orderId => [orderId, { kind: 'entry' }]),
  );
  const live = new Set(restingOf(view, before.symbol).map(order => order.clientId));
  let position = before;
  for (const order of before.protection) {
    if (order.orderId !== undefined) purposes.set(order.orderId, purposeOf(order));
    if (order.state === 'done' || live.has(order.clientId)) continue;
    const report = await tick.desk.venue.findConditional(order.clientId);
    if (report === undefined || report.status === 'live') continue;
    const { clientId, orderId } = report;
    if (orderId !== undefined) purposes.set(orderId, purposeOf(order));
    position = evolve(position, { type: 'order-state', clientId, state: 'done', orderId });
  }
  return { position, purposes };
}
