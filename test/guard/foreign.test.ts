import { describe, expect, test } from 'vitest';
import { actsOf, alone, buyByHand, restingOf, unreadable } from '../kit/guard.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { stage } from '../kit/stage.ts';

const start = stage({ over: 'process' });

describe('a position the desk did not open, and no monitor', () => {
  const QUIET: readonly ScriptedBar[] = flat(1_000, 40);
  const FALLEN: readonly ScriptedBar[] = [[1_000, 1_000, 950, 950], ...flat(950, 40)];

  test.each<[string, string, readonly ScriptedBar[], number, RegExp[]]>([
    ['gets a stop near its entry', 'protect', QUIET, 1, [/^stop\* 970\.\d+ 0\.5$/]],
    [
      'far below its entry gets one from where the price is now',
      'protect',
      FALLEN,
      1,
      [/^stop\* 921\.5 0\.5$/],
    ],
    ['is left alone when a person says so', 'ignore', QUIET, 1, []],
    ['is closed when a person says so', 'flatten', QUIET, 0, []],
  ])('%s (control/foreign %s)', async (_what, rule, bars, positions, stops) => {
    const desk = await start(bars, { signals: [], limits: { 'control/foreign': rule } });
    await desk.minute();
    buyByHand(desk);
    await desk.advance();
    await alone(desk, 3);
    expect(await desk.desk.venue.positions()).toHaveLength(positions);
    const resting = await restingOf(desk);
    expect(resting).toHaveLength(stops.length);
    for (const [i, stop] of stops.entries()) expect(resting[i]).toMatch(stop);
  });

  test('is protected, not closed, where the limits cannot be read', async () => {
    const desk = await start(QUIET, {
      signals: [],
      limits: { 'control/foreign': 'flatten' },
      changeGuard: () => ({ limits: { read: unreadable } }),
    });
    await desk.minute();
    buyByHand(desk);
    await alone(desk, 2);
    expect(await restingOf(desk)).toHaveLength(1);
    expect(await desk.desk.venue.positions()).toHaveLength(1);
  });

  test('is not closed when the venue takes no stop for it; entries close instead, and say so', async () => {
    const desk = await start(QUIET, {
      signals: [],
      changeGuard: ({ venue }) => ({
        venue: {
          ...venue,
          placeConditional: async () => ({ type: 'rejected', code: -4120, because: 'use the algo endpoint' }),
        },
      }),
    });
    await desk.minute();
    buyByHand(desk);
    await alone(desk, 2);
    expect(await desk.desk.venue.positions()).toHaveLength(1);
    await desk.minute();
    expect((await desk.records('minute')).at(-1)).toMatchObject({ noTrade: 'unprotected-position' });
  });

  test('that a person protects in time sees nothing of the guardian', async () => {
    const desk = await start(QUIET, { signals: [] });
    await desk.minute();
    buyByHand(desk);
    await alone(desk, 1);
    await desk.desk.venue.placeConditional({
      clientId: 'web_stop',
      symbol: 'COINUSDT' as never,
      side: 'sell',
      type: 'stop-market',
      triggerPrice: 900 as never,
      qty: 'all',
    });
    await alone(desk, 5);
    expect(actsOf(desk)).toEqual([]);
  });
});
