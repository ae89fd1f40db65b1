import { describe, expect, test } from 'vitest';
import { aSignalAt, warmedUp } from '../kit/desk.ts';
import { flat, scriptedMarket } from '../kit/scripted-market.ts';
import { stage } from '../kit/stage.ts';

const open = stage();
const start = (options: Parameters<typeof open>[1] = {}) => open(flat(1_000, 9), options);

describe('capacity', () => {
  test('I09 is reserved before an order is sent', async () => {
    const reservedAtOrder: (readonly string[])[] = [];
    const desk = await start({
      change: ({ venue, store }) => ({
        venue: {
          ...venue,
          place: async order => {
            const { book } = await store.load();
            reservedAtOrder.push(book?.reservations.map(({ intentId }) => intentId) ?? []);
            return venue.place(order);
          },
        },
      }),
    });
    await desk.minute();
    const [order] = desk.exchange.engine.state.accepted.filter(({ kind }) => kind === 'order');
    expect(reservedAtOrder).toEqual([[order?.clientId]]);
  });

  test('I09 of an order without an answer is held: the second of two signals finds the desk full', async () => {
    const coins = { COINUSDT: warmedUp(100, 0.00533, []), TWINUSDT: warmedUp(100, 0.00533, []) };
    const desk = await start({
      limits: { 'risk/positions-max': '1' },
      market: scriptedMarket(coins),
      signals: [aSignalAt(0), aSignalAt(0, 'long', 'TWINUSDT')],
    });
    desk.faults({ match: 'POST /fapi/v1/order', times: 1, status: 503 });
    await desk.minute();
    expect((await desk.records('not-taken')).map(({ code }) => code)).toEqual([
      'order-unknown',
      'positions-full',
    ]);
    expect(await desk.desk.venue.positions()).toEqual([]);
  });

  test('I15 written by somebody else meanwhile is not taken twice', async () => {
    const desk = await start({
      change: ({ store }) => ({
        store: {
          ...store,
          saveBook: async (book, lease) =>
            lease.role === 'entry' ? { type: 'conflict' } : store.saveBook(book, lease),
        },
      }),
    });
    await desk.minute();
    expect((await desk.records('not-taken'))[0]?.code).toBe('reservation-lost');
    expect(desk.exchange.engine.state.accepted).toEqual([]);
  });
});
