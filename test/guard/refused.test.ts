import { describe, expect, test } from 'vitest';
import { price, qty } from '../../lib/desk/units.ts';
import type { GuardDesk } from '../../lib/guard/desk.ts';
import type { Outcome } from '../../lib/ports.ts';
import { WARM } from '../kit/desk.ts';
import { actsOf, alone, restingOf, strip } from '../kit/guard.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { COIN, safetyOf, stage } from '../kit/stage.ts';

const start = stage({ over: 'process' });
const QUIET: readonly ScriptedBar[] = flat(1_000, 60);

const refusing =
  (code: number) =>
  ({ venue }: GuardDesk): Partial<GuardDesk> => ({
    venue: {
      ...venue,
      placeConditional: async (): Promise<Outcome<never>> => ({ type: 'rejected', code, because: 'no' }),
    },
  });

describe('the venue does not take the guardian’s stop', () => {
  test('I21 -4120: the position is closed in the same tick, and nothing is opened until a stop is taken', async () => {
    const desk = await start(QUIET, { changeGuard: refusing(-4120) });
    await desk.minutes(2);
    expect((await desk.store.guard.load())?.stops.provedAt).toBe(WARM);
    await strip(desk);
    await alone(desk, 2);
    expect(await desk.desk.venue.positions()).toEqual([]);
    expect((await desk.store.guard.load())?.stops.failure).toMatchObject({ because: '-4120: no' });
    await desk.minute();
    expect((await desk.records('minute')).at(-1)).toMatchObject({ entries: 0, noTrade: 'stops-unproved' });
  });

  test('I21 -2021 said twice leaves it bare, whatever the mark says, and closes it', async () => {
    const desk = await start(QUIET, { changeGuard: refusing(-2021) });
    await desk.minute();
    await strip(desk);
    await alone(desk, 2);
    expect(await desk.desk.venue.positions()).toEqual([]);
    expect((await desk.store.guard.load())?.helpless).toEqual([]);
  });

  test('I21 -2021 that no mark confirms is asked once more in the same tick, and the stop is there', async () => {
    let refused = 0;
    const desk = await start(QUIET, {
      changeGuard: ({ venue }) => ({
        venue: {
          ...venue,
          placeConditional: async order =>
            refused++ === 0
              ? { type: 'rejected', code: -2021, because: 'would trigger at once' }
              : venue.placeConditional(order),
        },
      }),
    });
    await desk.minute();
    await strip(desk);
    await alone(desk, 2);
    expect(refused).toBe(2);
    expect(await restingOf(desk)).toHaveLength(1);
    expect((await desk.store.guard.load())?.helpless).toEqual([]);
  });

  test('I26 -2021 with one closes it', async () => {
    const desk = await start(QUIET, {
      changeGuard: plain => ({
        ...refusing(-2021)(plain),
        market: {
          ...plain.market,
          mark: async symbol => ({ ...(await plain.market.mark(symbol)), mark: 990 as never }),
        },
      }),
    });
    await desk.minute();
    await strip(desk);
    await alone(desk, 2);
    expect(await desk.desk.venue.positions()).toEqual([]);
  });

  test('I10 an answer that is lost on the way leaves one stop, not two', async () => {
    const desk = await start(QUIET, { over: 'http' });
    await desk.minute();
    await strip(desk);
    await alone(desk, 1);
    desk.faults({ match: 'POST /fapi/v1/algoOrder', times: 1, status: 503, effect: 'applied' });
    await alone(desk, 3);
    expect(await restingOf(desk)).toHaveLength(1);
    expect(safetyOf(desk).duplicateOrders).toBe(0);
  });

  test('I10 an order that is lost on the way is sent anew, once', async () => {
    const desk = await start(QUIET, { over: 'http' });
    await desk.minute();
    await strip(desk);
    await alone(desk, 1);
    desk.faults({ match: 'POST /fapi/v1/algoOrder', times: 1, status: 503 });
    await alone(desk, 1);
    expect(await restingOf(desk)).toHaveLength(1);
    expect(await desk.desk.venue.positions()).toHaveLength(1);
  });

  test('I57 nor closes it for orders that use the position up: the desk’s targets go, its stops and a person’s stay', async () => {
    let refusals = 0;
    const desk = await start([...flat(1_000, 1), [1_000, 1_000, 985, 985], ...flat(985, 30)], {
      changeGuard: plain => ({
        venue: {
          ...plain.venue,
          place: async order => {
            refusals += 1;
            return refusals > 1
              ? plain.venue.place(order)
              : { type: 'rejected', code: -4118, because: 'ReduceOnly Order Failed' };
          },
        },
      }),
    });
    await desk.minute();
    for (const { clientId, type } of await desk.desk.venue.openConditionals())
      if (type === 'stop-market') await desk.desk.venue.cancelConditional(clientId);
    await desk.desk.venue.placeConditional({
      clientId: 'web_target',
      symbol: COIN,
      side: 'sell',
      type: 'take-profit-market',
      triggerPrice: price(1_100),
      qty: qty(0.1),
    });
    expect(await restingOf(desk)).toHaveLength(4);
    await desk.advance(2);
    await alone(desk, 2);
    expect(await desk.desk.venue.positions()).toEqual([]);
    expect(await restingOf(desk)).toEqual(['target 1100 0.1']);
  });

  test('and does not close either: it is helpless, says so each minute, and nothing is opened', async () => {
    let dead = true;
    const desk = await start(QUIET, {
      changeGuard: plain => ({
        venue: {
          ...plain.venue,
          placeConditional: async order =>
            dead ? { type: 'rejected', code: -4120, because: 'no' } : plain.venue.placeConditional(order),
          place: async () => ({ type: 'unknown', because: 'no answer' }),
        },
      }),
    });
    await desk.minute();
    await strip(desk);
    await alone(desk, 3);
    expect((await desk.store.guard.load())?.helpless).toEqual(['COINUSDT']);
    expect((await desk.records('unprotected')).length).toBeGreaterThan(2);
    await desk.monitor();
    await desk.enter();
    expect((await desk.records('minute')).at(-1)).toMatchObject({ noTrade: 'unprotected-position' });
    dead = false;
    await strip(desk);
    await desk.advance();
    await alone(desk, 1);
    expect((await desk.store.guard.load())?.helpless).toEqual([]);
    expect(actsOf(desk).length).toBeGreaterThan(0);
  });
});
