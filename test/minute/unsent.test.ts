import { expect, test } from 'vitest';
import { qty } from '../../lib/desk/units.ts';
import { flat } from '../kit/scripted-market.ts';
import { COIN, stage } from '../kit/stage.ts';

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
