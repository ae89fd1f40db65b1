import { describe, expect, test } from 'vitest';
import { PortError } from '../../lib/ports.ts';
import { dying } from '../kit/dying.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { exitsOf, SAFE, safetyOf, stage } from '../kit/stage.ts';

/**
 * A tick that dies after it has placed stops and targets, and before it has written them down, leaves orders that the
 * book does not know. What becomes of them until the next look must not be lost on the desk.
 */
const start = stage();

/** Changes of entry until its n-th conditional order: book, two saves of the intent, the order, and then these. */
const BEHIND_ORDER = (n: number) => 4 + n;

async function diedBehind(n: number, bars: readonly ScriptedBar[]) {
  const death = dying();
  const desk = await start(bars, { over: 'process', change: death.change });
  await desk.monitor();
  death.arm(BEHIND_ORDER(n));
  await desk.enter().catch(() => {});
  expect(death.isDead()).toBe(true);
  death.revive();
  await desk.advance(2);
  return desk;
}

describe('a tick that died behind its last target', () => {
  test('I29 whose first target is hit before the next look does not place that target again', async () => {
    const desk = await diedBehind(5, [[1_000, 1_009, 1_000, 1_009], ...flat(1_009, 20)]);
    await desk.minutes(3);
    const [position] = (await desk.store.load()).positions;
    expect(position?.targets.map(({ filled }) => filled)).toEqual([true, false, false]);
    expect(await exitsOf(desk)).toEqual(['partial-take-profit']);
    const targets = (await desk.desk.venue.openConditionals()).filter(
      ({ type }) => type === 'take-profit-market',
    );
    expect(targets).toHaveLength(2);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('is stopped out: a stop-out it was, and its coin is left alone for a while', async () => {
    const desk = await diedBehind(5, [[1_000, 1_000, 985, 985], ...flat(985, 20)]);
    await desk.minutes(3);
    expect(await exitsOf(desk)).toEqual(['stop-loss']);
    expect((await desk.store.load()).book?.protections).toHaveLength(1);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('finds all five again and places none twice', async () => {
    const desk = await diedBehind(5, flat(1_000, 20));
    await desk.minutes(3);
    const [position] = (await desk.store.load()).positions;
    expect(position?.phase).toBe('protected');
    expect(await desk.desk.venue.openConditionals()).toHaveLength(5);
    expect(desk.engine.state.algos).toHaveLength(5);
  });
});

test('a position that was opened and closed before anybody looked gets no orders', async () => {
  const desk = await diedBehind(1, [[1_000, 1_000, 985, 985], ...flat(985, 20)]);
  await desk.minutes(3);
  expect(desk.engine.state.algos).toHaveLength(1);
  expect(await desk.records('unprotected')).toEqual([]);
  expect(await desk.records('closed')).toHaveLength(1);
});

test('an intent that outlives its position, by writes that fail, does not open it again', async () => {
  let busy = true;
  const desk = await start([...flat(1_000, 1), [1_000, 1_000, 985, 985], ...flat(985, 20)], {
    over: 'process',
    change: ({ store }) => ({
      store: {
        ...store,
        archiveIntent: async (...args) => {
          if (busy) throw new PortError('throttled', 'the table is busy');
          return store.archiveIntent(...args);
        },
      },
    }),
  });
  await desk.minutes(6);
  expect((await desk.store.load()).intents).toHaveLength(1);
  busy = false;
  await desk.minutes(3);
  expect((await desk.store.load()).intents).toEqual([]);
  expect((await desk.store.load()).positions).toEqual([]);
  expect(await desk.records('closed')).toHaveLength(1);
  expect((await desk.store.load()).book?.recentStops).toHaveLength(1);
});
