import type { Book, Intent } from '../desk/book.ts';
import type { GuardianState } from '../desk/guardian/state.ts';
import type { Position } from '../desk/position/position.ts';
import type { SymbolId } from '../desk/units.ts';
import type { PolicyReading } from '../models/policy/state.ts';
import type { DeskState } from '../ports.ts';

/** The live state as entry works on it: it grows with each position opened in the same tick. */
export interface EntryState {
  readonly book: Book;
  readonly positions: readonly Position[];
  readonly intents: readonly Intent[];
  readonly universe: readonly SymbolId[];
  /** What the guardian last said. */
  readonly guardian: GuardianState | undefined;
  /** What the RL policy has learnt. */
  readonly policy: PolicyReading | undefined;
}

/** What entry starts from; undefined while the monitor has not opened the book. */
export function entryStateOf(state: DeskState, universe: readonly SymbolId[]): EntryState | undefined {
  const { book, positions, intents, guardian, policy } = state;
  return book === undefined ? undefined : { book, positions, intents, universe, guardian, policy };
}

export const withPosition = (state: EntryState, position: Position): EntryState => ({
  ...state,
  positions: state.positions.map(each => (each.id === position.id ? position : each)),
});

/** The state with intents as they were just written. */
export function withIntents(state: EntryState, book: Book, written: readonly Intent[]): EntryState {
  const ids = new Set(written.map(({ id }) => id));
  return { ...state, book, intents: [...state.intents.filter(({ id }) => !ids.has(id)), ...written] };
}
