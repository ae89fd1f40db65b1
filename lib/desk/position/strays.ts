import type { Book, Intent } from '../book.ts';
import { isOwnClientId } from '../client-id.ts';
import type { Position } from './position.ts';
import type { RestingOrder } from './resting.ts';

export interface OrphanInput {
  readonly desk: string;
  readonly book: Pick<Book, 'orphans'>;
  readonly resting: readonly RestingOrder[];
  /** Symbols on which something is held, by the venue's word or by that of an item that cannot be read. */
  readonly held: ReadonlySet<string>;
  readonly positions: readonly Position[];
  readonly intents: readonly Intent[];
  readonly now: number;
}

export interface Orphans {
  /** Belong to nothing now, and are looked at again in the next minute. */
  readonly suspected: readonly string[];
  /** Belonged to nothing in the last look either, and are old enough to go. */
  readonly certain: readonly RestingOrder[];
}

/** Younger orders may belong to a fill that the positions answer does not show yet. */
const ORPHAN_AGE_MS = 120_000;

/**
 * Conditional orders of the desk's own on symbols where it has no position and no intent, and where the account holds
 * nothing: such an order could meet a later position (I27). One look proves nothing (I58), so it takes two.
 */
export function orphansOf({ desk, book, resting, held, positions, intents, now }: OrphanInput): Orphans {
  const busy = new Set<string>([
    ...held,
    ...positions.map(each => each.symbol),
    ...intents.map(each => each.symbol),
  ]);
  const alone = resting.filter(order => isOwnClientId(desk, order.clientId) && !busy.has(order.symbol));
  const seen = new Set(book.orphans);
  return {
    suspected: alone.map(order => order.clientId),
    certain: alone.filter(order => seen.has(order.clientId) && now - order.createdAt >= ORPHAN_AGE_MS),
  };
}
