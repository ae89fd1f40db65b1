import { expect, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import type { BookStore, Role } from '../../lib/ports.ts';
import { leased, type Make } from './book-kit.ts';
import { at, M0 } from './book-samples.ts';

/** One tick of a role at a time, one tick a minute. */
export function leases(make: Make): void {
  const ask = (store: BookStore, role: Role, minutes: number, afterMs = 0) => {
    const now = epochMs(at(minutes) + afterMs);
    return store.lease(role, at(minutes), now, epochMs(now + 50_000));
  };

  test('a lease carries its role, minute, expiry and a fence', async () => {
    const { store } = await make();
    const lease = { role: 'monitor', minute: M0, fence: 1, expiresAt: M0 + 50_000 };
    expect(await ask(store, 'monitor', 0)).toEqual({ type: 'leased', lease });
  });

  test('a second tick of the role is told that the lease is held (I15)', async () => {
    const { store } = await make();
    await store.lease('monitor', M0, M0, epochMs(M0 + 120_000));
    expect(await ask(store, 'monitor', 1)).toEqual({ type: 'held' });
  });

  test('another role leases beside it', async () => {
    const { store } = await make();
    await ask(store, 'monitor', 0);
    expect(await ask(store, 'entry', 0)).toMatchObject({ type: 'leased', lease: { fence: 1 } });
  });

  test('a released lease can be taken for the next minute, with a higher fence', async () => {
    const { store } = await make();
    await store.release(await leased(store, 'monitor', M0));
    expect(await store.lease('monitor', at(1), epochMs(M0 + 1), at(2))).toMatchObject({
      type: 'leased',
      lease: { fence: 2 },
    });
  });

  test('an expired lease can be taken, at the very instant it expires', async () => {
    const { store } = await make();
    await leased(store, 'monitor', M0);
    const before = await store.lease('monitor', at(1), epochMs(M0 + 49_999), at(2));
    const onTime = await store.lease('monitor', at(1), epochMs(M0 + 50_000), at(2));
    expect([before.type, onTime.type]).toEqual(['held', 'leased']);
  });

  test.each([
    ['the same minute', 'stale', 5],
    ['an earlier minute', 'stale', 4],
    ['the next minute', 'leased', 6],
  ] as const)('after a minute has been done, %s is %s (I14)', async (_, type, minutes) => {
    const { store } = await make();
    await store.release(await leased(store, 'monitor', at(5)));
    const now = at(10);
    expect((await store.lease('monitor', at(minutes), now, epochMs(now + 1000))).type).toBe(type);
  });

  test('the same minute is stale, not held, while it is being done', async () => {
    const { store } = await make();
    await ask(store, 'monitor', 5);
    expect((await ask(store, 'monitor', 5, 2_000)).type).toBe('stale');
  });

  test('releasing an old lease leaves the newer one in force', async () => {
    const { store } = await make();
    const old = await leased(store, 'monitor', M0);
    await ask(store, 'monitor', 1);
    await store.release(old);
    expect((await store.lease('monitor', at(2), epochMs(at(1) + 1), at(3))).type).toBe('held');
  });

  test('of many ticks at once one gets the lease', async () => {
    const { store } = await make();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(store, 'entry', 0)));
    expect(answers.filter(({ type }) => type === 'leased')).toHaveLength(1);
  });
}
