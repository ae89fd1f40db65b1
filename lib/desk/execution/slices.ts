import type { Book, Intent } from '../book.ts';
import { released, withFidelity } from '../book-keeping.ts';
import { knowsSlice } from '../position/join.ts';
import type { EntryReport } from '../position/open.ts';
import type { EntrySlice, Position } from '../position/position.ts';
import type { Denial } from '../risk/permission.ts';
import { SIGNAL_VALID_MINUTES, type Signal } from '../signal/signal.ts';
import type { SizingTrace } from '../sizing/trace.ts';
import { MINUTE_MS, type Minute, minutesAfter } from '../units.ts';
import { minuteText } from '../words.ts';

/**
 * What a thin book could not fill at once is entered in slices, one a minute, for as long as the signal is good. A slice
 * that waits is an intent without an order. Nothing here buys more than was intended, and any exit ends it.
 */

/** The minute in which a signal is no longer followed. */
export const lapseOf = (signal: Signal): Minute => minutesAfter(signal.at, SIGNAL_VALID_MINUTES);

/** Minutes after this one in which the signal is still good. */
export const minutesLeft = (signal: Signal, minute: Minute): number =>
  Math.max(0, (lapseOf(signal) - minute) / MINUTE_MS - 1);

/** The other orders of the same entry whose outcome the position does not know yet, sent or waiting. */
const othersOf = (intent: Intent, intents: readonly Intent[], position: Position | undefined) =>
  intents.filter(
    other =>
      other.positionId === intent.positionId &&
      other.id !== intent.id &&
      !(position !== undefined && (other.slice === 1 || knowsSlice(position, other.id))),
  );

export interface WaitingInput {
  readonly waiting: Intent;
  /** The position it belongs to, where there is one. */
  readonly position: Position | undefined;
  readonly intents: readonly Intent[];
  readonly minute: Minute;
}

/** `ends`: given up, and why. `waits`: an order before it is still being asked about. `ready`: it may be sized. */
export type Standing =
  | { readonly type: 'ready'; readonly position: Position }
  | { readonly type: 'waits'; readonly because: string }
  | { readonly type: 'ends'; readonly because: string };

/**
 * How what waits of an entry stands now. It ends with the signal and with anything that reduces: an exit sent or
 * filled, a position that is not protected, a desk that may open nothing (`denial`).
 */
export function standing(input: WaitingInput, denial: Denial | undefined): Standing {
  const { waiting, position, intents, minute } = input;
  const ends = (because: string): Standing => ({ type: 'ends', because });
  if (minute >= lapseOf(waiting.signal))
    return ends(`the signal of ${minuteText(waiting.signal.at).slice(11)} has lapsed`);
  if (denial !== undefined) return ends(denial.because);
  const asked = othersOf(waiting, intents, position).some(({ state }) => state !== 'waiting');
  if (position === undefined && !asked) return ends('the first slice opened no position');
  if (position !== undefined) {
    if (position.fills.some(({ kind }) => kind !== 'entry') || position.exits.length > 0)
      return ends('the position is being reduced');
    if (position.phase !== 'protected') return ends(`the position is ${position.phase}, not protected`);
  }
  return asked || position === undefined
    ? { type: 'waits', because: 'the order before it is being asked about' }
    : { type: 'ready', position };
}

/** The steps that cut a slice, in words for its line of the trace; empty where none did. */
export function cutsOf(trace: SizingTrace): string {
  const cuts = trace.filter(({ beforeUsd, afterUsd, step }) => afterUsd < beforeUsd && step !== 'lot');
  return cuts.map(({ because, limit }) => `; ${because}${limit === undefined ? '' : ` (${limit})`}`).join('');
}

/** A slice that was given up, for the position's record. */
export const lapsedSlice = (
  { slice, id, notionalUsd: left }: Intent,
  minute: Minute,
  because: string,
): EntrySlice => ({
  state: 'lapsed',
  slice,
  clientId: id,
  minute,
  notionalUsd: left,
  because,
});

/** A slice that was filled, in whole or in part, for the position's record. */
export const filledSlice = (
  { slice, id, qty, trace }: Intent,
  fill: EntryReport,
  minute: Minute,
): EntrySlice => ({
  state: 'filled',
  slice,
  clientId: id,
  minute,
  orderId: fill.orderId,
  qty: fill.filledQty,
  averagePrice: fill.averagePrice,
  because: `${fill.filledQty} of ${qty} filled at ${fill.averagePrice}${cutsOf(trace)}`,
});

/** The book after an order of an entry is over: its capacity is free; after the last one the entry's fidelity is known. */
export function afterOrder(
  book: Book,
  intent: Intent,
  intents: readonly Intent[],
  position: Position | undefined,
): Book {
  const freed = released(book, intent.id);
  return position !== undefined && othersOf(intent, intents, position).length === 0
    ? withFidelity(freed, position.executedNotionalUsd, position.intendedNotionalUsd)
    : freed;
}
