import { released, withUsed } from '../desk/book-keeping.ts';
import { afterOrder } from '../desk/execution/slices.ts';
import type { Limits } from '../desk/limits/limits.ts';
import type { Position } from '../desk/position/position.ts';
import type { DenialCode } from '../desk/risk/denial.ts';
import { type Denial, signalDenial } from '../desk/risk/permission.ts';
import { wishOf } from '../desk/shadow/wish.ts';
import type { Signal } from '../desk/signal/signal.ts';
import type { AccountKind } from '../ports.ts';
import { type EntryState, withIntents, withPosition } from './entry-state.ts';
import { exitAtMarket } from './exit.ts';
import { openPosition } from './intents.ts';
import { type NotTaken, type Prepared, prepare } from './prepare.ts';
import { type Reserved, reserve, send } from './send.ts';
import { noteSlice } from './slice-ends.ts';
import { giveUp, isWaiting } from './slices.ts';
import { type Tick, updateBook } from './tick.ts';

export interface Followed {
  readonly state: EntryState;
  readonly entered: boolean;
}

/** Reasons that may be gone in the next minute, while the signal is still good: it is not used up by them. */
const PASSING: ReadonlySet<DenialCode> = new Set([
  'data-stale',
  'data-implausible',
  'equity-implausible',
  'venue-unreadable',
  'reservation-lost',
  'lease-short',
]);

/** Follows one signal from permission to a protected position, or to a recorded reason for not trading it. */
export async function follow(
  tick: Tick,
  signal: Signal,
  state: EntryState,
  limits: Limits,
  kind: AccountKind,
): Promise<Followed> {
  const against = positionAgainst(signal, state, limits);
  if (against !== undefined) return reverse(tick, signal, state, against, limits);
  const early = signalDenial({ ...state, signal, minute: tick.minute, limits });
  const prepared = early ?? (await prepare(tick, signal, state, limits, kind));
  if ('code' in prepared) return refuse(tick, signal, state, prepared, limits);
  const reserved = await reserve(tick, prepared, state);
  if (reserved === undefined) {
    const lost = { code: 'reservation-lost', because: 'the book was written by another tick' } as const;
    return refuse(tick, signal, state, { ...lost, ...plannedOf(prepared) }, limits);
  }
  const sent = await send(tick, reserved.intent);
  if ('code' in sent) {
    const after = await afterRefusal(tick, sent, reserved, state);
    return refuse(tick, signal, after, { ...sent, ...plannedOf(prepared) }, limits);
  }
  const position = await openPosition(tick, sent.intent, sent.report, prepared.view, limits);
  const intents = [...state.intents, ...(reserved.later === undefined ? [] : [reserved.later])];
  if (reserved.later !== undefined) {
    const { later } = reserved;
    noteSlice(tick, later, 'waiting', later.notionalUsd, 'the book held no more within the slippage limit');
  }
  const book = await updateBook(tick, reserved.book, b => afterOrder(b, sent.intent, intents, position));
  return { state: { ...state, book, intents, positions: [...state.positions, position] }, entered: true };
}

/** An order without an answer keeps its capacity, and what waits behind it; any other refusal frees both. */
async function afterRefusal(
  tick: Tick,
  sent: Denial,
  { book, intent, later, intents }: Reserved,
  state: EntryState,
): Promise<EntryState> {
  if (sent.code === 'order-unknown') return withIntents(state, book, intents);
  const freed = { ...state, book: await updateBook(tick, book, b => released(b, intent.id)) };
  return later === undefined ? freed : giveUp(tick, later, freed, 'the first slice opened no position');
}

/** The open position that the signal speaks against, where `exits/on-reverse` makes that a reason to close it. */
const positionAgainst = (signal: Signal, { positions }: EntryState, limits: Limits): Position | undefined =>
  limits.values['exits/on-reverse'] === 'close'
    ? positions.find(
        ({ symbol, side, phase }) =>
          symbol === signal.symbol && side !== signal.side && phase === 'protected',
      )
    : undefined;

/** Closes a position at a signal against it. The signal itself opens nothing: its coin is left to the next bar. */
async function reverse(
  tick: Tick,
  signal: Signal,
  state: EntryState,
  position: Position,
  limits: Limits,
): Promise<Followed> {
  const instruments = await tick.desk.market.instruments();
  const instrument = instruments.find(({ symbol }) => symbol === position.symbol);
  if (instrument === undefined)
    return refuse(
      tick,
      signal,
      state,
      { code: 'venue-unreadable', because: 'the market is not listed' },
      limits,
    );
  const because = `a signal to go ${signal.side}, and exits/on-reverse is close`;
  const closing = await exitAtMarket(
    tick,
    position,
    { kind: 'reverse', qty: position.qty, because },
    instrument,
  );
  let after = withPosition(state, closing);
  for (const slice of state.intents.filter(isWaiting)) {
    if (slice.positionId === closing.id) after = await giveUp(tick, slice, after, because);
  }
  return refuse(
    tick,
    signal,
    after,
    {
      code: 'position-reversed',
      because: `${position.id} was closed: ${because}`,
    },
    limits,
  );
}

const plannedOf = ({ intent: { plan, trace } }: Prepared): Omit<NotTaken, 'code' | 'because'> => ({
  plannedUsd: plan.plannedNotionalUsd,
  trace,
  // Nothing was left to cut: an order was ready.
  refused: { plan, cutsBehind: [] },
});

/** Records a trade not taken; a final reason uses the signal up, so that it is decided once and not three times. */
async function refuse(
  tick: Tick,
  signal: Signal,
  state: EntryState,
  denial: NotTaken,
  limits: Limits,
): Promise<Followed> {
  const { symbol, side, source, at } = signal;
  const { code, because, plannedUsd, trace = [], refused } = denial;
  const wish = refused && wishOf({ ...refused, code, trace }, at, limits);
  tick.note({
    type: 'not-taken',
    symbol,
    side,
    source,
    code,
    because,
    ...(plannedUsd === undefined ? {} : { plannedUsd }),
    ...(denial.trace === undefined ? {} : { trace }),
    ...(wish === undefined ? {} : { wish }),
  });
  const used =
    PASSING.has(code) || state.book.usedSignals.some(each => each.symbol === symbol && each.at === at);
  const book = used ? state.book : await updateBook(tick, state.book, b => withUsed(b, symbol, at));
  return { state: { ...state, book }, entered: false };
}
