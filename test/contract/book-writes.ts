import { expect, test } from 'vitest';
import { price, usd } from '../../lib/desk/units.ts';
import { leased, type Make, stored } from './book-kit.ts';
import { aBook, aClosedPosition, aPolicyState, aPosition, at, M0 } from './book-samples.ts';

/** By rev, by identity, by fence: what may be written and what may not. */
export function writes(make: Make): void {
  test('a saved item comes back with the next rev, and is stored like that', async () => {
    const { store } = await make();
    const lease = await leased(store, 'monitor', M0);
    const saved = await store.saveBook(aBook(), lease);
    expect(saved).toEqual({ type: 'saved', item: aBook({ rev: 1 }) });
    expect((await store.load()).book).toEqual(aBook({ rev: 1 }));
  });

  test('a new item conflicts with one that is there', async () => {
    const { store } = await make();
    const lease = await leased(store, 'monitor', M0);
    await store.saveBook(aBook(), lease);
    expect(await store.saveBook(aBook({ equityUsd: usd(1) }), lease)).toEqual({ type: 'conflict' });
  });

  test('an item with a rev conflicts with none', async () => {
    const { store } = await make();
    const lease = await leased(store, 'monitor', M0);
    expect(await store.saveBook(aBook({ rev: 3 }), lease)).toEqual({ type: 'conflict' });
    expect((await store.load()).book).toBeUndefined();
  });

  test('an item read before somebody else changed it is refused, and nothing is written', async () => {
    const { store } = await make();
    const [monitor, entry] = [await leased(store, 'monitor', M0), await leased(store, 'entry', M0)];
    const read = stored(await store.saveBook(aBook(), monitor));
    const theirs = stored(await store.saveBook({ ...read, walletUsd: usd(2) }, monitor));
    expect(await store.saveBook({ ...read, walletUsd: usd(3) }, entry)).toEqual({ type: 'conflict' });
    expect((await store.load()).book).toEqual(theirs);
  });

  test('of many writers of one rev one wins (I09)', async () => {
    const { store } = await make();
    const lease = await leased(store, 'entry', M0);
    const read = stored(await store.saveBook(aBook(), lease));
    const writers = Array.from({ length: 8 }, (_, i) =>
      store.saveBook({ ...read, walletUsd: usd(i) }, lease),
    );
    expect((await Promise.all(writers)).filter(({ type }) => type === 'saved')).toHaveLength(1);
  });

  test('the same write again is saved: it has nothing to conflict with but itself', async () => {
    const { store } = await make();
    const lease = await leased(store, 'monitor', M0);
    const read = stored(await store.saveBook(aBook(), lease));
    const once = await store.saveBook({ ...read, walletUsd: usd(2) }, lease);
    expect(await store.saveBook({ ...read, walletUsd: usd(2) }, lease)).toEqual(once);
    expect((await store.load()).book?.rev).toBe(2);
  });

  test('after a newer lease of the role has written, an older one is refused even with the right rev (I15)', async () => {
    const { store } = await make();
    const old = await leased(store, 'monitor', M0);
    const read = stored(await store.saveBook(aBook(), old));
    const newer = await leased(store, 'monitor', at(1));
    const theirs = stored(await store.saveBook(read, newer));
    expect(await store.saveBook({ ...theirs, walletUsd: usd(9) }, old)).toEqual({ type: 'conflict' });
    expect((await store.load()).book).toEqual(theirs);
  });

  test('the fence of one role says nothing about another, and survives its writes', async () => {
    const { store } = await make();
    const old = await leased(store, 'monitor', M0);
    const newer = await leased(store, 'monitor', at(1));
    const entry = await leased(store, 'entry', at(1));
    expect(entry.fence).toBeLessThan(newer.fence);
    const first = stored(await store.saveBook(aBook(), newer));
    const second = stored(await store.saveBook(first, entry));
    expect((await store.saveBook(second, old)).type).toBe('conflict');
    expect((await store.saveBook(second, newer)).type).toBe('saved');
  });

  test('what the policy has learnt is written by one learner, on what that one has read', async () => {
    const { store } = await make();
    const [close, other] = [await leased(store, 'close', M0), await leased(store, 'retrain', M0)];
    const read = stored(await store.savePolicy(aPolicyState(), close));
    const theirs = stored(await store.savePolicy({ ...read, n: 42 }, close));
    expect(await store.savePolicy({ ...read, n: 43 }, other)).toEqual({ type: 'conflict' });
    expect(await store.savePolicy(aPolicyState(), other)).toEqual({ type: 'conflict' });
    expect((await store.load()).policy).toEqual({ type: 'state', state: theirs });
  });

  test('one position a symbol, however it is called (I16)', async () => {
    const { store } = await make();
    const lease = await leased(store, 'entry', M0);
    await store.savePosition(aPosition(), lease);
    const second = aPosition({ id: 'SOLUSDT-20250527T1445', side: 'short' });
    expect(await store.savePosition(second, lease)).toEqual({ type: 'conflict' });
  });

  test("a symbol's next position is not taken for the one before, whatever their revs", async () => {
    const { store } = await make();
    const lease = await leased(store, 'monitor', M0);
    const first = stored(await store.savePosition(aClosedPosition('SOLUSDT', 0, 5), lease));
    await store.archivePosition(first, lease);
    const next = stored(await store.savePosition(aPosition({ id: 'SOLUSDT-20250527T1445' }), lease));
    expect(next.rev).toBe(first.rev);
    expect(await store.savePosition({ ...first, stopPrice: price(1) }, lease)).toEqual({ type: 'conflict' });
    expect((await store.load()).positions).toEqual([next]);
  });

  test.each([
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a number past exactness', 2 ** 60],
    ['a number next to nothing', 1e-200],
  ])('%s is refused, with its path named, and nothing is written', async (_, bad) => {
    const { store } = await make();
    const lease = await leased(store, 'monitor', M0);
    const [target] = aPosition().targets;
    if (target === undefined) throw new Error('the sample has no target');
    const position = aPosition({ targets: [{ ...target, triggerPrice: price(bad) }] });
    const save = store.savePosition(position, lease);
    await expect(save).rejects.toMatchObject({ kind: 'malformed' });
    await expect(save).rejects.toThrow('targets[0].triggerPrice');
    expect((await store.load()).positions).toEqual([]);
  });
}
