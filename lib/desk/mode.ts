import type { Book, Intent } from './book.ts';
import type { Position } from './position/position.ts';

/** What a desk finds stored when it begins a minute. */
export interface Stored {
  readonly book: Book | undefined;
  readonly positions: readonly Position[];
  readonly intents: readonly Intent[];
}

/**
 * Why a desk may not go on with what is stored: another mode wrote it, so its positions and marks are those of another
 * account (I41). Undefined when all of it is the desk's own.
 */
export function modeFault({ book, positions, intents }: Stored, mode: string): string | undefined {
  const modes = [book?.mode, ...positions.map(each => each.mode), ...intents.map(each => each.mode)];
  const other = modes.find(each => each !== undefined && each !== mode);
  return other === undefined
    ? undefined
    : `the table holds what a desk of this name wrote in mode ${other}, and this one is ${mode}: give it a name of its own`;
}
