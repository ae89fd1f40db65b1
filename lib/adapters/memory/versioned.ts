import { isDeepStrictEqual } from 'node:util';
import type { Lease, Role, Saved } from '../../ports.ts';
import { plain } from '../plain.ts';

interface Versioned {
  readonly rev: number;
  readonly id?: string;
}

interface Slot<T> {
  readonly item: T;
  readonly fences: Partial<Record<Role, number>>;
  readonly writtenBy: Lease;
}

/** Items by key, saved by condition as the table saves them: by rev, by identity, by fence. Stored items are frozen. */
export class VersionedItems<T extends Versioned> {
  readonly #slots = new Map<string, Slot<T>>();

  get(key: string): T | undefined {
    return this.#slots.get(key)?.item;
  }

  /** In the order of their keys. */
  all(): readonly T[] {
    return [...this.#slots].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, { item }]) => item);
  }

  save(key: string, item: T, lease: Lease): Saved<T> {
    const next = { ...item, rev: item.rev + 1 };
    const stored = frozenCopy(next, key);
    const slot = this.#slots.get(key);
    if (slot !== undefined && isRepeat(slot, stored, lease)) return { type: 'saved', item: next };
    if (!mayWrite(slot, item, lease)) return { type: 'conflict' };
    const fences = { ...slot?.fences, [lease.role]: lease.fence };
    this.#slots.set(key, { item: stored, fences, writtenBy: lease });
    return { type: 'saved', item: next };
  }

  delete(key: string): void {
    this.#slots.delete(key);
  }
}

function mayWrite<T extends Versioned>(slot: Slot<T> | undefined, { rev, id }: T, lease: Lease): boolean {
  if (slot === undefined || rev === 0) return slot === undefined && rev === 0;
  return (
    slot.item.rev === rev && slot.item.id === id && (slot.fences[lease.role] ?? lease.fence) <= lease.fence
  );
}

/** The same write once more, under the same lease, is no conflict with itself. */
const isRepeat = <T extends Versioned>(slot: Slot<T>, next: T, lease: Lease): boolean =>
  slot.writtenBy.role === lease.role &&
  slot.writtenBy.fence === lease.fence &&
  isDeepStrictEqual(slot.item, next);

/** What a store would give back: a copy of plain data that nobody can change. */
export const frozenCopy = <T extends object>(value: T, path: string): T =>
  deepFreeze(plain(value, path)) as unknown as T;

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
