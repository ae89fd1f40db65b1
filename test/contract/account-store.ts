import { describe, expect, test } from 'vitest';
import type { AccountStore } from '../../lib/ports.ts';

/** Something of the shape of an account: what a store must give back as it was. */
export interface SomeState {
  readonly wallet: number;
  readonly rows: readonly { readonly id: number; readonly symbol: string; readonly note?: string }[];
}
const state = (wallet: number): SomeState => ({ wallet, rows: [{ id: 1, symbol: 'SOLUSDT' }] });

/** What every implementation of the account's store must do. `make` gives a fresh, empty one each time. */
export function accountStoreContract(name: string, make: () => AccountStore<SomeState>): void {
  describe(`${name} is an account store`, () => {
    test('has nothing before the first write', async () => {
      expect(await make().load()).toBeUndefined();
    });

    test('gives back what was saved, and counts the writes', async () => {
      const store = make();
      expect(await store.save(0, state(1))).toBe('saved');
      expect(await store.load()).toEqual({ rev: 1, state: state(1) });
      expect(await store.save(1, state(2))).toBe('saved');
      expect(await store.load()).toEqual({ rev: 2, state: state(2) });
    });

    test.each([
      ['an older revision', 1],
      ['a revision that has not been', 3],
      ['none, where there is one', 0],
    ])('refuses what was made of %s', async (_, rev) => {
      const store = make();
      await store.save(0, state(1));
      await store.save(1, state(2));
      expect(await store.save(rev, state(9))).toBe('conflict');
      expect(await store.load()).toEqual({ rev: 2, state: state(2) });
    });

    test('refuses a revision where there is nothing', async () => {
      const store = make();
      expect(await store.save(4, state(1))).toBe('conflict');
      expect(await store.load()).toBeUndefined();
    });

    test('of several writers at once one is saved', async () => {
      const store = make();
      await store.save(0, state(0));
      const answers = await Promise.all([1, 2, 3, 4].map(n => store.save(1, state(n))));
      expect(answers.filter(answer => answer === 'saved')).toHaveLength(1);
      const winner = answers.indexOf('saved') + 1;
      expect(await store.load()).toEqual({ rev: 2, state: state(winner) });
    });

    test('hands out copies, and keeps one', async () => {
      const store = make();
      const given = { wallet: 1, rows: [{ id: 1, symbol: 'SOLUSDT' }] };
      await store.save(0, given);
      given.wallet = 99;
      const read = (await store.load())?.state as { wallet: number };
      read.wallet = 77;
      expect((await store.load())?.state).toEqual(state(1));
    });

    test('leaves absent members absent, and numbers what they were', async () => {
      const store = make();
      const rows = [
        { id: 1, symbol: 'A' },
        { id: 2, symbol: 'B', note: 'ä – ≥' },
      ];
      await store.save(0, { wallet: 0.1 + 0.2, rows });
      expect((await store.load())?.state).toStrictEqual({ wallet: 0.30000000000000004, rows });
    });

    test.each([Number.NaN, Number.POSITIVE_INFINITY])('does not store %s', async wallet => {
      const store = make();
      await expect(store.save(0, state(wallet))).rejects.toMatchObject({ kind: 'malformed' });
      expect(await store.load()).toBeUndefined();
    });

    test('holds as much as a very busy account is', async () => {
      const store = make();
      const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, symbol: `COIN${id % 40}USDT` }));
      await store.save(0, { wallet: 1, rows });
      expect((await store.load())?.state.rows).toEqual(rows);
    });
  });
}
