import type { Book, Intent } from '../desk/book.ts';
import { released, withFidelity, withUsed } from '../desk/book-keeping.ts';
import { closedAt } from '../desk/candle.ts';
import { clientIdOf } from '../desk/client-id.ts';
import { atrFraction } from '../desk/indicators.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { planTrade } from '../desk/plan/math-ai.ts';
import { positionIdOf } from '../desk/position/open.ts';
import type { Position } from '../desk/position/position.ts';
import type { DenialCode } from '../desk/risk/denial.ts';
import { dayLossAtStops, exposureOf } from '../desk/risk/exposure.ts';
import { type Denial, marketDenial, signalDenial } from '../desk/risk/permission.ts';
import type { Signal } from '../desk/signal/signal.ts';
import { size } from '../desk/sizing/size.ts';
import type { SizingTrace } from '../desk/sizing/trace.ts';
import {
  epochMs,
  fraction,
  MINUTE_MS,
  type NotionalUsd,
  notionalUsd,
  openingSide,
  type SymbolId,
} from '../desk/units.ts';
import type { DeskState, OrderReport } from '../ports.ts';
import { openPosition, voidIntent } from './intents.ts';
import { readPortfolio } from './portfolio.ts';
import { maySendOrder, type Tick, updateBook } from './tick.ts';
import type { VenueView } from './venue-view.ts';

/** The live state as entry works on it: it grows with each position opened in the same tick. */
export interface EntryState {
  readonly book: Book;
  readonly positions: readonly Position[];
  readonly intents: readonly Intent[];
  readonly universe: readonly SymbolId[];
}

export interface Followed {
  readonly state: EntryState;
  readonly entered: boolean;
}

/** A wish that ended without a position: the code, the sentence, and how far the size had come. */
interface NotTaken extends Denial {
  readonly plannedUsd?: NotionalUsd;
  readonly trace?: SizingTrace;
}

/** Reasons that may be gone in the next minute, while the signal is still good: it is not used up by them. */
const PASSING: ReadonlySet<DenialCode> = new Set([
  'data-stale',
  'venue-unreadable',
  'reservation-lost',
  'lease-short',
]);

const SIGNAL_BARS = 99;
const ATR_PERIOD = 14;

/** Follows one signal from permission to a protected position, or to a recorded reason for not trading it. */
export async function follow(
  tick: Tick,
  signal: Signal,
  state: EntryState,
  limits: Limits,
): Promise<Followed> {
  const early = signalDenial({ ...state, signal, minute: tick.minute, limits });
  const prepared = early ?? (await prepare(tick, signal, state, limits));
  if ('code' in prepared) return refuse(tick, signal, state, prepared);
  const reserved = await reserve(tick, prepared, state);
  if (reserved === undefined) {
    return refuse(tick, signal, state, {
      code: 'reservation-lost',
      because: 'the book was written by another tick',
    });
  }
  const sent = await send(tick, reserved.intent);
  if ('code' in sent) {
    const { trace } = prepared.intent;
    const pending = sent.code === 'order-unknown';
    const book = pending
      ? reserved.book
      : await updateBook(tick, reserved.book, b => released(b, reserved.intent.id));
    const intents = pending ? [...state.intents, reserved.intent] : state.intents;
    return refuse(
      tick,
      signal,
      { ...state, book, intents },
      { ...sent, plannedUsd: prepared.intent.plan.plannedNotionalUsd, trace },
    );
  }
  const position = await openPosition(tick, sent.intent, sent.report, prepared.view, limits);
  const book = await updateBook(tick, reserved.book, b =>
    withFidelity(released(b, sent.intent.id), position.executedNotionalUsd, position.intendedNotionalUsd),
  );
  return { state: { ...state, book, positions: [...state.positions, position] }, entered: true };
}

/** Records a trade not taken; a final reason uses the signal up, so that it is decided once and not three times. */
async function refuse(tick: Tick, signal: Signal, state: EntryState, denial: NotTaken): Promise<Followed> {
  const { symbol, side, source, at } = signal;
  const { code, because, plannedUsd, trace } = denial;
  tick.note({
    type: 'not-taken',
    symbol,
    side,
    source,
    code,
    because,
    ...(plannedUsd === undefined ? {} : { plannedUsd }),
    ...(trace === undefined ? {} : { trace }),
  });
  const used =
    PASSING.has(code) || state.book.usedSignals.some(each => each.symbol === symbol && each.at === at);
  const book = used ? state.book : await updateBook(tick, state.book, b => withUsed(b, symbol, at));
  return { state: { ...state, book }, entered: false };
}

interface Prepared {
  readonly intent: Intent;
  readonly lossAtStopUsd: Prepared['intent']['plan']['lossAtStopUsd'];
  readonly view: VenueView;
}

/** Reads the coin's market and the account, then plans and sizes. Nothing is changed anywhere yet. */
async function prepare(
  tick: Tick,
  signal: Signal,
  state: EntryState,
  limits: Limits,
): Promise<Prepared | NotTaken> {
  const { market, venue, name, mode } = tick.desk;
  const { symbol, side } = signal;
  const [bars, mark, depth, instruments, account, tiers] = await Promise.all([
    market.candles(symbol, '15m', SIGNAL_BARS),
    market.mark(symbol),
    market.depth(symbol),
    market.instruments(),
    venue.account(),
    venue.tiers(symbol),
  ]);
  const closed = closedAt(bars, '15m', tick.minute);
  const atr = atrFraction(closed, ATR_PERIOD);
  const instrument = instruments.find(each => each.symbol === symbol);
  if (atr === undefined || instrument === undefined) {
    return {
      code: 'data-stale',
      because: `${closed.length} closed signal bars, ${ATR_PERIOD + 1} are needed`,
    };
  }
  const barClosedAt = epochMs((closed.at(-1)?.at ?? 0) + 15 * MINUTE_MS);
  const unfit = marketDenial({
    signal,
    limits,
    minute: tick.minute,
    barClosedAt,
    markAt: mark.at,
    fundingRate: mark.fundingRate,
    depth,
  });
  if (unfit !== undefined) return unfit;

  const planned = planTrade({
    symbol,
    side,
    referencePrice: mark.mark,
    atrFraction: atr,
    equityUsd: account.equityUsd,
    tiers,
    limits,
  });
  if (planned.type === 'refused') return { code: 'plan-refused', ...planned };
  const { plan } = planned;
  const { book, positions } = state;
  const exitCost = fraction(plan.roundTripCostFraction / 2);
  const sized = size({
    portfolio: await readPortfolio(tick, symbol, state),
    plan,
    confidence: signal.confidence,
    limits,
    exposure: exposureOf(positions, book.reservations, book.foreign, () => undefined),
    availableMarginUsd: account.availableMarginUsd,
    tiers,
    dayLossAtStopsUsd: dayLossAtStops({ ...book, walletUsd: account.walletUsd }, positions, exitCost),
    depth,
    instrument,
  });
  if (sized.type === 'denied') return { ...sized, plannedUsd: plan.plannedNotionalUsd };

  const positionId = positionIdOf(symbol, signal.at);
  const { qty, limitPrice } = sized.order;
  const intent: Intent = {
    rev: 0,
    id: clientIdOf(name, positionId, 'entry', 0),
    positionId,
    symbol,
    signal,
    minute: tick.minute,
    state: 'reserved',
    qty,
    limitPrice,
    leverage: plan.leverage,
    notionalUsd: notionalUsd(qty * limitPrice),
    plan,
    trace: sized.trace,
    intendedNotionalUsd: sized.intendedUsd,
    mode,
    absentAt: [],
    because: undefined,
  };
  const view: VenueView = {
    account,
    holdings: new Map(),
    resting: [],
    income: [],
    instruments: new Map([[symbol, instrument]]),
  };
  return { intent, lossAtStopUsd: sized.lossAtStopUsd, view };
}

/** Takes the capacity in the book, then writes the intent; undefined when another tick was there first (I09). */
async function reserve(tick: Tick, prepared: Prepared, { book }: EntryState) {
  const { intent, lossAtStopUsd } = prepared;
  const { id: intentId, symbol, minute, notionalUsd: reservedUsd, signal } = intent;
  const reservation = { intentId, symbol, minute, notionalUsd: reservedUsd, lossAtStopUsd };
  const wanted = withUsed({ ...book, reservations: [...book.reservations, reservation] }, symbol, signal.at);
  const taken = await tick.desk.store.saveBook(wanted, tick.lease);
  if (taken.type === 'conflict') return undefined;
  const written = await tick.desk.store.saveIntent(intent, tick.lease);
  return written.type === 'conflict' ? undefined : { book: taken.item, intent: written.item };
}

interface Sent {
  readonly intent: Intent;
  readonly report: OrderReport;
}

/** Settings confirmed, intent marked as submitted, and only then the order: once, whatever comes back. */
async function send(tick: Tick, reserved: Intent): Promise<Sent | Denial> {
  const { venue, store } = tick.desk;
  const { symbol } = reserved;
  const unready = await settle(tick, reserved);
  const late: Denial | undefined = maySendOrder(tick)
    ? undefined
    : { code: 'lease-short', because: 'too little of the lease was left when the order was ready' };
  const stop = unready ?? late;
  if (stop !== undefined) {
    await voidIntent(tick, reserved, stop.because);
    return stop;
  }
  const submitted = await store.saveIntent({ ...reserved, state: 'submitted' }, tick.lease);
  if (submitted.type === 'conflict')
    return { code: 'reservation-lost', because: 'the intent was settled by another tick' };
  const intent = submitted.item;
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

/** Margin mode and leverage, set and read back: no order until the venue says they are as planned (I03). */
async function settle(tick: Tick, { symbol, leverage }: Intent): Promise<Denial | undefined> {
  const { venue } = tick.desk;
  const now = await venue.settings(symbol);
  if (now.marginMode !== 'isolated') {
    const moded = await venue.setMarginMode(symbol, 'isolated');
    if (moded.type === 'rejected')
      return { code: 'margin-mode-refused', because: `${moded.code}: ${moded.because}` };
  }
  if (now.leverage !== leverage) await venue.setLeverage(symbol, leverage);
  const after =
    now.marginMode === 'isolated' && now.leverage === leverage ? now : await venue.settings(symbol);
  if (after.leverage === leverage && after.marginMode === 'isolated') return undefined;
  return {
    code: 'leverage-unconfirmed',
    because: `the venue shows ${after.marginMode} ${after.leverage}x, planned isolated ${leverage}x`,
  };
}

/** What entry starts from; undefined while the monitor has not opened the book. */
export function entryStateOf(state: DeskState, universe: readonly SymbolId[]): EntryState | undefined {
  const { book, positions, intents } = state;
  return book === undefined ? undefined : { book, positions, intents, universe };
}
