import { describe, expect, test } from 'vitest';
import { guardStoreAtHand } from '../../lib/adapters/guard-store-at-hand.ts';
import { memoryStore } from '../../lib/adapters/memory/store.ts';
import { epochMs } from '../../lib/desk/units.ts';
import type { GuardStore } from '../../lib/ports.ts';
import { at, M0 } from '../contract/book-samples.ts';
import { aGuardian, guardLease, guardStoreContract } from '../contract/guard-store.ts';
import { unreadable } from '../kit/guard.ts';

guardStoreContract('at hand', async () => {
  const store = memoryStore();
  return { guard: guardStoreAtHand(store.guard), book: store };
});

/** A store that can be silenced, and one that writes and does not answer. */
function faulty() {
  const inner = memoryStore().guard;
  let how: 'well' | 'silent' | 'lost' = 'well';
  const store: GuardStore = {
    lease: (...of) => (how === 'silent' ? unreadable() : inner.lease(...of)),
    release: lease => (how === 'silent' ? unreadable() : inner.release(lease)),
    load: () => (how === 'silent' ? unreadable() : inner.load()),
    save: async (...of) => {
      if (how === 'silent') return await unreadable();
      const saved = await inner.save(...of);
      return how === 'lost' ? await unreadable() : saved;
    },
  };
  const be = (now: typeof how): void => {
    how = now;
  };
  return { inner, atHand: guardStoreAtHand(store), be };
}

describe('while the table is silent', () => {
  test('a lease is taken all the same, once a minute, and needs no release', async () => {
    const { atHand, be } = faulty();
    be('silent');
    const lease = await guardLease(atHand);
    expect(lease).toMatchObject({ fence: 0, minute: M0, expiresAt: M0 + 50_000 });
    await atHand.release(lease);
    expect((await atHand.lease('guardian', M0, M0, at(1))).type).toBe('stale');
    expect((await guardLease(atHand, at(1))).fence).toBe(0);
  });

  test('what it could not write is remembered here, and written when the table is back', async () => {
    const { inner, atHand, be } = faulty();
    const lease = await guardLease(atHand);
    await atHand.save(aGuardian(), lease);
    const known = await atHand.load();
    be('silent');
    const next = { ...aGuardian(), ...known, watchedMinute: at(9) };
    await expect(atHand.save(next, lease)).rejects.toThrow('no answer');
    expect(await atHand.load()).toEqual(next);
    be('well');
    expect(await atHand.load()).toEqual(next);
    expect(await inner.load()).toEqual(known);
    expect((await atHand.save(next, lease)).type).toBe('saved');
    expect((await inner.load())?.watchedMinute).toBe(at(9));
  });

  test('what it had read is still known', async () => {
    const { atHand, be } = faulty();
    await atHand.save(aGuardian(), await guardLease(atHand));
    be('silent');
    expect(await atHand.load()).toEqual(aGuardian({ rev: 1 }));
  });

  test('a write whose answer was lost is taken as it stands', async () => {
    const { atHand, be } = faulty();
    const lease = await guardLease(atHand);
    be('lost');
    await expect(atHand.save(aGuardian(), lease)).rejects.toThrow('no answer');
    be('well');
    expect(await atHand.load()).toEqual(aGuardian({ rev: 1 }));
    expect((await atHand.save(aGuardian({ rev: 1, helpless: [] }), lease)).type).toBe('saved');
  });

  test('a bug is not taken for silence', async () => {
    const broken = async () => {
      throw new TypeError('a bug');
    };
    const atHand = guardStoreAtHand({ ...memoryStore().guard, load: broken, lease: broken });
    await expect(atHand.load()).rejects.toThrow('a bug');
    await expect(atHand.lease('guardian', M0, M0, epochMs(M0 + 1))).rejects.toThrow('a bug');
  });
});
