import type { Book, Intent, Universe, UniverseReasons } from '../../desk/book.ts';
import type { Position } from '../../desk/position/position.ts';
import { decode, decodeVersioned } from './item.ts';
import type { ItemKind } from './item-kind.ts';
import { bookShape, intentShape, positionShape, universeReasonsShape, universeShape } from './shapes.ts';

/** Items of state by what they are. What was added within a version has a default in its shape. */

export const bookKind: ItemKind = { name: 'book', version: 1, steps: {}, shape: bookShape };
export const positionKind: ItemKind = { name: 'position', version: 1, steps: {}, shape: positionShape };
export const intentKind: ItemKind = { name: 'intent', version: 1, steps: {}, shape: intentShape };
export const universeKind: ItemKind = { name: 'universe', version: 1, steps: {}, shape: universeShape };
export const universeReasonsKind: ItemKind = {
  name: 'reasons of a universe',
  version: 1,
  steps: {},
  shape: universeReasonsShape,
};

export const decodeBook = (item: unknown): Book => decodeVersioned<Book>(item, bookKind);
export const decodePosition = (item: unknown): Position => decodeVersioned<Position>(item, positionKind);
export const decodeIntent = (item: unknown): Intent => decodeVersioned<Intent>(item, intentKind);
export const decodeUniverse = (item: unknown): Universe => decodeVersioned<Universe>(item, universeKind);
export const decodeReasons = (item: unknown): UniverseReasons =>
  decode<UniverseReasons>(item, universeReasonsKind);
