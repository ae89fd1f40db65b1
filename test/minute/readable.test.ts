import { describe, expect, test } from 'vitest';
import { qty, symbolId } from '../../lib/desk/units.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import { enter } from '../../lib/minute.ts';
import { type BookStore, PortError, type ReadableState, type Unreadable } from '../../lib/ports.ts';
import { aSignalAt, warmedUp } from '../kit/desk.ts';
import { flat, type ScriptedBar, scriptedMarket } from '../kit/scripted-market.ts';
import { COIN, exitsOf, SAFE, safetyOf, stage } from '../kit/stage.ts';

const start = stage();
const OTHER = symbolId('OTHERUSDT');
const THIRD = symbolId('THIRDUSDT');
const BECAUSE = 'version 2 of it is of a later release';

/** A store of which one item cannot be read, once `what` says which. */
function hiding(store: BookStore, what: () => Unreadable['what'] | undefined): BookStore {
  const readable = async (): Promise<ReadableState> => {
    const state = await store.loadReadable();
    const hidden = what();
    const intent = state.intents[0]?.id ?? 'none';
    const unreadable = (id: string) => [{ what: hidden ?? 'book', id, because: BECAUSE }] as const;
    switch (hidden) {
      case undefined:
        return state;
      case 'book':
        return { ...state, book: undefined, unreadable: unreadable('') };
      case 'universe':
        return { ...state, universe: undefined, unreadable: unreadable('') };
      case 'position': {
        const positions = state.positions.filter(({ symbol }) => symbol !== OTHER);
        return { ...state, positions, unreadable: unreadable(OTHER) };
      }
      case 'intent':
        return { ...state, intents: state.intents.slice(1), unreadable: unreadable(intent) };
      default:
        return hidden satisfies never;
    }
  };
  return {
    ...store,
    loadReadable: readable,
    load: async () => {
      if (what() !== undefined) throw new PortError('malformed', BECAUSE);
      return store.load();
    },
  };
}

const FALL: readonly ScriptedBar[] = [...flat(1_000, 3), [1_000, 1_000, 985, 985], ...flat(985, 20)];

/** Two longs; the coin falls through its stop in the fifth minute, the other stands still. */
async function twoLongs(
  limits: Record<string, string> = {},
  other: readonly ScriptedBar[] = flat(1_000, 30),
) {
  let hidden: Unreadable['what'] | undefined;
  let seenEmpty = false;
  let figures: Readonly<Record<string, number>> = {};
  const market = scriptedMarket({
    [COIN]: warmedUp(1_000, 0.00533, FALL),
    [OTHER]: warmedUp(1_000, 0.00533, other),
    [THIRD]: warmedUp(1_000, 0.00533, flat(1_000, 30)),
  });
  const run = await start([], {
    market,
    limits,
    over: 'process',
    signals: [aSignalAt(0), aSignalAt(0, 'long', OTHER), aSignalAt(6, 'long', THIRD)],
    change: ({ store, venue }): Partial<Desk> => ({
      venue: { ...venue, positions: async () => (seenEmpty ? [] : venue.positions()) },
      store: hiding(store, () => hidden),
      metrics: {
        emit: (role, values) => {
          if (role === 'monitor') figures = values;
        },
      },
    }),
  });
  await run.minutes(2);
  expect((await run.store.load()).positions).toHaveLength(2);
  return {
    run,
    figures: () => figures,
    hide: (what: Unreadable['what'] | undefined) => {
      hidden = what;
    },
    /** From now on the venue answers that nothing is held. */
    seeEmpty: () => {
      seenEmpty = true;
    },
    ordersOf: (symbol: string) => run.engine.openAlgos(symbolId(symbol)).map(({ clientId }) => clientId),
  };
}

describe.each(['book', 'position', 'intent', 'universe'] as const)('while the %s cannot be read', what => {
  test('the others get their exits, somebody is told, nothing is opened, and the monitor does not fail', async () => {
    const { run, hide, ordersOf } = await twoLongs();
    const orders = ordersOf(OTHER);
    hide(what);
    await run.minutes(6);
    expect(await exitsOf(run)).toEqual(['stop-loss']);
    expect(ordersOf(OTHER)).toEqual(orders);
    expect(await run.records('trouble')).toContainEqual(
      expect.objectContaining({ role: 'monitor', what: 'state', because: expect.stringContaining(BECAUSE) }),
    );
    expect((await run.records('entry')).map(({ symbol }) => symbol)).toEqual([COIN, OTHER]);
    expect(await run.records('foreign')).toEqual([]);
    expect(safetyOf(run)).toEqual(SAFE);
  });

  test('and can be read again, the desk goes on as if nothing had been', async () => {
    const { run, hide } = await twoLongs();
    hide(what);
    await run.minutes(5);
    hide(undefined);
    await run.minutes(3);
    const { positions, book } = await run.store.load();
    expect(positions.map(({ phase }) => phase)).not.toContain('unknown');
    // A book that was not written for minutes is one of an account that nobody has read: entries pause after that.
    const paused = (await run.records('not-taken')).map(({ code }) => code);
    expect(paused).toEqual(what === 'book' ? ['protected-symbol'] : []);
    expect(positions.map(({ symbol }) => symbol)).toEqual(what === 'book' ? [OTHER] : [OTHER, THIRD]);
    expect(book?.reservations).toEqual([]);
    expect(safetyOf(run)).toEqual(SAFE);
  });
});

test.each([
  ['position', { UnprotectedPositions: 1, OrderFaults: 0 }],
  ['intent', { UnprotectedPositions: 0, OrderFaults: 1 }],
] as const)('a %s that cannot be read wakes somebody', async (what, told) => {
  const { run, hide, figures } = await twoLongs();
  hide(what);
  await run.minute();
  expect(figures()).toMatchObject(told);
});

test.each([
  ['a position', OTHER],
  ['an intent', THIRD],
] as const)(
  'I24 what %s that cannot be read explains is not closed as another hand’s',
  async (what, symbol) => {
    const { run, hide } = await twoLongs({ 'control/foreign': 'flatten' });
    hide(what === 'a position' ? 'position' : 'intent');
    if (what === 'an intent') {
      // Its order has filled, and nobody has written down yet what came of it.
      const order = { clientId: 'pd-later', symbol, side: 'buy', qty: qty(0.5), reduceOnly: false } as const;
      await run.desk.venue.place({ ...order, kind: { type: 'market' } });
    }
    // The guardian protects what is bare; here it is the monitor that is looked at.
    for (let i = 0; i < 6; i += 1) {
      await run.monitor();
      await run.advance();
    }
    expect(run.engine.positions().map(each => each.symbol)).toContain(symbol);
    expect(await run.records('foreign')).toEqual([]);
  },
);

test('I27 I58 the stops of a position that cannot be read stay, whatever the venue says is held', async () => {
  // A target fills, which is a trade against the position since its stops were placed.
  const rise: readonly ScriptedBar[] = [...flat(1_000, 3), [1_000, 1_013, 1_000, 1_009], ...flat(1_009, 26)];
  const { run, hide, ordersOf, seeEmpty } = await twoLongs({}, rise);
  hide('position');
  await run.minutes(3);
  const stops = ordersOf(OTHER);
  expect(stops.length).toBeGreaterThan(1);
  expect(run.engine.positions().find(({ symbol }) => symbol === OTHER)?.qty).toBeLessThan(
    (await run.records('entry')).find(({ symbol }) => symbol === OTHER)?.qty ?? 0,
  );
  seeEmpty();
  for (let i = 0; i < 4; i += 1) {
    await run.monitor();
    await run.advance();
  }
  expect(ordersOf(OTHER)).toEqual(stops);
});

test('I20 an end that was seen while the book could not be read is counted once it can', async () => {
  const { run, hide } = await twoLongs();
  hide('book');
  await run.minutes(8);
  expect(await exitsOf(run)).toEqual(['stop-loss']);
  hide(undefined);
  await run.minute();
  const { book, positions } = await run.store.load();
  expect(book?.recentStops).toHaveLength(1);
  expect(book?.protections).toContainEqual(
    expect.objectContaining({ symbol: COIN, because: expect.stringContaining('cooldown') }),
  );
  expect(positions.map(({ symbol }) => symbol)).toContain(COIN);
  await run.minutes(1);
  expect((await run.store.load()).positions.map(({ symbol }) => symbol)).toEqual([OTHER]);
});

test('a reservation stays while an intent cannot be read: it may be that one’s', async () => {
  const { run, hide } = await twoLongs();
  const { book } = await run.store.load();
  if (book === undefined) throw new Error('no book');
  const answer = await run.store.lease('close', run.now(), run.desk.clock.now(), run.desk.clock.now());
  if (answer.type !== 'leased') throw new Error(answer.type);
  const kept = {
    intentId: 'pd-later',
    symbol: OTHER,
    minute: run.now(),
    notionalUsd: 900,
    lossAtStopUsd: -8,
  } as unknown as (typeof book.reservations)[number];
  await run.store.saveBook({ ...book, reservations: [kept] }, answer.lease);
  hide('intent');
  await run.minutes(5);
  expect((await run.store.load()).book?.reservations).toEqual([kept]);
  hide(undefined);
  await run.minute();
  expect((await run.store.load()).book?.reservations).toEqual([]);
});

test('entry reads the whole state or none: it says why it did nothing', async () => {
  const { run, hide } = await twoLongs();
  await run.minutes(4);
  hide('position');
  await run.guard();
  await run.monitor();
  expect(await enter(run.desk, run.now())).toBe('done');
  const said = expect.objectContaining({ role: 'entry', what: 'entry tick', because: BECAUSE });
  expect(await run.records('trouble')).toContainEqual(said);
});
