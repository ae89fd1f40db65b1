import type { Intent } from '../desk/book.ts';
import { afterOrder, standing } from '../desk/execution/slices.ts';
import type { Limits } from '../desk/limits/limits.ts';
import type { Position } from '../desk/position/position.ts';
import type { Denial } from '../desk/risk/permission.ts';
import type { AccountKind, AccountMode, DeskState } from '../ports.ts';
import { type EntryState, withIntents, withPosition } from './entry-state.ts';
import { conclude, protectedNow } from './intents.ts';
import { oneByOne, reloaded } from './one-by-one.ts';
import type { BookChange } from './positions.ts';
import { prepareSlice } from './prepare-slice.ts';
import { reserve, type Sent, send } from './send.ts';
import { endSlice, joinSlice, noteSlice } from './slice-ends.ts';
import { stored } from './stored.ts';
import { eachApart, maySendOrder, type Tick, updateBook } from './tick.ts';
import type { VenueView } from './venue-view.ts';

export const isWaiting = ({ state }: Intent): boolean => state === 'waiting';

// ---- In the monitor: what is over ------------------------------------------------------------------------------

/**
 * Gives up the slices whose time or whose position is over. `positions` are as this tick has left them; one that gets a
 * line for it is replaced there.
 */
export async function dropSlices(
  tick: Tick,
  { intents }: DeskState,
  positions: Map<string, Position>,
  denial: Denial | undefined,
): Promise<BookChange[]> {
  const changes: BookChange[] = [];
  await eachApart(tick, 'slice', intents.filter(isWaiting), async waiting => {
    const position = positions.get(waiting.positionId);
    const now = standing({ waiting, position, intents, minute: tick.minute }, denial);
    if (now.type !== 'ends') return;
    const { change, position: told } = await endSlice(tick, waiting, position, intents, now.because);
    if (told !== undefined) positions.set(told.id, told);
    changes.push(change);
  });
  return changes;
}

// ---- In entry: what may go on ----------------------------------------------------------------------------------

export interface FollowedSlices {
  readonly state: EntryState;
  readonly filled: number;
}

/** Follows what waits of earlier entries, before any new signal is. */
export async function followSlices(
  tick: Tick,
  waiting: readonly Intent[],
  state: EntryState,
  limits: Limits,
  mode: () => Promise<AccountMode>,
): Promise<FollowedSlices> {
  if (waiting.length === 0) return { state, filled: 0 };
  const { kind } = await mode();
  let filled = 0;
  const after = await oneByOne(tick, 'slice', waiting, state, async (slice, now) => {
    const followed = await followSlice(tick, slice, now, limits, kind);
    filled += followed.filled;
    return followed.state;
  });
  return { state: after ?? (await reloaded(tick, state)), filled };
}

const positionOf = ({ positionId }: Intent, { positions }: EntryState): Position | undefined =>
  positions.find(({ id }) => id === positionId);

/** One slice: sent as far as the book holds it, left to wait with the reason, or given up with the reason. */
async function followSlice(
  tick: Tick,
  waiting: Intent,
  state: EntryState,
  limits: Limits,
  kind: AccountKind,
): Promise<FollowedSlices> {
  const position = positionOf(waiting, state);
  const now = standing({ waiting, position, intents: state.intents, minute: tick.minute }, undefined);
  const unfilled = (after: EntryState): FollowedSlices => ({ state: after, filled: 0 });
  if (now.type === 'ends') return unfilled(await giveUp(tick, waiting, state, now.because));
  if (now.type === 'waits' || !maySendOrder(tick)) return unfilled(state);
  const prepared = await prepareSlice(tick, waiting, now.position, state, limits, kind);
  if ('type' in prepared) {
    if (prepared.type === 'ends') return unfilled(await giveUp(tick, waiting, state, prepared.because));
    noteSlice(tick, waiting, 'waiting', waiting.notionalUsd, prepared.because);
    return unfilled(state);
  }
  const reserved = await reserve(tick, prepared, state);
  if (reserved === undefined) return unfilled(state);
  const underWay = withIntents(state, reserved.book, reserved.intents);
  const sent = await send(tick, reserved.intent);
  if ('code' in sent) {
    // Without an answer it is asked about by the next monitor; its capacity stays held until then.
    if (sent.code === 'order-unknown') return unfilled(underWay);
    return unfilled(await giveUp(tick, reserved.intent, underWay, sent.because));
  }
  return { state: await join(tick, sent, now.position, underWay, prepared.view, limits), filled: 1 };
}

/** A slice's fill joins its position, and the stop gets its quantity before anything else is done. */
async function join(
  tick: Tick,
  { intent, report }: Sent,
  before: Position,
  state: EntryState,
  prepared: VenueView,
  limits: Limits,
): Promise<EntryState> {
  const { venue } = tick.desk;
  const [holdings, resting] = await Promise.all([venue.positions(), venue.openConditionals()]);
  const view = { ...prepared, holdings: new Map(holdings.map(held => [held.symbol, held])), resting };
  const joined = await joinSlice(tick, intent, report, before, view);
  const position = await stored(
    tick,
    joined.qty > 0 ? await protectedNow(tick, joined, view, limits) : joined,
  );
  await conclude(tick, intent, position);
  const book = await updateBook(tick, state.book, b => afterOrder(b, intent, state.intents, position));
  return {
    ...withPosition(state, position),
    book,
    intents: state.intents.filter(({ id }) => id !== intent.id),
  };
}

/** Ends a slice in the live state: its intent, its capacity, and its line in the position's record. */
export async function giveUp(
  tick: Tick,
  slice: Intent,
  state: EntryState,
  because: string,
): Promise<EntryState> {
  const { change, position } = await endSlice(tick, slice, positionOf(slice, state), state.intents, because);
  const book = await updateBook(tick, state.book, change);
  const rest = { ...state, book, intents: state.intents.filter(({ id }) => id !== slice.id) };
  return position === undefined ? rest : withPosition(rest, position);
}
