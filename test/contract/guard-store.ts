import { expect, test } from 'vitest';
import { type GuardianState, newGuardian } from '../../lib/desk/guardian/state.ts';
import { epochMs, type Minute, symbolId } from '../../lib/desk/units.ts';
import type { BookReader, BookStore, GuardStore, Lease } from '../../lib/ports.ts';
import { leased, stored } from './book-kit.ts';
import { aBook, at, M0 } from './book-samples.ts';

/** A desk's book, and what its guardian keeps beside it. */
export interface GuardStores {
  readonly guard: GuardStore;
  readonly book: BookStore & Pick<BookReader, 'load'>;
}

const SOL = symbolId('SOLUSDT');

export const aGuardian = (changes: Partial<GuardianState> = {}): GuardianState => ({
  ...newGuardian(M0),
  watchedMinute: at(3),
  sightings: [{ symbol: SOL, side: 'short', firstAt: epochMs(M0), lastAt: epochMs(M0 + 1) }],
  orphans: [{ clientId: 'pd000000-w123', since: epochMs(M0) }],
  helpless: [SOL],
  stops: {
    provedAt: epochMs(0),
    failure: { at: epochMs(M0), symbol: SOL, because: '-4120: use the algo endpoint' },
  },
  ...changes,
});

export async function guardLease(guard: GuardStore, minute: Minute = M0): Promise<Lease> {
  const answer = await guard.lease('guardian', minute, minute, epochMs(minute + 50_000));
  if (answer.type !== 'leased') throw new Error(answer.type);
  return answer.lease;
}

/** What every store of a guardian does. `make` gives an empty desk each time. */
export function guardStoreContract(name: string, make: () => Promise<GuardStores>): void {
  const titled = (what: string) => `${name}: ${what}`;

  test(titled('there is nothing before the guardian’s first tick'), async () => {
    const { guard, book } = await make();
    expect(await guard.load()).toBeUndefined();
    expect((await book.load()).guardian).toBeUndefined();
  });

  test(titled('what it wrote comes back, to itself and to whoever reads the live state'), async () => {
    const { guard, book } = await make();
    const saved = stored(await guard.save(aGuardian(), await guardLease(guard)));
    expect(saved).toEqual(aGuardian({ rev: 1 }));
    expect(await guard.load()).toEqual(saved);
    expect((await book.load()).guardian).toEqual(saved);
  });

  test(titled('I15 two ticks of it cannot both write'), async () => {
    const { guard } = await make();
    const first = await guardLease(guard);
    const read = stored(await guard.save(aGuardian(), first));
    const second = await guardLease(guard, at(1));
    expect((await guard.save({ ...read, helpless: [] }, second)).type).toBe('saved');
    expect((await guard.save({ ...read, surplus: [] }, first)).type).toBe('conflict');
  });

  test(titled('I14 a minute is watched once'), async () => {
    const { guard } = await make();
    await guard.release(await guardLease(guard));
    expect((await guard.lease('guardian', M0, epochMs(M0 + 1_000), at(1))).type).toBe('stale');
  });

  test(titled('its leases and items are apart from the book’s'), async () => {
    const { guard, book } = await make();
    await guard.save(aGuardian(), await guardLease(guard));
    await book.saveBook(aBook(), await leased(book, 'monitor', M0));
    expect((await leased(book, 'guardian', M0)).fence).toBe(1);
    expect((await book.load()).book).toEqual(aBook({ rev: 1 }));
    expect((await guard.load())?.rev).toBe(1);
  });
}
