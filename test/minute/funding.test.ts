import { expect, test } from 'vitest';
import { usd } from '../../lib/desk/units.ts';
import { PortError } from '../../lib/ports.ts';
import { coinMarket, WARM_MINUTES } from '../kit/desk.ts';
import { flat } from '../kit/scripted-market.ts';
import { stage } from '../kit/stage.ts';

const start = stage();

test('I37 funding that could not be stored with its position is counted in the next minute, and once', async () => {
  let throttled = false;
  const market = coinMarket(flat(1_000, 30), {
    at: 1_000,
    funding: { [WARM_MINUTES + 3]: 0.001, [WARM_MINUTES + 6]: 0.002 },
  });
  const desk = await start([], {
    market,
    over: 'process',
    limits: { 'exits/hold-minutes-max': '10' },
    change: ({ store }) => ({
      store: {
        ...store,
        savePosition: async (...args) => {
          if (throttled) throw new PortError('throttled', 'the table is busy');
          return store.savePosition(...args);
        },
      },
    }),
  });
  await desk.minutes(3);
  desk.engine.transfer(usd(500));
  throttled = true;
  await desk.minutes(1);
  throttled = false;
  await desk.minutes(12);
  const [closed] = await desk.records('closed');
  expect(closed?.netUsd).toBeCloseTo(desk.engine.account().walletUsd - 10_500, 6);
  // What is read a second time for the funding's sake is no second deposit.
  expect((await desk.store.load()).book?.day.transfersUsd).toBe(500);
});
