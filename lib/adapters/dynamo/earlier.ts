import type { Book } from '../../desk/book.ts';
import type { Position } from '../../desk/position/position.ts';
import { decodeVersioned } from './item.ts';

/** Items that an earlier version has stored lack what a later one added: they are read as if it had been empty. */

type Without<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

export const decodeBook = (item: unknown): Book => ({
  openings: [],
  ...decodeVersioned<Without<Book, 'openings'>>(item),
});

export const decodePosition = (item: unknown): Position => ({
  fundings: [],
  ...decodeVersioned<Without<Position, 'fundings'>>(item),
});
