import type { Book, Intent } from '../../desk/book.ts';
import type { Position } from '../../desk/position/position.ts';
import { decodeVersioned } from './item.ts';
import { bookShape, intentShape, positionShape } from './shapes.ts';

/** Items of state by what they are. What a later version added has a default in its shape. */

export const decodeBook = (item: unknown): Book => decodeVersioned<Book>(item, bookShape);
export const decodePosition = (item: unknown): Position => decodeVersioned<Position>(item, positionShape);
export const decodeIntent = (item: unknown): Intent => decodeVersioned<Intent>(item, intentShape);
