import type { Intent } from '../desk/book.ts';
import { released } from '../desk/book-keeping.ts';
import { afterOrder, filledSlice, lapsedSlice } from '../desk/execution/slices.ts';
import { resizedTargets } from '../desk/position/bracket.ts';
import { evolve } from '../desk/position/evolve.ts';
import type { EntryReport } from '../desk/position/open.ts';
import type { Position } from '../desk/position/position.ts';
import { type NotionalUsd, notionalOfQty } from '../desk/units.ts';
import { withFills } from './fills.ts';
import type { BookChange } from './positions.ts';
import { stored } from './stored.ts';
import type { Tick } from './tick.ts';
import { instrumentOf, type VenueView } from './venue-view.ts';

/** What the end of an intent asks of the book, and the position as it was stored with it. */
export interface Settled {
  readonly change: BookChange;
  readonly position?: Position;
}

/**
 * The position with a slice that was filled: quantity, price and targets follow its fills. It is not stored yet, and its
 * stop still has the old quantity: the caller sees to both, in this invocation.
 */
export async function joinSlice(
  tick: Tick,
  intent: Intent,
  report: EntryReport,
  before: Position,
  view: VenueView,
): Promise<Position> {
  const slice = filledSlice(intent, report, tick.minute);
  const filled = await withFills(tick, evolve(before, { type: 'slice-ended', slice }), view);
  const targets = resizedTargets(filled, instrumentOf(view, intent.symbol));
  return evolve(filled, { type: 'targets-resized', targets });
}

/**
 * Gives up what waits of an entry, or what was sent of it and never filled: the intent goes first, since whoever moves it
 * has decided; then the position's record has its line, and the capacity is free.
 */
export async function endSlice(
  tick: Tick,
  intent: Intent,
  position: Position | undefined,
  intents: readonly Intent[],
  because: string,
): Promise<Settled> {
  const saved = await tick.desk.store.archiveIntent({ ...intent, state: 'void', because }, tick.lease);
  if (saved.type === 'conflict') return { change: book => book };
  noteSlice(tick, intent, 'lapsed', intent.notionalUsd, because);
  if (position === undefined || isHistory(tick, position))
    return { change: book => released(book, intent.id) };
  const slice = lapsedSlice(intent, tick.minute, because);
  const told = await stored(tick, evolve(position, { type: 'slice-ended', slice }));
  return { position: told, change: book => afterOrder(book, intent, intents, told) };
}

/** A position that was closed in an earlier minute may have been moved out of the live state by now. */
const isHistory = ({ minute }: Tick, { closedAt }: Position): boolean =>
  closedAt !== undefined && closedAt < minute;

export function noteSlice(
  tick: Tick,
  { positionId, symbol, signal, slice }: Intent,
  state: 'waiting' | 'lapsed',
  notionalUsd: NotionalUsd,
  because: string,
): void {
  const { side } = signal;
  tick.note({ type: 'slice', positionId, symbol, side, slice, state, notionalUsd, because });
}

/** The record of a slice that was filled, with what the whole entry has come to. */
export function noteFilled(tick: Tick, { id, slice }: Intent, position: Position): void {
  const filled = position.slices.find(each => each.clientId === id);
  if (filled?.state !== 'filled') return;
  tick.note({
    type: 'slice',
    positionId: position.id,
    symbol: position.symbol,
    side: position.side,
    slice,
    state: 'filled',
    notionalUsd: notionalOfQty(filled.qty, filled.averagePrice),
    because: filled.because,
    executedUsd: position.executedNotionalUsd,
    intendedUsd: position.intendedNotionalUsd,
  });
}
