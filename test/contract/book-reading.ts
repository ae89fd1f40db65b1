import { expect, test } from 'vitest';
import { defaultLimits, withLimits } from '../../lib/desk/limits/limits.ts';
import { symbolId } from '../../lib/desk/units.ts';
import { all, leased, type Make, stored } from './book-kit.ts';
import {
  aBook,
  aClosedPosition,
  aDayTruth,
  anIntent,
  aPolicyState,
  aPosition,
  aRecord,
  at,
  aUniverse,
  M0,
} from './book-samples.ts';

/** What is read is what was written. */
export function reading(make: Make): void {
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

  test('what can be read is all that is alive, where all of it can be read', async () => {
    const { store } = await make();
    expect(await store.loadReadable()).toEqual({ positions: [], intents: [], unreadable: [] });
    const lease = await leased(store, 'entry', M0);
    await store.saveBook(aBook(), lease);
    await store.savePosition(aPosition(), lease);
    await store.saveIntent(anIntent(), lease);
    await store.saveUniverse(aUniverse(), lease);
    await store.saveLastGoodLimits(defaultLimits());
    await store.savePolicy(aPolicyState(), lease);
    expect(await store.loadReadable()).toEqual({ ...(await store.load()), unreadable: [] });
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
    await store.savePolicy(aPolicyState(), await leased(store, 'close', M0));
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
      policy: { type: 'state', state: aPolicyState({ rev: 1 }) },
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

  test('positions closed in a span of minutes, both included, oldest first', async () => {
    const { store, reader } = await make();
    const lease = await leased(store, 'monitor', M0);
    for (const [symbol, to] of [
      ['SOLUSDT', 30],
      ['ADAUSDT', 30],
      ['XRPUSDT', 50],
      ['ETHUSDT', 20],
    ] as const)
      await store.archivePosition(aClosedPosition(symbol, 0, to), lease);
    const symbolsIn = async (from: number, to: number) =>
      (await reader.closedBetween({ from: at(from), to: at(to) })).map(({ symbol }) => symbol);
    expect(await symbolsIn(20, 50)).toEqual(['ETHUSDT', 'ADAUSDT', 'SOLUSDT', 'XRPUSDT']);
    expect(await symbolsIn(30, 30)).toEqual(['ADAUSDT', 'SOLUSDT']);
    expect(await symbolsIn(31, 49)).toEqual([]);
    expect(await symbolsIn(50, 20)).toEqual([]);
  });

  test('results of days, oldest first', async () => {
    const { store, reader } = await make();
    const lease = await leased(store, 'close', M0);
    const [first, second] = [aDayTruth(0), aDayTruth(1)];
    for (const truth of [second, first]) stored(await store.saveDayTruth(truth, lease));
    const all = { from: first.day, to: second.day };
    expect(await reader.dayTruths(all)).toEqual([first, second].map(truth => ({ ...truth, rev: 1 })));
    expect(await reader.dayTruths({ from: second.day, to: second.day })).toHaveLength(1);
    expect(await reader.dayTruths({ from: second.day, to: first.day })).toEqual([]);
  });

  test('a day has one result, and keeps its first', async () => {
    const { store, reader } = await make();
    const lease = await leased(store, 'close', M0);
    const truth = stored(await store.saveDayTruth(aDayTruth(0), lease));
    const again = await store.saveDayTruth({ ...aDayTruth(0), fills: 99 }, lease);
    expect(again.type).toBe('conflict');
    expect(await reader.dayTruths({ from: truth.day, to: truth.day })).toEqual([truth]);
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
