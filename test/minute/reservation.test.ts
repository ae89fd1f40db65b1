import { expect, test } from 'vitest';
import { aSignalAt } from '../kit/desk.ts';
import { flat } from '../kit/scripted-market.ts';
import { COIN, stage } from '../kit/stage.ts';

const start = stage();

test.each([
  ['long', 'its limit, the worst it may pay'],
  ['short', 'the best bid, above its limit'],
] as const)('I09 capacity of a %s under way is reserved at %s', async (side, _why) => {
  const desk = await start(flat(1_000, 5), {
    over: 'process',
    signals: [aSignalAt(0, side)],
    change: ({ venue }) => ({
      venue: { ...venue, place: async () => ({ type: 'unknown', because: 'no answer' }) },
    }),
  });
  const best = desk.engine.best(COIN);
  await desk.minutes(1);
  const { book, intents } = await desk.store.load();
  const [intent] = intents;
  const dearest = side === 'long' ? intent?.limitPrice : best?.bid.price;
  expect(book?.reservations.map(({ notionalUsd }) => notionalUsd)).toEqual([
    (intent?.qty ?? 0) * (dearest ?? 0),
  ]);
  expect(dearest).toBeGreaterThanOrEqual(intent?.limitPrice ?? Number.POSITIVE_INFINITY);
});
