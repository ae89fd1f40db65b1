import { expect, onTestFinished, test } from 'vitest';
import { aSignalAt, coinMarket, WARM } from '../kit/desk.ts';
import { embedded } from '../kit/embedded.ts';
import { flat } from '../kit/scripted-market.ts';

test('throttled stores and a failing exchange cost a minute’s entries, never the position’s stop', async () => {
  const market = coinMarket(flat(100, 30));
  const desk = await embedded({ market, startAt: WARM, signals: [aSignalAt(0)] });
  onTestFinished(() => desk.close());
  await desk.minutes(2);
  // The guardian goes on without the table, and only fails when its records cannot be written.
  await desk.storeFault('dynamodb', { times: 24, error: 'ProvisionedThroughputExceededException' });
  await desk.minute();
  await desk.storeFault('parameters', { times: 20, error: 'ThrottlingException' });
  await desk.minute();
  await desk.sim('/sim/faults', { faults: [{ match: 'GET /fapi/v3/account', times: 2, status: 500 }] });
  await desk.minute();
  await desk.minutes(2);
  const failed = ['guardian', 'position-monitor', 'signal-entry'];
  expect(desk.failures.map(({ handler }) => handler)).toEqual(failed);
  expect((await desk.reader.load()).positions).toMatchObject([{ phase: 'protected' }]);
  expect(desk.exchange.engine.state.safety.unprotectedMinutes).toBe(0);
});
