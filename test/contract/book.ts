import { describe, expect, test } from 'vitest';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { defaultLimits, withLimits } from '../../lib/desk/limits/limits.ts';
import { epochMs, type Minute, price, symbolId, usd } from '../../lib/desk/units.ts';
import type { BookReader, BookStore, Journal, Lease, Role, Saved } from '../../lib/ports.ts';
import { aBook, aClosedPosition, anIntent, aPosition, aRecord, at, aUniverse, M0 } from './book-samples.ts';

export interface Stores {
  readonly store: BookStore;
  readonly reader: BookReader;
  readonly journal: Journal;
}

/** What every store of the desk's state must do. `make` gives an empty one each time. */
export function bookContract(name: string, make: () => Promise<Stores>): void {
  describe(`${name}: leases`, () => leases(make));
  describe(`${name}: conditional writes`, () => writes(make));
  describe(`${name}: moving into the history`, () => archives(make));
  describe(`${name}: reading`, () => reading(make));
  describe(`${name}: the journal`, () => journals(make));
}

type Make = () => Promise<Stores>;

/** A tick's lease: taken at its minute, for 50 seconds. */
async function leased(store: BookStore, role: Role, minute: Minute, afterSeconds = 0): Promise<Lease> {
  const now = epochMs(minute + afterSeconds * 1000);
  const answer = await store.lease(role, minute, now, epochMs(now + 50_000));
  if (answer.type !== 'leased') throw new Error(`${role} was not leased: ${answer.type}`);
  return answer.lease;
}

function stored<T>(saved: Saved<T>): T {
  if (saved.type === 'conflict') throw new Error('conflict');
  return saved.item;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

function leases(make: Make): void {
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

function writes(make: Make): void {
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

function archives(make: Make): void {
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

function reading(make: Make): void {
  test('an empty desk has nothing', async () => {
    const { store, reader } = await make();
    const nothing = { positions: [], intents: [] };
    expect(await store.load()).toEqual(nothing);
    expect(await reader.load()).toEqual(nothing);
    expect(await reader.universeReasons()).toBeUndefined();
    expect(await reader.position('SOLUSDT-20250527T1430')).toBeUndefined();
    expect(await reader.closedPositions({ newest: 9 })).toEqual([]);
    expect(await all(reader.journal({ from: M0, to: at(9) }))).toEqual([]);
  });

  test('load gives all that is alive as it was saved, absent members too, and nothing else', async () => {
    const { store, reader, journal } = await make();
    const lease = await leased(store, 'entry', M0);
    const limits = defaultLimits();
    await store.saveBook(aBook(), lease);
    await store.savePosition(aPosition(), lease);
    await store.savePosition(aPosition({ id: 'ADAUSDT-20250527T1430', symbol: symbolId('ADAUSDT') }), lease);
    await store.saveIntent(anIntent(), lease);
    await store.saveUniverse(aUniverse(), lease);
    await store.saveLastGoodLimits(limits);
    await store.saveUniverseReasons({ minute: M0, reasons: { DOGEUSDT: 'spread 20 bps' } });
    await store.archivePosition(aClosedPosition('BTCUSDT', 0, 3), lease);
    await journal.write(M0, 'entry', [aRecord(0, 'entry', 'x')]);
    const state = {
      book: aBook({ rev: 1 }),
      positions: [
        aPosition({ rev: 1, id: 'ADAUSDT-20250527T1430', symbol: symbolId('ADAUSDT') }),
        aPosition({ rev: 1 }),
      ],
      intents: [anIntent({ rev: 1 })],
      universe: aUniverse({ rev: 1 }),
      lastGoodLimits: limits,
    };
    expect(await store.load()).toEqual(state);
    expect(await reader.load()).toEqual(state);
  });

  test('the last good limits keep lists, ladders and versions', async () => {
    const { store } = await make();
    const read = withLimits(defaultLimits(), {
      'exits/ladder': '2R:1',
      'universe/denied': 'DOGEUSDT,XRPUSDT',
    });
    if (read.type === 'invalid') throw new Error('the limits of the test are invalid');
    const limits = { ...read.limits, versions: { ...read.limits.versions, 'exits/ladder': 7 } };
    await store.saveLastGoodLimits(defaultLimits());
    await store.saveLastGoodLimits(limits);
    expect((await store.load()).lastGoodLimits).toEqual(limits);
  });

  test('what was saved or loaded is not changed by what the caller does later', async () => {
    const { store } = await make();
    const lease = await leased(store, 'monitor', M0);
    const reservations: { symbol: string }[] = [];
    await store.saveBook(aBook({ reservations: reservations as never }), lease);
    reservations.push({ symbol: 'SOLUSDT' });
    expect((await store.load()).book?.reservations).toEqual([]);
  });

  test('the reasons of the last scan', async () => {
    const { store, reader } = await make();
    await store.saveUniverseReasons({ minute: M0, reasons: { DOGEUSDT: 'spread 20 bps' } });
    const last = { minute: at(1), reasons: { XRPUSDT: 'younger than 30 days', 币安人生USDT: 'in, rank 3' } };
    await store.saveUniverseReasons(last);
    expect(await reader.universeReasons()).toEqual(last);
  });

  test('closed positions, newest closing first, of one symbol or of all', async () => {
    const { store, reader } = await make();
    const lease = await leased(store, 'monitor', M0);
    const spans = [
      ['SOLUSDT', 0, 30],
      ['SOLUSDT', 40, 50],
      ['SOLUSDTX', 1, 45],
      ['ADAUSDT', 2, 200_000],
    ] as const;
    for (const [symbol, from, to] of spans) {
      await store.archivePosition(aClosedPosition(symbol, from, to), lease);
    }
    const closings = async (query: { symbol?: string; newest: number }) => {
      const { symbol, newest } = query;
      const given = symbol === undefined ? { newest } : { newest, symbol: symbolId(symbol) };
      return (await reader.closedPositions(given)).map(({ closedAt = M0 }) => (closedAt - M0) / 60_000);
    };
    expect(await closings({ newest: 9 })).toEqual([200_000, 50, 45, 30]);
    expect(await closings({ newest: 2 })).toEqual([200_000, 50]);
    expect(await closings({ symbol: 'SOLUSDT', newest: 9 })).toEqual([50, 30]);
    expect(await closings({ symbol: 'SOLUSDT', newest: 1 })).toEqual([50]);
    expect(await closings({ symbol: 'XRPUSDT', newest: 9 })).toEqual([]);
    expect(await closings({ newest: 0 })).toEqual([]);
  });

  test('a position by its id, live or closed', async () => {
    const { store, reader } = await make();
    const lease = await leased(store, 'monitor', M0);
    const old = stored(await store.archivePosition(aClosedPosition('SOLUSDT', 0, 3), lease));
    const live = stored(await store.savePosition(aPosition({ id: 'SOLUSDT-20250527T1445' }), lease));
    expect(await reader.position(old.id)).toEqual(old);
    expect(await reader.position(live.id)).toEqual(live);
    expect(await reader.position('SOLUSDT-20250527T1500')).toBeUndefined();
  });
}

function journals(make: Make): void {
  const whats = (records: readonly JournalRecord[]) =>
    records.map(record => (record.type === 'state' ? record.what : record.type));

  test('records of a span come oldest first, in the order of the roles, both ends included', async () => {
    const { reader, journal } = await make();
    await journal.write(at(1), 'entry', [aRecord(1, 'entry', '1e')]);
    await journal.write(at(1), 'monitor', [aRecord(1, 'monitor', '1m0'), aRecord(1, 'monitor', '1m1')]);
    await journal.write(at(1), 'scan', [aRecord(1, 'scan', '1s')]);
    await journal.write(at(3), 'monitor', [aRecord(3, 'monitor', '3m')]);
    await journal.write(at(0), 'entry', [aRecord(0, 'entry', '0e')]);
    const span = async (from: number, to: number) =>
      whats(await all(reader.journal({ from: at(from), to: at(to) })));
    expect(await span(0, 3)).toEqual(['0e', '1m0', '1m1', '1s', '1e', '3m']);
    expect(await span(1, 1)).toEqual(['1m0', '1m1', '1s', '1e']);
    expect(await span(2, 2)).toEqual([]);
    expect(await span(3, 0)).toEqual([]);
  });

  test('written twice changes nothing', async () => {
    const { reader, journal } = await make();
    const records = [aRecord(0, 'monitor', 'a'), aRecord(0, 'monitor', 'b')];
    await journal.write(M0, 'monitor', records);
    await journal.write(M0, 'monitor', records);
    expect(await all(reader.journal({ from: M0, to: M0 }))).toEqual(records);
  });

  test('a long tick keeps every record and their order; an empty one is nothing', async () => {
    const { reader, journal } = await make();
    const records = Array.from({ length: 130 }, (_, i) => aRecord(0, 'entry', `${i}`));
    await journal.write(M0, 'entry', records);
    await journal.write(M0, 'scan', []);
    expect(await all(reader.journal({ from: M0, to: M0 }))).toEqual(records);
  });
}
