import { describe, expect, test } from 'vitest';
import { aSignalAt, type TestDesk, type TestDeskOptions } from '../kit/desk.ts';
import { actsOf, alone, restingOf, sentByGuardian } from '../kit/guard.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { exitsOf, SAFE, safetyOf, stage } from '../kit/stage.ts';

const begin = stage();
/** Hours of it: without a wire in between. */
const start = (bars: readonly ScriptedBar[], options: Partial<TestDeskOptions> = {}) =>
  begin(bars, { over: 'process', ...options });
const QUIET: readonly ScriptedBar[] = flat(1_000, 1_600);

const canaries = (desk: TestDesk) => sentByGuardian(desk).filter(order => !actsOf(desk).includes(order));
const held = { 'exits/hold-minutes-max': '20000' };
const refuse = async () => ({ type: 'rejected', code: -4120, because: 'use the algo endpoint' }) as const;

describe('the canary', () => {
  test('I21 on an open position: once an hour a far, small stop is placed, read back and cancelled', async () => {
    const desk = await start(QUIET, { limits: held });
    await desk.minute();
    const before = await restingOf(desk);
    await desk.minutes(60);
    expect(canaries(desk)).toHaveLength(1);
    await desk.minutes(61);
    const sent = canaries(desk);
    expect(sent).toHaveLength(2);
    for (const order of sent) {
      expect(order).toMatchObject({ type: 'STOP_MARKET', side: 'sell', reduceOnly: true, qty: 0.001 });
      expect(order.price).toBeCloseTo(700, 0);
    }
    expect(await restingOf(desk)).toEqual(before);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('is not sent while stops that were placed meanwhile have shown the same', async () => {
    const rising = Array.from({ length: 90 }, (_, i): ScriptedBar => {
      const at = 1_009 + i * 2;
      return [at, at + 2, at, at + 2];
    });
    const desk = await start([[1_000, 1_009, 1_000, 1_009], ...rising, ...flat(1_189, 30)], {
      limits: { ...held, 'exits/ladder': '1R:0.1 90R:0.9' },
    });
    await desk.minutes(90);
    expect(await desk.desk.venue.positions()).toHaveLength(1);
    expect(canaries(desk)).toEqual([]);
  });

  test('I21 that fails closes entries with its reason, each minute anew, until one comes back', async () => {
    let broken = false;
    const desk = await start(QUIET, {
      limits: held,
      signals: [aSignalAt(0), aSignalAt(62, 'long', 'COINUSDT')],
      changeGuard: ({ venue }) => ({
        venue: {
          ...venue,
          placeConditional: order => (broken ? refuse() : venue.placeConditional(order)),
        },
      }),
    });
    await desk.minutes(59);
    broken = true;
    await desk.minutes(3);
    expect((await desk.records('minute')).slice(-2)).toMatchObject([
      { noTrade: 'stops-unproved' },
      { noTrade: 'stops-unproved', because: expect.stringContaining('-4120') },
    ]);
    expect(await exitsOf(desk)).toEqual([]);
    expect(safetyOf(desk)).toEqual(SAFE);
    broken = false;
    await desk.minutes(2);
    expect((await desk.records('minute')).at(-1)?.noTrade).not.toBe('stops-unproved');
  });

  test('left behind by a tick that died is cancelled by the next one, and protects nothing', async () => {
    let dies = true;
    const desk = await start(QUIET, {
      limits: held,
      changeGuard: ({ venue }) => ({
        venue: {
          ...venue,
          cancelConditional: async id => {
            if (dies) throw new Error('the process died here');
            return venue.cancelConditional(id);
          },
        },
      }),
    });
    await desk.minutes(60);
    dies = true;
    await desk.minutes(1);
    const left = (await restingOf(desk)).filter(order => order.endsWith(' 0.001'));
    expect(left).toHaveLength(1);
    dies = false;
    await desk.minutes(1);
    expect((await restingOf(desk)).filter(order => order.endsWith(' 0.001'))).toEqual([]);
  });

  test('I21 an entry that had to be closed for want of a stop closes the next, until a stop is taken without a position', async () => {
    let broken = true;
    const desk = await start(QUIET, {
      signals: [aSignalAt(0), aSignalAt(3), aSignalAt(7)],
      limits: { 'risk/stop-cooldown-minutes': '0' },
      change: ({ venue }) => ({
        venue: {
          ...venue,
          placeConditional: order => (broken ? refuse() : venue.placeConditional(order)),
        },
      }),
      changeGuard: ({ venue }) => ({
        venue: {
          ...venue,
          placeConditional: order => (broken ? refuse() : venue.placeConditional(order)),
        },
      }),
    });
    await desk.minutes(5);
    expect(await exitsOf(desk)).toEqual(['unprotected-flatten']);
    expect((await desk.records('minute')).slice(1).map(({ noTrade }) => noTrade)).toEqual(
      Array(4).fill('stops-unproved'),
    );
    broken = false;
    await desk.minutes(5);
    expect((await desk.store.load()).positions).toMatchObject([{ phase: 'protected' }]);
    expect(await restingOf(desk)).not.toContainEqual(expect.stringMatching(/ 0\.001$/));
  });

  test('I21 refused for want of a position says nothing: the next entry proves it, at the smallest size', async () => {
    let broken = true;
    const needy = async () => ({ type: 'rejected', code: -2022, because: 'ReduceOnly rejected' }) as const;
    const desk = await start(QUIET, {
      signals: [aSignalAt(0), aSignalAt(3)],
      limits: { 'risk/stop-cooldown-minutes': '0' },
      change: ({ venue }) => ({
        venue: {
          ...venue,
          placeConditional: order => (broken ? refuse() : venue.placeConditional(order)),
        },
      }),
      changeGuard: ({ venue }) => ({
        venue: {
          ...venue,
          placeConditional: async order =>
            (await venue.positions()).length === 0 ? needy() : venue.placeConditional(order),
        },
      }),
    });
    await desk.minutes(2);
    broken = false;
    await desk.minutes(3);
    const [, second] = await desk.records('entry');
    expect(second?.executedUsd).toBeLessThan(110);
    expect(second?.executedUsd).toBeGreaterThanOrEqual(100);
  });
});

describe('after a quiet day', () => {
  const DAY = 1_440;

  test('I21 the first entry is made at the smallest size, and the next at its own once its stop was read back', async () => {
    const desk = await start(QUIET, {
      signals: [aSignalAt(DAY + 1), aSignalAt(DAY + 10)],
      limits: { 'exits/hold-minutes-max': '5' },
    });
    await alone(desk, DAY);
    await desk.minutes(4);
    const [first] = await desk.records('entry');
    expect(first?.plannedUsd).toBe(600);
    expect(first?.executedUsd).toBeGreaterThanOrEqual(100);
    expect(first?.executedUsd).toBeLessThan(110);
    expect(first?.trace.find(({ step }) => step === 'stops unproved')).toMatchObject({
      owner: 'Risk Guard',
      beforeUsd: 600,
      limit: 'guardian/quiet-minutes (default)',
    });
    await desk.minutes(10);
    const [, second] = await desk.records('entry');
    expect(second?.executedUsd).toBeGreaterThan(590);
  });

  test('a day that has only just begun is none: the first entry of a new desk has its own size', async () => {
    const desk = await start(QUIET);
    await desk.minute();
    expect((await desk.records('entry'))[0]?.executedUsd).toBeGreaterThan(590);
  });
});
