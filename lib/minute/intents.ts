import type { Intent } from '../desk/book.ts';
import { released } from '../desk/book-keeping.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { decide } from '../desk/position/decide.ts';
import { positionOf } from '../desk/position/open.ts';
import type { Position } from '../desk/position/position.ts';
import { type EpochMs, epochMs, minutesAfter, price } from '../desk/units.ts';
import type { OrderReport } from '../ports.ts';
import { withFills } from './fills.ts';
import type { BookChange } from './positions.ts';
import { act } from './protect.ts';
import { stored } from './stored.ts';
import type { Tick } from './tick.ts';
import { instrumentOf, liquidationOf, restingOf, type VenueView } from './venue-view.ts';

/** An order is absent for certain only when the second reading lies this far after it may have been sent. */
const ABSENT_AFTER_MS = 15_000;

/**
 * Settles what a former tick left behind: an intent that was reserved and never sent, or sent and never answered.
 * The venue is asked by client id; nothing is ever sent a second time (I10, I62).
 */
export async function settleIntent(
  tick: Tick,
  intent: Intent,
  view: VenueView,
  limits: Limits,
  positions: readonly Position[],
): Promise<BookChange> {
  if (intent.minute >= tick.minute) return book => book;
  const opened = positions.find(position => position.id === intent.positionId);
  if (opened !== undefined) {
    await conclude(tick, intent, opened);
    return book => released(book, intent.id);
  }
  if (intent.state === 'reserved') {
    // A tick that still holds its lease may be about to send; the conditional write of the intent decides who wins.
    if (intent.minute >= minutesAfter(tick.minute, -1)) return book => book;
    return voidIntent(tick, intent, 'it was reserved and never sent');
  }
  const report = await tick.desk.venue.findOrder(intent.symbol, intent.id);
  if (report === undefined) return absent(tick, intent);
  if (report.status === 'new' || report.status === 'partially-filled') return book => book;
  if (!(report.filledQty > 0))
    return voidIntent(tick, intent, `the order ended ${report.status} without a fill`);
  await openPosition(tick, intent, report, view, limits);
  return book => released(book, intent.id);
}

/** Absence is proved by two readings, the second late enough, and by the account holding nothing of it. */
async function absent(tick: Tick, intent: Intent): Promise<BookChange> {
  const now = tick.desk.clock.now();
  const readings: readonly EpochMs[] = [...intent.absentAt, now];
  const lateEnough = now - intent.minute >= ABSENT_AFTER_MS;
  const traded = await tick.desk.venue.trades(intent.symbol, epochMs(intent.minute));
  if (readings.length >= 2 && lateEnough && traded.length === 0) {
    return voidIntent(tick, intent, 'the venue does not know it in two readings and shows no trade');
  }
  tick.note({
    type: 'unknown',
    symbol: intent.symbol,
    clientId: intent.id,
    because: 'the venue does not show the order yet',
  });
  await tick.desk.store.saveIntent({ ...intent, absentAt: readings }, tick.lease);
  return book => book;
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
 * whose tick died (I11): the ids are the same, so doing it twice places nothing twice.
 */
export async function openPosition(
  tick: Tick,
  intent: Intent,
  report: OrderReport,
  view: VenueView,
  limits: Limits,
): Promise<Position> {
  const instrument = instrumentOf(view, intent.symbol);
  const opened = await withFills(tick, positionOf(intent, report, instrument), view);
  const seen = {
    minute: tick.minute,
    mark: price(view.holdings.get(intent.symbol)?.markPrice ?? opened.entryPrice),
    liquidationPrice: liquidationOf(view, intent.symbol),
    resting: restingOf(view, intent.symbol),
    instrument,
    flattenAll: false,
  };
  const position = await stored(tick, await act(tick, opened, seen, decide(opened, seen, limits)));
  await conclude(tick, intent, position);
  return position;
}

/** The entry's record is written before the intent goes, so that a tick that dies here loses no record. */
async function conclude(tick: Tick, intent: Intent, position: Position): Promise<void> {
  noteEntry(tick, position);
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
