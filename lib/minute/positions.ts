import type { Book } from '../desk/book.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { adoptStops } from '../desk/position/adopt.ts';
import { decide, decideInDoubt, type PositionView } from '../desk/position/decide.ts';
import { evolve, isAccounted, isOverclosed, netOf, oneRUsd } from '../desk/position/evolve.ts';
import { withRestingFound } from '../desk/position/own-orders.ts';
import type { Position } from '../desk/position/position.ts';
import { protects } from '../desk/position/protection.ts';
import { stopForRest } from '../desk/position/rest.ts';
import type { RestingOrder } from '../desk/position/resting.ts';
import { afterClose } from '../desk/risk/protections.ts';
import { absQty, MINUTE_MS, type Minute, price, signOf } from '../desk/units.ts';
import { somethingHappened, withFills } from './fills.ts';
import { act } from './protect.ts';
import { stored } from './stored.ts';
import { noteFirst, type Tick } from './tick.ts';
import { heldQty, instrumentOf, liquidationOf, restingOf, type VenueView } from './venue-view.ts';

/** A change that a position asks of the book. */
export type BookChange = (book: Book) => Book;

/** How a position stands after its minute, and what it asks of the book. */
export interface Kept {
  readonly position: Position;
  readonly change?: BookChange;
}

/**
 * One position's minute: fills, then its end if it has ended, else protection and exits. `monitored`: the last minute
 * whose monitoring is complete, undefined before the first; unknown while the book cannot be read.
 */
export async function keepPosition(
  tick: Tick,
  known: Position,
  view: VenueView,
  limits: Limits,
  monitored: Minute | 'unknown' | undefined,
): Promise<Kept> {
  if (known.phase === 'closed') return afterEnd(tick, known, view, limits, monitored);
  const resting = restingOf(view, known.symbol);
  const found = withRestingFound(known, resting, tick.desk.name);
  const before = adoptStops(found, resting, tick.desk.name, tick.minute);
  const filled = somethingHappened(before, view) ? await withFills(tick, before, view) : before;
  const position = withFunding(filled, view);
  const held = heldQty(view, position.symbol);
  if (isOver(position, held)) return close(tick, position, limits);
  const agrees = held !== undefined && held.side === position.side && held.qty === position.qty;
  if (!agrees) return doubt(tick, position, view, limits);
  const marked = evolve(position, {
    type: 'marked',
    mark: view.holdings.get(position.symbol)?.markPrice ?? price(0),
  });
  const settled: Position = marked.phase === 'unknown' ? { ...marked, phase: undoubted(marked) } : marked;
  const seen = positionView(tick, settled, view, limits);
  const kept = await act(tick, settled, seen, decide(settled, seen, limits));
  if (kept === known) return { position: kept };
  const saved = await stored(tick, kept);
  // An exit's fills are usually there at once; what is missing is found in the next minute.
  if (saved.phase !== 'reducing') return { position: saved };
  const left = await withFills(tick, saved, view);
  const rest = stopForRest(left, seen);
  return { position: await stored(tick, rest === undefined ? left : await act(tick, left, seen, [rest])) };
}

/**
 * The fills add up to nothing, and the venue holds nothing of it. What it holds on the other side, or still holds in a
 * second look, is another hand's.
 */
function isOver(position: Position, held: ReturnType<typeof heldQty>): boolean {
  const isSecondLook = position.phase === 'unknown';
  const isGone = held?.side !== position.side;
  if (position.qty !== 0) return false;
  return isAccounted(position) ? isGone || isSecondLook : isOverclosed(position) && isGone && isSecondLook;
}

function positionView(tick: Tick, position: Position, view: VenueView, limits: Limits): PositionView {
  return {
    minute: tick.minute,
    mark: view.holdings.get(position.symbol)?.markPrice ?? price(0),
    liquidationPrice: liquidationOf(view, position.symbol),
    resting: restingOf(view, position.symbol),
    instrument: instrumentOf(view, position.symbol),
    flattenAll:
      limits.values['control/state'] === 'halted' && limits.values['control/halt-flatten'] === 'yes',
  };
}

/** A position that was being closed when it came into doubt goes on being closed. */
const undoubted = ({ exits }: Position): Position['phase'] => {
  const last = exits.at(-1);
  return last !== undefined && last.leg === undefined ? 'reducing' : 'open';
};

const withFunding = (position: Position, view: VenueView): Position =>
  view.income
    .filter(({ kind, symbol }) => kind === 'funding' && symbol === position.symbol)
    .reduce((held, { amountUsd, at }) => evolve(held, { type: 'funded', amountUsd, at }), position);

/** Flat at the venue and by the fills: the first of the two looks that the end of a position needs. */
async function close(tick: Tick, position: Position, limits: Limits): Promise<Kept> {
  const { id: positionId, symbol } = position;
  const seenAt = tick.desk.clock.now();
  const netUsd = netOf(position);
  const minutesHeld = (tick.minute - position.openedAt) / MINUTE_MS;
  tick.note({
    type: 'closed',
    positionId,
    symbol,
    netUsd,
    rMultiple: netUsd / oneRUsd(position),
    minutesHeld,
  });
  // Its record goes first, as a fill's does: what is stored as closed is not noted again.
  await noteFirst(tick);
  const closed = await stored(tick, evolve(position, { type: 'closed', minute: tick.minute, seenAt }));
  return { position: closed, change: book => afterClose(book, closed, tick.minute, limits) };
}

/**
 * What its end asks of the book is written with the watermark of that minute: where this is missing the tick has died in
 * between, and the cooldown would be forgotten. It comes before the burial, lest it be lost with that.
 */
async function afterEnd(
  tick: Tick,
  position: Position,
  view: VenueView,
  limits: Limits,
  monitored: Minute | 'unknown' | undefined,
): Promise<Kept> {
  const { id, closedAt } = position;
  // Nothing can be asked of the book yet: it is buried when that has been done.
  if (monitored === 'unknown') return { position };
  if (closedAt === undefined || (monitored ?? closedAt) >= closedAt) return bury(tick, position, view);
  const because = 'the tick that saw it had not finished';
  tick.note({ type: 'state', what: `the end of ${id} is counted now`, because });
  return { position, change: book => afterClose(book, position, closedAt, limits) };
}

/** Two looks this far apart, and the closing fills, make an end certain. */
const SECOND_LOOK_MS = 20_000;
/** So long after its end no slice of a position fills any more. */
const OTHERS_LOOK_MS = 5 * MINUTE_MS;

/** The second look: still flat, so what rests of the position is surely an orphan (I27, I58). */
async function bury(tick: Tick, position: Position, view: VenueView): Promise<Kept> {
  const sinceFirst = tick.desk.clock.now() - (position.flatSeenAt ?? tick.minute);
  // Stops of a position on one side do nothing to one on the other. What stays on the same side is another hand's, but
  // may at first be a late slice, or an answer that lags.
  const stillHeld = heldQty(view, position.symbol)?.side === position.side;
  if (sinceFirst < (stillHeld ? OTHERS_LOOK_MS : SECOND_LOOK_MS)) return { position };
  const ours = new Set(position.protection.map(order => order.clientId));
  const left = stillHeld ? stopLeftTo(view, position) : undefined;
  for (const order of restingOf(view, position.symbol)) {
    if (!ours.has(order.clientId) || order === left) continue;
    const outcome = await tick.desk.venue.cancelConditional(order.clientId);
    // Unknown is asked about: the order is still in the list next minute, or it is not.
    if (outcome.type === 'unknown') return { position };
  }
  await tick.desk.store.archivePosition(position, tick.lease);
  return { position };
}

/**
 * The tightest stop of an ended position that covers what another hand holds there: without it that would stand bare
 * until the guardian gave it one, which it does whatever `control/foreign` says (seeds 12631, 16538). Once the account
 * holds nothing it goes as an orphan.
 */
function stopLeftTo(view: VenueView, { symbol, side }: Position): RestingOrder | undefined {
  const held = view.holdings.get(symbol);
  if (held === undefined) return undefined;
  const holding = { symbol, side, qty: absQty(held.qty), liquidationPrice: held.liquidationPrice };
  return restingOf(view, symbol)
    .filter(order => protects(order, holding))
    .toSorted((a, b) => signOf(side) * (b.triggerPrice - a.triggerPrice))[0];
}

/**
 * The venue's quantity is not what the fills add up to. Nothing is cancelled, nothing is closed; only a missing
 * backstop is put back, since it covers whatever the quantity is.
 */
async function doubt(tick: Tick, position: Position, view: VenueView, limits: Limits): Promise<Kept> {
  const held = heldQty(view, position.symbol);
  const seen = held === undefined ? 'nothing' : `${held.side} ${held.qty}`;
  const because = `the venue holds ${seen}, the fills say ${position.side} ${position.qty}`;
  tick.note({ type: 'unknown', symbol: position.symbol, clientId: position.id, because });
  const doubted = evolve(position, { type: 'doubted' });
  if (held?.side !== position.side) return { position: await stored(tick, doubted) };
  const seenNow = positionView(tick, doubted, view, limits);
  const acted = await act(tick, doubted, seenNow, decideInDoubt(doubted, seenNow));
  // The backstop covers it, but of what quantity nobody knows: it stays in doubt, and nothing is added to it.
  const left = acted.phase === 'protected' ? evolve(acted, { type: 'doubted' }) : acted;
  return { position: await stored(tick, left) };
}
