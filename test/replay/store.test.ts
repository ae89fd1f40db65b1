import { describe, expect, test } from 'vitest';
import type { Position } from '../../lib/desk/position/position.ts';
import { ReplayStore } from '../../lib/replay/store.ts';
import { leased } from '../contract/book-kit.ts';
import { leases } from '../contract/book-leases.ts';
import { aBook, at, M0 } from '../contract/book-samples.ts';
import { aPosition } from '../kit/positions.ts';

describe('the store of a replay', () => {
  describe('gives leases as every store does', () =>
    leases(async () => {
      const store = new ReplayStore();
      return { store, reader: store as never, journal: { write: async () => {} } };
    }));

  test('refuses what was made of an older item', async () => {
    const store = new ReplayStore();
    const lease = await leased(store, 'monitor', M0);
    const first = await store.saveBook(aBook(), lease);
    expect(first).toMatchObject({ type: 'saved', item: { rev: 1 } });
    expect(await store.saveBook(aBook(), lease)).toEqual({ type: 'conflict' });
    const { rev: _, ...rest } = aPosition({});
    expect(await store.savePosition({ ...rest, rev: 3 }, lease)).toEqual({ type: 'conflict' });
  });

  test('tells of the positions of a coin that are over, the newest first', async () => {
    const store = new ReplayStore();
    const lease = await leased(store, 'monitor', M0);
    for (const minute of [1, 2, 3]) {
      const given: Position = {
        ...aPosition({}),
        rev: 0,
        id: `COINUSDT-${minute}`,
        phase: 'closed',
        closedAt: at(minute),
      };
      const saved = await store.savePosition(given, lease);
      if (saved.type === 'saved') await store.archivePosition(saved.item, lease);
    }
    const { symbol } = aPosition({});
    const told = await store.closedPositions({ symbol, newest: 2 });
    expect(told.map(({ id }) => id)).toEqual(['COINUSDT-3', 'COINUSDT-2']);
    expect(await store.closedPositions({ symbol, newest: 0 })).toEqual([]);
    expect(store.live).toEqual([]);
  });

  test('archives nothing that has not been closed', async () => {
    const store = new ReplayStore();
    const lease = await leased(store, 'monitor', M0);
    await expect(store.archivePosition({ ...aPosition({}), closedAt: undefined }, lease)).rejects.toThrow(
      /without having been closed/,
    );
  });
});
