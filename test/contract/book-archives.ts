import { expect, test } from 'vitest';
import { price, symbolId } from '../../lib/desk/units.ts';
import { leased, type Make, stored } from './book-kit.ts';
import { aClosedPosition, anIntent, aPosition, at, M0 } from './book-samples.ts';

/** Closed positions and settled intents leave the live state, once. */
export function archives(make: Make): void {
  const closed = aClosedPosition('SOLUSDT', 0, 7);

  test('a closed position leaves the live state and is in the history', async () => {
    const { store, reader } = await make();
    const lease = await leased(store, 'monitor', M0);
    const live = stored(await store.savePosition(closed, lease));
    const moved = stored(await store.archivePosition(live, lease));
    expect(moved).toEqual({ ...closed, rev: 2 });
    expect((await store.load()).positions).toEqual([]);
    expect(await reader.closedPositions({ newest: 9 })).toEqual([moved]);
  });

  test('a position that was never stored can be archived', async () => {
    const { store, reader } = await make();
    const lease = await leased(store, 'monitor', M0);
    expect((await store.archivePosition(closed, lease)).type).toBe('saved');
    expect((await store.load()).positions).toEqual([]);
    expect(await reader.position(closed.id)).toMatchObject({ id: closed.id });
  });

  test('archived twice it is there once', async () => {
    const { store, reader } = await make();
    const lease = await leased(store, 'monitor', M0);
    const live = stored(await store.savePosition(closed, lease));
    const once = await store.archivePosition(live, lease);
    expect(await store.archivePosition(live, lease)).toEqual(once);
    expect(await reader.closedPositions({ newest: 9 })).toHaveLength(1);
    expect((await store.load()).positions).toEqual([]);
  });

  test("archived again after the symbol's next entry, it leaves the new position alone", async () => {
    const { store } = await make();
    const lease = await leased(store, 'monitor', M0);
    const live = stored(await store.savePosition(closed, lease));
    await store.archivePosition(live, lease);
    const next = stored(await store.savePosition(aPosition({ id: 'SOLUSDT-20250527T1445' }), lease));
    expect((await store.archivePosition(live, lease)).type).toBe('saved');
    expect((await store.load()).positions).toEqual([next]);
  });

  test('a position changed since is not archived, nor by an older lease, and no history is written', async () => {
    const { store, reader } = await make();
    const old = await leased(store, 'monitor', M0);
    const read = stored(await store.savePosition(closed, old));
    const newer = await leased(store, 'monitor', at(1));
    const theirs = stored(await store.savePosition({ ...read, stopPrice: price(1) }, newer));
    expect((await store.archivePosition(read, newer)).type).toBe('conflict');
    expect((await store.archivePosition(theirs, old)).type).toBe('conflict');
    expect((await store.load()).positions).toEqual([theirs]);
    expect(await reader.closedPositions({ newest: 9 })).toEqual([]);
    expect(await reader.closedPositions({ symbol: symbolId('SOLUSDT'), newest: 9 })).toEqual([]);
  });

  test('an archived position cannot be brought back by a save', async () => {
    const { store } = await make();
    const lease = await leased(store, 'monitor', M0);
    const live = stored(await store.savePosition(closed, lease));
    await store.archivePosition(live, lease);
    expect((await store.savePosition(live, lease)).type).toBe('conflict');
  });

  test('a position that is still open is no history', async () => {
    const { store } = await make();
    const lease = await leased(store, 'monitor', M0);
    const live = stored(await store.savePosition(aPosition(), lease));
    await expect(store.archivePosition(live, lease)).rejects.toThrow('without having been closed');
    expect((await store.load()).positions).toEqual([live]);
  });

  test('a settled intent leaves the live state, once or twice', async () => {
    const { store } = await make();
    const lease = await leased(store, 'entry', M0);
    const live = stored(await store.saveIntent(anIntent({ state: 'settled' }), lease));
    const once = await store.archiveIntent(live, lease);
    expect(once).toEqual({ type: 'saved', item: { ...live, rev: 2 } });
    expect(await store.archiveIntent(live, lease)).toEqual(once);
    expect((await store.load()).intents).toEqual([]);
  });
}
