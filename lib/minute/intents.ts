import type { Intent } from '../desk/book.ts';
import { released } from '../desk/book-keeping.ts';
import { afterOrder } from '../desk/execution/slices.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { decide } from '../desk/position/decide.ts';
import { knowsSlice } from '../desk/position/join.ts';
import { positionOf } from '../desk/position/open.ts';
import { withRestingFound } from '../desk/position/own-orders.ts';
import type { Position } from '../desk/position/position.ts';
import { type EpochMs, epochMs, minutesAfter, price } from '../desk/units.ts';
import type { OrderReport } from '../ports.ts';
import { withFills } from './fills.ts';
import type { BookChange } from './positions.ts';
import { act } from './protect.ts';
import { endSlice, joinSlice, noteFilled, type Settled } from './slice-ends.ts';
import { stored } from './stored.ts';
import type { Tick } from './tick.ts';
import { instrumentOf, liquidationOf, restingOf, type VenueView } from './venue-view.ts';

/** An order is absent for certain only when the second reading lies this far after it may have been sent. */
const ABSENT_AFTER_MS = 15_000;

/**
 * Settles what a former tick left behind: an intent that was reserved and never sent, or sent and never answered.
 * The venue is asked by client id; nothing is ever sent a second time (I10, I62). What waits is not settled but dropped
 * or followed. The position that comes back is stored; its protection is the next step's.
 */
export async function settleIntent(
  tick: Tick,
  intent: Intent,
  view: VenueView,
  limits: Limits,
  intents: readonly Intent[],
  position: Position | undefined,
): Promise<Settled> {
  if (intent.state === 'waiting' || intent.minute >= tick.minute) return UNSETTLED;
  const over = (entered: Position): Settled => ({
    position: entered,
    change: book => afterOrder(book, intent, intents, entered),
  });
  if (position !== undefined && (intent.slice === 1 || knowsSlice(position, intent.id))) {
    await conclude(tick, intent, position);
    return over(position);
  }
  // Decided by a tick that died while it moved the intent to the history.
  if (intent.state === 'void')
    return unfilled(tick, intent, intents, position, intent.because ?? 'it never filled');
  if (intent.state === 'reserved') {
    // A tick that still holds its lease may be about to send; the conditional write of the intent decides who wins.
    if (intent.minute >= minutesAfter(tick.minute, -1)) return UNSETTLED;
    return unfilled(tick, intent, intents, position, 'it was reserved and never sent');
  }
  const report = await tick.desk.venue.findOrder(intent.symbol, intent.id);
  if (report === undefined) {
    return (await isAbsent(tick, intent, position))
      ? unfilled(tick, intent, intents, position, ABSENT)
      : UNSETTLED;
  }
  if (report.status === 'new' || report.status === 'partially-filled') return UNSETTLED;
  if (!(report.filledQty > 0))
    return unfilled(tick, intent, intents, position, `the order ended ${report.status} without a fill`);
  if (position === undefined) {
    const buried = await buriedOf(tick, intent);
    if (buried === undefined) return over(await openPosition(tick, intent, report, view, limits));
    await conclude(tick, intent, buried);
    return over(buried);
  }
  const enlarged = await stored(tick, await joinSlice(tick, intent, report, position, view));
  await conclude(tick, intent, enlarged);
  return over(enlarged);
}

/** The intent's position where it is over already: the intent has outlived it by writes that failed. */
async function buriedOf({ desk }: Tick, intent: Intent): Promise<Position | undefined> {
  const { symbol, positionId, slice, id: clientId } = intent;
  const closed = await desk.history.closedPositions({ symbol, newest: CLOSED_LOOKED_AT });
  return closed.find(each => each.id === positionId && (slice === 1 || knowsSlice(each, clientId)));
}

const CLOSED_LOOKED_AT = 5;

/** The outcome is not known yet, or the intent is none to settle. */
export const UNSETTLED: Settled = { change: book => book };
const ABSENT = 'the venue does not know it in two readings and shows no trade';

/** An order that certainly never filled: a slice of a position leaves its line there. */
async function unfilled(
  tick: Tick,
  intent: Intent,
  intents: readonly Intent[],
  position: Position | undefined,
  because: string,
): Promise<Settled> {
  return intent.slice > 1 && position !== undefined
    ? endSlice(tick, intent, position, intents, because)
    : { change: await voidIntent(tick, intent, because) };
}

/** Absence is proved by two readings, the second late enough, and by no trade of it. */
async function isAbsent(tick: Tick, intent: Intent, position: Position | undefined): Promise<boolean> {
  const now = tick.desk.clock.now();
  const readings: readonly EpochMs[] = [...intent.absentAt, now];
  const lateEnough = now - intent.minute >= ABSENT_AFTER_MS;
  if (readings.length >= 2 && lateEnough && !(await mayHaveTraded(tick, intent, position))) return true;
  tick.note({
    type: 'unknown',
    symbol: intent.symbol,
    clientId: intent.id,
    because: 'the venue does not show the order yet',
  });
  await tick.desk.store.saveIntent({ ...intent, absentAt: readings }, tick.lease);
  return false;
}

/** Whether a trade since could be this order's: those of other orders, and of other hands, are told apart by their client ids. */
async function mayHaveTraded(tick: Tick, { id, symbol, minute }: Intent, position: Position | undefined) {
  const { venue } = tick.desk;
  const trades = await venue.trades(symbol, epochMs(minute));
  const known = new Set(position?.fills.map(({ tradeId }) => tradeId));
  const orders = new Set(trades.filter(({ tradeId }) => !known.has(tradeId)).map(({ orderId }) => orderId));
  for (const orderId of orders) {
    const report = await venue.orderById(symbol, orderId);
    if (report === undefined || report.clientId === id) return true;
  }
  return false;
}

/** Ends an intent that never filled; its reservation goes with it. */
export async function voidIntent(tick: Tick, intent: Intent, because: string): Promise<BookChange> {
  tick.note({ type: 'state', what: `intent ${intent.positionId} void`, because });
  const saved = await tick.desk.store.archiveIntent({ ...intent, state: 'void', because }, tick.lease);
  return saved.type === 'saved' ? book => released(book, intent.id) : book => book;
}

/**
 * Turns a filled entry order into a protected position: fills from the trades, both stops and the targets placed and
 * the stops read back, everything stored, the intent settled. Used by entry at once and by the monitor for an intent
 * whose tick died (I11): what that tick placed is known by its ids, so doing it twice places nothing twice.
 */
export async function openPosition(
  tick: Tick,
  intent: Intent,
  report: OrderReport,
  view: VenueView,
  limits: Limits,
): Promise<Position> {
  const instrument = instrumentOf(view, intent.symbol);
  const filled = positionOf(intent, report, instrument);
  const known = withRestingFound(filled, restingOf(view, intent.symbol), tick.desk.name);
  const opened = await withFills(tick, known, view);
  const position = await stored(tick, await protectedNow(tick, opened, view, limits));
  await conclude(tick, intent, position);
  return position;
}

/** A position whose quantity has just come about, or grown: both stops and the targets placed, the stops read back. */
export async function protectedNow(
  tick: Tick,
  position: Position,
  view: VenueView,
  limits: Limits,
): Promise<Position> {
  const { symbol, entryPrice } = position;
  // Opened and closed again before anybody looked: there is nothing to protect, and its end is the monitor's.
  if (position.qty === 0) return position;
  const seen = {
    minute: tick.minute,
    mark: price(view.holdings.get(symbol)?.markPrice ?? entryPrice),
    liquidationPrice: liquidationOf(view, symbol),
    resting: restingOf(view, symbol),
    instrument: instrumentOf(view, symbol),
    flattenAll: false,
  };
  return act(tick, position, seen, decide(position, seen, limits));
}

/** The entry's record is written before the intent goes, so that a tick that dies here loses no record. */
export async function conclude(tick: Tick, intent: Intent, position: Position): Promise<void> {
  if (intent.slice === 1) noteEntry(tick, position);
  else noteFilled(tick, intent, position);
  await tick.flush();
  await tick.desk.store.archiveIntent({ ...intent, state: 'settled' }, tick.lease);
}

function noteEntry(tick: Tick, position: Position): void {
  tick.note({
    type: 'entry',
    positionId: position.id,
    symbol: position.symbol,
    side: position.side,
    source: position.source,
    qty: position.entryQty,
    price: position.entryPrice,
    leverage: position.leverage,
    plannedUsd: position.plannedNotionalUsd,
    intendedUsd: position.intendedNotionalUsd,
    executedUsd: position.executedNotionalUsd,
    stopPrice: position.initialStopPrice,
    trace: position.trace,
  });
}

/** The ids that hold reservations, for the sweep of reservations whose tick died before writing its intent. */
export const intentIds = (intents: readonly Intent[]): ReadonlySet<string> =>
  new Set(intents.map(intent => intent.id));
