import { describe, expect, test } from 'vitest';
import { epochMs, price } from '../../lib/desk/units.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import { type Market, PortError } from '../../lib/ports.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { exitsOf, SAFE, safetyOf, stage, workingStopsOf } from '../kit/stage.ts';

const start = stage();

/** The first target fills in minute 1; the venue refuses the stop's next place, whatever it is. */
const RISES: readonly ScriptedBar[] = [[1_000, 1_009, 1_000, 1_009], ...flat(1_009, 20)];

type Say = (market: Market) => Market['mark'];

async function refusedOnce(say: Say) {
  let refuses = false;
  const desk = await start(RISES, {
    over: 'process',
    change: ({ venue, market }: Desk) => ({
      market: { ...market, mark: async symbol => (refuses ? say(market)(symbol) : market.mark(symbol)) },
      venue: {
        ...venue,
        placeConditional: async order =>
          refuses && order.type === 'stop-market'
            ? { type: 'rejected', code: -2021, because: 'Order would immediately trigger.' }
            : venue.placeConditional(order),
      },
    }),
  });
  await desk.minutes(2);
  refuses = true;
  await desk.minutes(1);
  refuses = false;
  return desk;
}

describe('I26 a stop of which the venue says that it would trigger at once', () => {
  test.each<[string, Say]>([
    ['a mark that is ahead of it', market => symbol => market.mark(symbol)],
    [
      'a mark that is eleven seconds old',
      market => async symbol => {
        const mark = await market.mark(symbol);
        return { ...mark, mark: price(900), at: epochMs(mark.at - 11_000) };
      },
    ],
    [
      'a mark that cannot be read',
      () => async () => {
        throw new PortError('unavailable', 'no answer');
      },
    ],
  ])('closes nothing by itself, with %s: the old stop stays', async (_name, say) => {
    const desk = await refusedOnce(say);
    expect(await exitsOf(desk)).toEqual(['partial-take-profit']);
    expect(await workingStopsOf(desk)).toHaveLength(1);
    expect((await desk.records('protection')).some(({ action }) => action === 'failed')).toBe(true);
    await desk.minutes(2);
    expect((await desk.store.load()).positions[0]).toMatchObject({
      phase: 'protected',
      stopStage: 'trailing',
    });
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('closes the position when a mark of now says the same', async () => {
    const desk = await refusedOnce(market => async symbol => ({
      ...(await market.mark(symbol)),
      mark: price(999),
    }));
    expect((await exitsOf(desk)).slice(1)).toHaveLength(1);
    expect(await desk.desk.venue.positions()).toEqual([]);
  });
});
