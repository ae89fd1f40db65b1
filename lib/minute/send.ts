import type { Book, Intent, Reservation } from '../desk/book.ts';
import { reserving, withUsed } from '../desk/book-keeping.ts';
import type { Denial } from '../desk/risk/permission.ts';
import { openingSide, type Usd } from '../desk/units.ts';
import type { OrderReport } from '../ports.ts';
import type { EntryState } from './entry-state.ts';
import { voidIntent } from './intents.ts';
import type { Prepared } from './prepare.ts';
import { maySendOrder, type Tick } from './tick.ts';

/** Capacity that is held, and the intents that hold it. */
export interface Reserved {
  readonly book: Book;
  readonly intent: Intent;
  /** What waits for a later minute. */
  readonly later?: Intent;
  readonly intents: readonly Intent[];
}

/**
 * Takes the capacity in the book, for the order and for what waits of its entry, then writes the intents; undefined when
 * another tick was there first (I09). The order's intent is written first: a tick that dies after it owes nothing more.
 */
export async function reserve(
  tick: Tick,
  { intent, lossAtStopUsd, later }: Prepared,
  { book }: EntryState,
): Promise<Reserved | undefined> {
  const { store } = tick.desk;
  const held = [
    reservationOf(intent, lossAtStopUsd),
    ...(later === undefined ? [] : [reservationOf(later.intent, later.lossAtStopUsd)]),
  ];
  const reserved = reserving(book, held);
  const { symbol, signal, slice } = intent;
  const taken = await store.saveBook(
    slice === 1 ? withUsed(reserved, symbol, signal.at) : reserved,
    tick.lease,
  );
  if (taken.type === 'conflict') return undefined;
  const written = await store.saveIntent(intent, tick.lease);
  if (written.type === 'conflict') return undefined;
  if (later === undefined) return { book: taken.item, intent: written.item, intents: [written.item] };
  const waiting = await store.saveIntent(later.intent, tick.lease);
  if (waiting.type === 'conflict') return undefined;
  const intents = [written.item, waiting.item];
  return { book: taken.item, intent: written.item, later: waiting.item, intents };
}

const reservationOf = (
  { id: intentId, symbol, minute, notionalUsd }: Intent,
  lossAtStopUsd: Usd,
): Reservation => ({ intentId, symbol, minute, notionalUsd, lossAtStopUsd });

/** An order that filled, in whole or in part. */
export interface Sent {
  readonly intent: Intent;
  readonly report: OrderReport;
}

/** Settings confirmed, intent marked as submitted, and only then the order: once, whatever comes back. */
export async function send(tick: Tick, reserved: Intent): Promise<Sent | Denial> {
  const { venue, store } = tick.desk;
  const { symbol } = reserved;
  const unready = await settle(tick, reserved);
  const stop = unready ?? tooLate(tick);
  if (stop !== undefined) {
    await voidIntent(tick, reserved, stop.because);
    return stop;
  }
  const submitted = await store.saveIntent({ ...reserved, state: 'submitted' }, tick.lease);
  if (submitted.type === 'conflict')
    return { code: 'reservation-lost', because: 'the intent was settled by another tick' };
  const intent = submitted.item;
  // Its process may have stood still over that write: another tick's lease would be in force when the order arrives (I15).
  const late = tooLate(tick);
  if (late !== undefined) {
    await voidIntent(tick, intent, late.because);
    return late;
  }
  const outcome = await venue.place({
    clientId: intent.id,
    symbol,
    side: openingSide(intent.signal.side),
    qty: intent.qty,
    kind: { type: 'ioc-limit', limitPrice: intent.limitPrice },
    reduceOnly: false,
  });
  if (outcome.type === 'rejected') {
    await voidIntent(tick, intent, outcome.because);
    return { code: 'order-rejected', because: `${outcome.code}: ${outcome.because}` };
  }
  const report = outcome.type === 'accepted' ? outcome.report : await venue.findOrder(symbol, intent.id);
  if (report === undefined || report.status === 'new') {
    const because = outcome.type === 'unknown' ? outcome.because : 'the order is still open';
    tick.note({ type: 'unknown', symbol, clientId: intent.id, because });
    return { code: 'order-unknown', because };
  }
  if (!(report.filledQty > 0)) {
    await voidIntent(tick, intent, `the order ended ${report.status} without a fill`);
    return { code: 'order-unfilled', because: `nothing was offered at ${intent.limitPrice} or better` };
  }
  return { intent, report };
}

const tooLate = (tick: Tick): Denial | undefined =>
  maySendOrder(tick)
    ? undefined
    : { code: 'lease-short', because: 'too little of the lease was left when the order was ready' };

/** Margin mode and leverage, set and read back: no order until the venue says they are as planned (I03). */
async function settle(tick: Tick, { symbol, leverage, plan }: Intent): Promise<Denial | undefined> {
  const { venue } = tick.desk;
  const { marginMode } = plan;
  const now = await venue.settings(symbol);
  if (now.marginMode !== marginMode) {
    const moded = await venue.setMarginMode(symbol, marginMode);
    if (moded.type === 'rejected')
      return { code: 'margin-mode-refused', because: `${moded.code}: ${moded.because}` };
  }
  if (now.leverage !== leverage) await venue.setLeverage(symbol, leverage);
  const after =
    now.marginMode === marginMode && now.leverage === leverage ? now : await venue.settings(symbol);
  if (after.leverage === leverage && after.marginMode === marginMode) return undefined;
  return {
    code: 'leverage-unconfirmed',
    because: `the venue shows ${after.marginMode} ${after.leverage}x, planned ${marginMode} ${leverage}x`,
  };
}
