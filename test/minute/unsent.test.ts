import { expect, test } from 'vitest';
import { qty } from '../../lib/desk/units.ts';
import { flat } from '../kit/scripted-market.ts';
import { COIN, SAFE, safetyOf, stage } from '../kit/stage.ts';

const start = stage();

test('I40 an order that never was is void after two looks, though a person has traded the coin since', async () => {
  const desk = await start(flat(1_000, 12), {
    over: 'process',
    change: ({ venue }) => ({
      venue: { ...venue, place: async () => ({ type: 'unknown', because: 'no answer' }) },
    }),
  });
  await desk.minutes(1);
  desk.engine.placeOrder({ symbol: COIN, side: 'buy', type: 'MARKET', qty: qty(0.5), clientId: 'web_1' });
  await desk.minutes(4);
  const { intents, book } = await desk.store.load();
  expect([intents, book?.reservations]).toEqual([[], []]);
  expect(book?.foreign.map(({ symbol }) => symbol)).toEqual([COIN]);
});

test('I62 an order whose position is over before anybody looked is not sent again, though its id is free again', async () => {
  let died = false;
  const desk = await start(flat(1_000, 12), {
    over: 'process',
    change: ({ venue }) => ({
      venue: {
        ...venue,
        place: async order => {
          const outcome = await venue.place(order);
          if (died) return outcome;
          died = true;
          throw new Error('the process died here');
        },
      },
    }),
  });
  await desk.minute();
  const [held] = await desk.desk.venue.positions();
  const all = qty(held?.qty ?? 0);
  desk.engine.placeOrder({ symbol: COIN, side: 'sell', type: 'MARKET', qty: all, clientId: 'web_1' });
  await desk.minutes(5);
  const ids = desk.engine.state.accepted.map(({ clientId }) => clientId).filter(id => id !== 'web_1');
  expect(ids).toHaveLength(1);
  expect(await desk.desk.venue.positions()).toEqual([]);
  expect((await desk.store.load()).intents).toEqual([]);
  expect(safetyOf(desk).duplicateOrders).toBe(SAFE.duplicateOrders);
});
