import { describe, expect, test } from 'vitest';
import { guardStoreAtHand } from '../../lib/adapters/guard-store-at-hand.ts';
import { clientIdOf } from '../../lib/desk/client-id.ts';
import { price, qty } from '../../lib/desk/units.ts';
import { guard } from '../../lib/guard.ts';
import { actsOf, alone, buyByHand, byHand, restingOf, strip, unreadable, waiting } from '../kit/guard.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { COIN, safetyOf, stage } from '../kit/stage.ts';

const start = stage({ over: 'process' });
const QUIET: readonly ScriptedBar[] = flat(1_000, 60);

describe('the monitor is dead and a position has lost its stops', () => {
  test('I21 the first look is no proof; after the second it has a full-size stop where the book has it', async () => {
    const desk = await start(QUIET, { over: 'http' });
    await desk.minute();
    const [position] = (await desk.store.load()).positions;
    await strip(desk);
    await desk.guard();
    expect(await restingOf(desk)).toEqual([]);
    await desk.advance();
    await desk.guard();
    expect(await restingOf(desk)).toEqual([`stop* ${position?.stopPrice} ${position?.qty}`]);
    expect(await desk.desk.venue.positions()).toHaveLength(1);
  });

  test('I21 in AWS both looks fall into one tick', async () => {
    const desk = await start(QUIET, { changeGuard: waiting() });
    await desk.minute();
    await strip(desk);
    await desk.guard();
    expect(await restingOf(desk)).toHaveLength(1);
    await alone(desk, 3);
    expect(await restingOf(desk)).toHaveLength(1);
    expect(safetyOf(desk)).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
  });

  test('I59 it leaves a keeper alone that places its stop between the two looks', async () => {
    const desk = await start(QUIET, { changeGuard: waiting(21_000, () => desk.monitor()) });
    await desk.minute();
    await strip(desk);
    await desk.guard();
    expect(actsOf(desk)).toEqual([]);
    expect((await restingOf(desk)).length).toBeGreaterThanOrEqual(2);
  });

  test('I59 two looks less than 20 s apart are one', async () => {
    const desk = await start(QUIET, { changeGuard: waiting(19_000) });
    await desk.minute();
    await strip(desk);
    await desk.guard();
    expect(await restingOf(desk)).toEqual([]);
  });

  test('a first look survives a tick that dies while it waits', async () => {
    let dies = true;
    const die = async () => {
      if (dies) throw new Error('the process died here');
    };
    const desk = await start(QUIET, { changeGuard: waiting(21_000, die) });
    await desk.minute();
    await strip(desk);
    await expect(desk.guard()).rejects.toThrow('died');
    dies = false;
    expect((await desk.store.guard.load())?.sightings).toMatchObject([{ symbol: COIN, side: 'long' }]);
    await desk.advance();
    await desk.guard();
    expect(await restingOf(desk)).toHaveLength(1);
  });

  test.each<[string, (qty: number) => object]>([
    ['I23 a stop for less than the whole', qty => ({ triggerPrice: 992, qty: qty / 2 })],
    ['I24 a stop of the wrong side', qty => ({ side: 'buy', triggerPrice: 1_100, qty })],
    ['I35 a stop beyond liquidation', qty => ({ triggerPrice: 500, qty })],
    ['I23 a target', qty => ({ type: 'take-profit-market', triggerPrice: 1_010, qty })],
  ])('%s is no protection', async (_what, order) => {
    const desk = await start(QUIET);
    await desk.minute();
    const [position] = (await desk.store.load()).positions;
    await strip(desk);
    await desk.desk.venue.placeConditional({
      clientId: 'web_1',
      symbol: COIN,
      side: 'sell',
      type: 'stop-market',
      ...order(position?.qty ?? 0),
    } as never);
    await alone(desk, 2);
    expect(await restingOf(desk)).toContain(`stop* ${position?.stopPrice} ${position?.qty}`);
  });

  test('I23 a canary that was left behind is no protection, were the position no larger', async () => {
    const desk = await start(QUIET, { signals: [] });
    await desk.minute();
    buyByHand(desk, 0.01);
    await desk.desk.venue.placeConditional({
      clientId: clientIdOf('test', 'guardian', 'canary', 0),
      symbol: COIN,
      side: 'sell',
      type: 'stop-market',
      triggerPrice: price(700),
      qty: qty(0.01),
    });
    await alone(desk, 2);
    expect(await restingOf(desk)).toEqual([expect.stringMatching(/^stop\* 970\.\d+ 0\.01$/)]);
  });

  test('I60 past its stop it is closed, in lots, until nothing is left', async () => {
    const desk = await start([...flat(1_000, 1), [1_000, 1_000, 985, 985], ...flat(985, 30)]);
    await desk.minute();
    await strip(desk);
    await desk.advance(2);
    // A book so thin that each order fills in part and expires.
    desk.engine.setBook(COIN, { spreadFraction: 0, depthTimes: 0.0003 });
    await alone(desk, 2);
    expect(await desk.desk.venue.positions()).toEqual([]);
    const closings = actsOf(desk);
    expect(closings.length).toBeGreaterThan(1);
    expect(closings.every(({ type, reduceOnly }) => type === 'MARKET' && reduceOnly)).toBe(true);
    expect(safetyOf(desk).duplicateOrders).toBe(0);
  });

  test('I57 resting orders that only reduce stand in the way of closing, and go first', async () => {
    const desk = await start([...flat(1_000, 1), [1_000, 1_000, 985, 985], ...flat(985, 30)]);
    await desk.minute();
    await strip(desk);
    const [held] = await desk.desk.venue.positions();
    const amount = qty(held?.qty ?? 0);
    byHand(desk, { side: 'sell', type: 'LIMIT', price: price(1_100), reduceOnly: true, qty: amount });
    expect(await desk.desk.venue.openOrders()).toHaveLength(1);
    await desk.advance(2);
    await alone(desk, 2);
    expect(await desk.desk.venue.positions()).toEqual([]);
    expect(await desk.desk.venue.openOrders()).toEqual([]);
  });

  test('I58 an answer without positions cancels nothing, and forgets nothing that was seen before', async () => {
    let lie = false;
    const desk = await start(QUIET, {
      changeGuard: ({ venue }) => ({
        venue: { ...venue, positions: async () => (lie ? [] : venue.positions()) },
      }),
    });
    await desk.minute();
    const before = await restingOf(desk);
    lie = true;
    await alone(desk, 5);
    expect(await restingOf(desk)).toEqual(before);
    lie = false;
    await strip(desk);
    await alone(desk, 1);
    lie = true;
    await alone(desk, 1);
    lie = false;
    await alone(desk, 1);
    expect(await restingOf(desk)).toHaveLength(1);
  });

  test('I11 a position that only an intent knows of gets the stop of its plan', async () => {
    const desk = await start(QUIET, {
      change: ({ venue }) => ({
        venue: {
          ...venue,
          place: async order => {
            await venue.place(order);
            throw new Error('the process died here');
          },
        },
      }),
    });
    await desk.minute();
    expect((await desk.store.load()).positions).toEqual([]);
    const [held] = await desk.desk.venue.positions();
    await alone(desk, 2);
    const [stop] = await desk.desk.venue.openConditionals();
    expect((stop?.triggerPrice ?? 0) / (held?.entryPrice ?? 1)).toBeCloseTo(0.992, 3);
    expect(stop?.qty).toBe(held?.qty);
  });
});

describe('what it cannot read', () => {
  const noBook = () => ({ book: { load: unreadable } });

  test('without the book a position gets a stop 3 % from its entry', async () => {
    const desk = await start(QUIET, { changeGuard: noBook });
    await desk.minute();
    await strip(desk);
    await alone(desk, 2);
    const [stop] = await desk.desk.venue.openConditionals();
    const [held] = await desk.desk.venue.positions();
    expect((stop?.triggerPrice ?? 0) / (held?.entryPrice ?? 1)).toBeCloseTo(0.97, 4);
  });

  test('I35 or half the way to liquidation, where that is nearer', async () => {
    const desk = await start(QUIET, {
      changeGuard: ({ venue }) => ({
        ...noBook(),
        venue: {
          ...venue,
          positions: async () =>
            (await venue.positions()).map(held => ({ ...held, liquidationPrice: 980 as never })),
        },
      }),
    });
    await desk.minute();
    await strip(desk);
    await alone(desk, 2);
    expect((await desk.desk.venue.openConditionals())[0]?.triggerPrice).toBeCloseTo(990, 0);
  });

  test('without the book a position beyond that is closed', async () => {
    const desk = await start([[1_000, 1_000, 965, 965], ...flat(965, 30)], { changeGuard: noBook });
    await desk.minute();
    await strip(desk);
    await desk.advance();
    await alone(desk, 2);
    expect(await desk.desk.venue.positions()).toEqual([]);
  });

  test('without book, limits and memory it does its work all the same', async () => {
    let silent = false;
    const desk = await start(QUIET, {
      changeGuard: plain => ({
        ...waiting()(plain),
        book: { load: () => (silent ? unreadable() : plain.book.load()) },
        limits: { read: minute => (silent ? unreadable() : plain.limits.read(minute)) },
        store: guardStoreAtHand({
          lease: (...of) => (silent ? unreadable() : plain.store.lease(...of)),
          release: lease => (silent ? unreadable() : plain.store.release(lease)),
          load: () => (silent ? unreadable() : plain.store.load()),
          save: (...of) => (silent ? unreadable() : plain.store.save(...of)),
        }),
      }),
    });
    await desk.minute();
    await strip(desk);
    silent = true;
    await desk.guard();
    expect(await restingOf(desk)).toHaveLength(1);
  });

  test('I41 the book of another mode is another account’s: it does nothing then, and leaves no heartbeat', async () => {
    const desk = await start(QUIET, { signals: [], changeGuard: () => ({ mode: 'demo' }) });
    await desk.minute();
    buyByHand(desk);
    const before = await desk.store.guard.load();
    await alone(desk, 3);
    expect(await restingOf(desk)).toHaveLength(0);
    expect(await desk.store.guard.load()).toEqual(before);
    expect((await desk.records('trouble')).at(-1)?.because).toContain('this one is demo');
  });

  test('the venue itself it needs: a look that fails leaves no heartbeat, and the next one goes on', async () => {
    const desk = await start(QUIET, { over: 'http' });
    await desk.minute();
    const before = await desk.store.guard.load();
    desk.faults({ match: 'GET /fapi/v3/positionRisk', times: 1, status: 500 });
    expect(await guard(desk.guardDesk, desk.now())).toBe('done');
    expect(await desk.store.guard.load()).toEqual(before);
    await desk.advance();
    await desk.guard();
    expect((await desk.store.guard.load())?.watchedMinute).toBe(desk.now());
  });
});
