import { describe, expect, test } from 'vitest';
import { PortError } from '../../lib/ports.ts';
import { coinMarket } from '../kit/desk.ts';
import { dying } from '../kit/dying.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { SAFE, safetyOf, stage } from '../kit/stage.ts';
import { expectNothingOwed, holds, positionIn, sliceWords, waitingIn } from '../kit/thin-book.ts';

const start = stage();
const STOPPED: readonly ScriptedBar[] = [[1_000, 1_000, 985, 985], ...flat(985, 20)];

describe('a monitor that dies over the end of a position', () => {
  // Its changes are two: the position, closed, and the book.
  test.each([1, 2])('I11 I37 behind change %i leaves its records and its cooldown', async n => {
    const process = dying();
    const desk = await start(STOPPED, { ...process, over: 'process' });
    await desk.minutes(2);
    process.arm(n);
    await expect(desk.monitor()).rejects.toThrow('dead');
    process.revive();
    await desk.advance();
    await desk.minutes(3);
    const { positions, book } = await desk.store.load();
    expect(positions).toEqual([]);
    expect(book?.recentStops).toHaveLength(1);
    expect(book?.protections).toHaveLength(1);
    const [closed] = await desk.records('closed');
    expect(closed?.netUsd).toBeCloseTo(desk.engine.account().walletUsd - 10_000, 6);
    expect(await desk.records('exit')).toHaveLength(1);
  });

  test('a journal that is down holds up neither the end nor its cooldown', async () => {
    let down = false;
    const desk = await start(STOPPED, {
      over: 'process',
      change: ({ journal }) => ({
        journal: {
          write: async (...records) => {
            if (down) throw new PortError('throttled', 'too much');
            await journal.write(...records);
          },
        },
      }),
    });
    await desk.minutes(2);
    down = true;
    await expect(desk.monitor()).rejects.toThrow('too much');
    const { positions, book } = await desk.store.load();
    expect(positions.map(({ phase }) => phase)).toEqual(['closed']);
    expect(book?.recentStops).toHaveLength(1);
  });
});

test('I11 a slice whose tick died between giving it up and its end is asked nothing more: the next minute ends it', async () => {
  let dies = false;
  const desk = await start(flat(1_000, 20), {
    market: coinMarket(flat(1_000, 20), { at: 1_000 }),
    equityUsd: 15_000,
    over: 'process',
    change: ({ store }) => ({
      store: {
        ...store,
        // The first of the table's three writes, and no more.
        archiveIntent: async (intent, lease) => {
          if (!dies) return await store.archiveIntent(intent, lease);
          dies = false;
          await store.saveIntent(intent, lease);
          throw new PortError('unavailable', 'the process died here');
        },
      },
    }),
  });
  holds(desk, 310);
  await desk.minute();
  holds(desk, 0.01);
  await desk.minutes(2);
  expect(await waitingIn(desk)).toHaveLength(1);
  dies = true;
  await desk.minute();
  expect((await desk.store.load()).intents.map(({ state }) => state)).toEqual(['void']);
  await desk.minute();
  await expectNothingOwed(desk);
  expect((await sliceWords(desk)).at(-1)).toBe('2 lapsed');
  expect((await positionIn(desk)).slices.map(({ state }) => state)).toEqual(['lapsed']);
  expect(safetyOf(desk)).toEqual(SAFE);
});
