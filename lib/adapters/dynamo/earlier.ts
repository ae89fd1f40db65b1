import type { Book, Intent } from '../../desk/book.ts';
import type { Position } from '../../desk/position/position.ts';
import { decodeVersioned } from './item.ts';

/** Items that an earlier version has stored lack what a later one added: they are read as if it had been empty. */

type Without<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

export const decodeBook = (item: unknown): Book => ({
  openings: [],
  ...decodeVersioned<Without<Book, 'openings'>>(item),
});

/** Before entries came in slices a position had none. */
export const decodePosition = (item: unknown): Position => ({
  fundings: [],
  slices: [],
  ...decodeVersioned<Without<Position, 'fundings' | 'slices'>>(item),
});

/** Before entries came in slices each intent was the only order of its entry. */
export const decodeIntent = (item: unknown): Intent => ({
  slice: 1,
  ...decodeVersioned<Without<Intent, 'slice'>>(item),
});
