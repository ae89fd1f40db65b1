import { describe, expect, test } from 'vitest';
import { aSignalAt, type TestDesk } from '../kit/desk.ts';
import { flat } from '../kit/scripted-market.ts';
import { COIN, stage } from '../kit/stage.ts';

const start = stage();

describe('a position the desk did not open', () => {
  const byHand = (desk: TestDesk) =>
    desk.exchange.handle(
      'POST',
      '/sim/hand',
      JSON.stringify({ symbol: COIN, side: 'BUY', type: 'MARKET', quantity: '0.5' }),
      {},
    );

  test('is named at once, and given a stop in the next minute if it has none by then', async () => {
    const desk = await start(flat(1_000, 12), { signals: [aSignalAt(3)] });
    byHand(desk);
    await desk.minute();
    expect(await desk.desk.venue.openConditionals()).toEqual([]);
    await desk.minutes(5);
    const [stop, ...others] = await desk.desk.venue.openConditionals();
    expect(others).toEqual([]);
    expect(stop).toMatchObject({ symbol: COIN, side: 'sell', qty: 0.5, reduceOnly: true });
    expect(stop?.triggerPrice).toBeCloseTo(970, 0);
    expect((await desk.records('foreign')).map(record => record.because)).toHaveLength(2);
    expect((await desk.records('not-taken'))[0]?.code).toBe('symbol-foreign');
    expect(await desk.desk.venue.positions()).toHaveLength(1);
  });

  test.each([
    ['ignore', 1],
    ['flatten', 0],
  ])('with control/foreign %s leaves %i position and no stop', async (rule, left) => {
    const desk = await start(flat(1_000, 12), { signals: [], limits: { 'control/foreign': rule } });
    byHand(desk);
    await desk.minutes(4);
    expect(await desk.desk.venue.positions()).toHaveLength(left);
    expect(await desk.desk.venue.openConditionals()).toEqual([]);
  });

  test('I27 once it is gone its stop is an orphan, and goes after two looks', async () => {
    const desk = await start(flat(1_000, 20), { signals: [] });
    byHand(desk);
    await desk.minutes(3);
    expect(await desk.desk.venue.openConditionals()).toHaveLength(1);
    desk.exchange.handle(
      'POST',
      '/sim/hand',
      JSON.stringify({ symbol: COIN, side: 'SELL', type: 'MARKET', quantity: '0.5', reduceOnly: 'true' }),
      {},
    );
    await desk.monitor();
    expect(await desk.desk.venue.openConditionals()).toHaveLength(1);
    await desk.advance();
    await desk.minutes(3);
    expect(await desk.desk.venue.openConditionals()).toEqual([]);
  });
});
