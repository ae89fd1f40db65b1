import { epochMs, type Minute } from '../../lib/desk/units.ts';
import type { BookReader, BookStore, Journal, Lease, Role, Saved } from '../../lib/ports.ts';

/** A desk's state as the contract sees it: what writes it, what reads it, and its journal. */
export interface Stores {
  readonly store: BookStore;
  readonly reader: BookReader;
  readonly journal: Journal;
}

/** Gives an empty desk each time. */
export type Make = () => Promise<Stores>;

/** A tick's lease: taken at its minute, for 50 seconds. */
export async function leased(store: BookStore, role: Role, minute: Minute, afterSeconds = 0): Promise<Lease> {
  const now = epochMs(minute + afterSeconds * 1000);
  const answer = await store.lease(role, minute, now, epochMs(now + 50_000));
  if (answer.type !== 'leased') throw new Error(`${role} was not leased: ${answer.type}`);
  return answer.lease;
}

/** The item of a save that is expected to stand. */
export function stored<T>(saved: Saved<T>): T {
  if (saved.type === 'conflict') throw new Error('conflict');
  return saved.item;
}

/** Everything an iteration gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
