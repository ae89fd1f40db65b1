import { describe, expect, test } from 'vitest';
import { isAccounted } from '../../lib/desk/position/evolve.ts';
import { PortError } from '../../lib/ports.ts';
import { coinMarket, type TestDesk, type TestDeskOptions } from '../kit/desk.ts';
import { dying } from '../kit/dying.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { SAFE, safetyOf, stage } from '../kit/stage.ts';
import {
  expectAddsUp,
  expectCovered,
  expectNothingOwed,
  holds,
  positionIn,
  sliceWords,
  waitingIn,
} from '../kit/thin-book.ts';

const start = stage();

/** $900 intended, about $300 a minute. */
async function thin(options: Partial<TestDeskOptions> = {}): Promise<TestDesk> {
  const desk = await start(flat(1_000, 20), { equityUsd: 15_000, over: 'process', ...options });
  holds(desk, 310);
  return desk;
}

const entryOrders = (desk: TestDesk) =>
  desk.engine.state.accepted.filter(({ kind, type }) => kind === 'order' && type === 'LIMIT');

/** Whatever happened before: the venue's position is the book's, covered, within what was intended, and nothing is owed. */
async function expectConverged(desk: TestDesk, unprotectedMinutes = 0): Promise<void> {
  await expectNothingOwed(desk);
  const orders = entryOrders(desk);
  expect(new Set(orders.map(({ clientId }) => clientId)).size).toBe(orders.length);
  expect(safetyOf(desk).duplicateOrders).toBe(0);
  expect(safetyOf(desk).unprotectedMinutes).toBeLessThanOrEqual(unprotectedMinutes);
  if ((await desk.desk.venue.positions()).length === 0) {
    expect(orders).toEqual([]);
    expect((await desk.store.load()).positions).toEqual([]);
    return;
  }
  const position = await positionIn(desk);
  expect(position.phase).toBe('protected');
  expect(isAccounted(position)).toBe(true);
  expect(position.executedNotionalUsd).toBeLessThanOrEqual(900);
  expectAddsUp(position);
  await expectCovered(desk);
}

describe('a process that dies', () => {
  /** Dies behind the n-th change of the minute; later ticks live. Returns false when the minute has fewer. */
  async function diesAt(minute: number, n: number): Promise<boolean> {
    const process = dying();
    const desk = await thin(process);
    await desk.minutes(minute);
    process.arm(n);
    for (const tick of [() => desk.monitor(), () => desk.enter()]) {
      // An error that is no PortError is thrown on: the function's own alarm sees it.
      await tick().catch(() => undefined);
      if (process.isDead()) break;
    }
    const died = process.isDead();
    process.revive();
    await desk.advance();
    await desk.minutes(6);
    // A first fill whose tick died is covered by the next minute; a slice's is covered by the backstop all the while.
    await expectConverged(desk, minute === 0 ? 1 : 0);
    await desk.close();
    return died;
  }

  const ALL = 40;
  test.each([0, 1, 2])(
    'I11 behind any change of minute %i leaves nothing owed, nothing doubled and nothing uncovered',
    async minute => {
      let n = 1;
      while (n <= ALL && (await diesAt(minute, n))) n += 1;
      // Every change was tried: the last attempt found no further one.
      expect(n).toBeGreaterThan(8);
      expect(n).toBeLessThan(ALL);
    },
  );
});

describe('a slice without an answer', () => {
  test('I10 is asked about, never sent again, and joins its position in the next minute', async () => {
    const desk = await thin({ over: 'http' });
    await desk.minute();
    desk.faults(
      { match: 'POST /fapi/v1/order', times: 1, status: 503, effect: 'applied' },
      { match: 'GET /fapi/v1/order', times: 1, status: 500 },
    );
    await desk.minute();
    expect((await positionIn(desk)).slices).toEqual([]);
    // What waits behind it waits on: nobody knows yet what the position is.
    expect(await waitingIn(desk)).toHaveLength(1);
    await desk.monitor();
    const position = await positionIn(desk);
    expect(position.slices.map(({ slice, state }) => [slice, state])).toEqual([[2, 'filled']]);
    expect(position.phase).toBe('protected');
    await expectCovered(desk);
    await desk.enter();
    await desk.advance();
    await desk.minutes(3);
    expect(entryOrders(desk)).toHaveLength(3);
    await expectConverged(desk);
  });

  test('I19 is void after two readings that show neither it nor a trade of it, though the position trades', async () => {
    const desk = await thin({ over: 'http' });
    await desk.minute();
    desk.faults({ match: 'POST /fapi/v1/order', times: 1, status: 503 });
    await desk.minute();
    const { intents } = await desk.store.load();
    expect(intents.map(({ state }) => state).toSorted()).toEqual(['submitted', 'waiting']);
    await desk.minutes(3);
    await expectNothingOwed(desk);
    const position = await positionIn(desk);
    expect(position.slices.map(({ slice, state }) => `${slice} ${state}`).toSorted()).toEqual([
      '2 lapsed',
      '3 lapsed',
    ]);
    expectAddsUp(position);
    expect((await desk.store.load()).book?.day.fidelities).toEqual([position.executedNotionalUsd / 900]);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('I19 is void though other orders of its position have traded since: those are not its own', async () => {
    const bars: ScriptedBar[] = [...flat(1_000, 1), [1_000, 1_009, 1_000, 1_005], ...flat(1_005, 9)];
    const desk = await thin({ over: 'http', market: coinMarket(bars, { at: 1_000 }) });
    await desk.minute();
    desk.faults({ match: 'POST /fapi/v1/order', times: 1, status: 503 });
    // The first target fills in the very minute in which the order was lost.
    await desk.minutes(3);
    expect((await positionIn(desk)).targets[0]?.filled).toBe(true);
    await expectNothingOwed(desk);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  /** A venue that fills an order and then says nothing of it, neither at once nor when it is asked. */
  async function silenced(options: Partial<TestDeskOptions> = {}) {
    let silent = false;
    const desk = await thin({
      ...options,
      change: ({ venue }) => ({
        venue: {
          ...venue,
          place: async order => {
            const outcome = await venue.place(order);
            return silent ? { type: 'unknown', because: 'no answer' } : outcome;
          },
          findOrder: async (symbol, clientId) => {
            if (silent) throw new PortError('unavailable', 'no answer');
            return venue.findOrder(symbol, clientId);
          },
        },
      }),
    });
    return { desk, silence: (now: boolean) => (silent = now) };
  }

  test('I12 that fills unseen while the venue is silent is no exit and no addition by hand: it is in doubt until it joins', async () => {
    const { desk, silence } = await silenced();
    await desk.minute();
    const before = (await positionIn(desk)).qty;
    silence(true);
    await desk.minutes(2);
    const doubted = await positionIn(desk);
    expect([doubted.phase, doubted.qty]).toEqual(['unknown', before]);
    silence(false);
    await desk.minutes(2);
    const position = await positionIn(desk);
    expect(position.phase).toBe('protected');
    // In doubt nothing is added: the third is given up before anybody knows what became of the second.
    expect(position.slices.map(({ slice, state }) => `${slice} ${state}`)).toEqual(['3 lapsed', '2 filled']);
    const { book } = await desk.store.load();
    expect(book?.day.fidelities).toEqual([position.executedNotionalUsd / 900]);
    expect((await desk.records('exit')).length).toBe(0);
    await expectConverged(desk);
  });

  test('I11 that fills unseen and is stopped out with its position is found behind the exits, and all of it ends', async () => {
    const bars: ScriptedBar[] = [...flat(1_000, 1), [1_000, 1_000, 985, 985], ...flat(985, 9)];
    const { desk, silence } = await silenced({ market: coinMarket(bars, { at: 1_000 }) });
    await desk.minute();
    silence(true);
    await desk.monitor();
    await desk.enter();
    // The stops find a deep book.
    holds(desk, 5_000);
    await desk.advance();
    await desk.minute();
    expect(await desk.records('closed')).toEqual([]);
    silence(false);
    await desk.minutes(3);
    const [closed] = await desk.records('closed');
    expect(closed?.netUsd).toBeCloseTo(desk.engine.account().walletUsd - 15_000, 6);
    const position = await positionIn(desk);
    expect(position.slices.map(({ slice, state }) => `${slice} ${state}`)).toEqual(['3 lapsed', '2 filled']);
    expect(isAccounted(position)).toBe(true);
    await expectNothingOwed(desk);
    expect(safetyOf(desk)).toEqual(SAFE);
  });
});

test('what of a slice does not fill at once is not chased', async () => {
  let moved = false;
  const desk = await thin({
    change: ({ venue }) => ({
      venue: {
        ...venue,
        place: async order => {
          // Between reading the book and the order others took most of it.
          if (moved) holds(desk, 150);
          const outcome = await venue.place(order);
          if (moved) holds(desk, 1_000);
          return outcome;
        },
      },
    }),
  });
  await desk.minute();
  moved = true;
  holds(desk, 1_000);
  await desk.minutes(4);
  expect(await sliceWords(desk)).toEqual(['2 waiting', '2 filled']);
  const position = await positionIn(desk);
  expect(position.executedNotionalUsd).toBeLessThan(500);
  await expectConverged(desk);
});

test('a slice that nothing was offered for leaves its line, and what waits behind it goes on', async () => {
  let gone = false;
  const desk = await thin({
    change: ({ venue }) => ({
      venue: {
        ...venue,
        place: async order => {
          if (gone) holds(desk, 310, 0.01);
          const outcome = await venue.place(order);
          holds(desk, 310);
          gone = false;
          return outcome;
        },
      },
    }),
  });
  await desk.minute();
  gone = true;
  await desk.minutes(4);
  const position = await positionIn(desk);
  expect(position.slices.map(({ slice, state }) => `${slice} ${state}`)).toEqual(['2 lapsed', '3 filled']);
  expect(position.slices[0]?.because).toContain('nothing was offered');
  await expectConverged(desk);
});
