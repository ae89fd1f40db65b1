import { describe, expect, test } from 'vitest';
import { isGuardianId } from '../../lib/desk/client-id.ts';
import { aSignalAt, type TestDesk, type TestDeskOptions } from '../kit/desk.ts';
import { actsOf, alone, restingOf, sentByGuardian, strip, unreadable } from '../kit/guard.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { exitsOf, SAFE, safetyOf, stage } from '../kit/stage.ts';

const begin = stage();
/** Hours of it: without a wire in between. */
const start = (bars: readonly ScriptedBar[], options: Partial<TestDeskOptions> = {}) =>
  begin(bars, { over: 'process', ...options });

/** A price that climbs and falls back a little, so that the trail moves the stop again and again. */
const climbing = (n: number): ScriptedBar[] =>
  Array.from({ length: n }, (_, i) => {
    const at = 1_009 + 1.2 * i;
    return [at, at + 2.4, at - 0.8, at + 1.2];
  });
const FIRST_TARGET: ScriptedBar = [1_000, 1_009, 1_000, 1_009];
const LONG = { 'exits/ladder': '1R:0.1 90R:0.9', 'exits/hold-minutes-max': '20000' };

describe('I59 monitor and guardian keep one position, and neither undoes what the other does', () => {
  test('a healthy monitor leaves the guardian nothing to do, for three hours', async () => {
    const desk = await start([FIRST_TARGET, ...climbing(200)], { limits: LONG });
    await desk.minutes(180);
    expect(actsOf(desk)).toEqual([]);
    expect(await desk.records('unprotected')).toEqual([]);
    expect((await desk.records('state')).filter(({ what }) => what.startsWith('guardian'))).toEqual([]);
    expect((await desk.store.guard.load())?.sightings).toEqual([]);
    expect(safetyOf(desk)).toEqual(SAFE);
    const moved = (await desk.records('protection')).filter(({ action }) => action === 'moved');
    expect(moved.length).toBeGreaterThan(20);
  });

  test.each<[string, () => object]>([
    ['where the book has it', () => ({})],
    ['near the entry', () => ({ book: { load: unreadable } })],
  ])(
    'a stop the guardian placed %s is the monitor’s when it comes back, and one is left',
    async (_where, change) => {
      const desk = await start([FIRST_TARGET, ...flat(1_009, 90)], { limits: LONG, changeGuard: change });
      await desk.minutes(4);
      await strip(desk);
      await alone(desk, 3);
      expect(await restingOf(desk)).toHaveLength(1);
      await desk.minutes(1);
      const [adopted] = (await desk.store.load()).positions;
      const ours = adopted?.protection.filter(({ clientId }) => isGuardianId('test', 'guard', clientId));
      expect(ours).toMatchObject([{ leg: 'working', state: 'live' }]);
      await desk.minutes(8);
      const stops = (await restingOf(desk)).filter(
        order => order.startsWith('stop') && !order.endsWith('all'),
      );
      expect(stops).toHaveLength(1);
      const acted = desk.engine.state.accepted.length;
      await desk.minutes(40);
      expect(desk.engine.state.accepted).toHaveLength(acted);
      expect(await desk.desk.venue.positions()).toHaveLength(1);
    },
  );

  test('I28 a stop of the guardian’s that is tighter than the plan’s follows the quantity, without a quarrel', async () => {
    const desk = await start([...flat(1_000, 20), FIRST_TARGET, ...flat(1_009, 90)], {
      limits: { ...LONG, 'exits/ladder': '1R:0.5 90R:0.5', 'exits/trail-atr-multiple': '10' },
      changeGuard: ({ venue }) => ({
        book: { load: unreadable },
        venue: {
          ...venue,
          positions: async () =>
            (await venue.positions()).map(held => ({ ...held, liquidationPrice: 995 as never })),
        },
      }),
    });
    await desk.minute();
    const [before] = (await desk.store.load()).positions;
    await strip(desk);
    await alone(desk, 2);
    await desk.minutes(2);
    const [position] = (await desk.store.load()).positions;
    expect(position?.stopPrice).toBeGreaterThan(before?.stopPrice ?? 0);
    await desk.minutes(30);
    const acted = desk.engine.state.accepted.length;
    await desk.minutes(30);
    expect(desk.engine.state.accepted).toHaveLength(acted);
    expect(safetyOf(desk).duplicateOrders).toBe(0);
  });

  test.each([
    ['the stop it placed', flat(1_000, 2), 'stop-loss'],
    ['closing at market', [[1_000, 1_000, 985, 985] as const, ...flat(985, 2)], 'unprotected-flatten'],
  ])(
    'I37 what the guardian ended by %s while the monitor was dead is told as what it was',
    async (_how, bars, kind) => {
      const desk = await start([...bars, [1_000, 1_000, 980, 980], ...flat(980, 20)]);
      await desk.minute();
      await strip(desk);
      await alone(desk, 6);
      expect(await desk.desk.venue.positions()).toEqual([]);
      await desk.minutes(4);
      expect(await exitsOf(desk)).toEqual([kind]);
      expect((await desk.store.load()).positions).toEqual([]);
      expect(await restingOf(desk)).toEqual([]);
    },
  );
});

/** Draws the same numbers for the same seed. */
function drawer(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('I21 I59 hours in which stops vanish and the monitor dies now and then', () => {
  const wander = (draw: (below: number) => number, n: number): ScriptedBar[] => {
    let at = 1_000;
    return Array.from({ length: n }, () => {
      const to = at * (1 + (draw(41) - 20) / 20_000);
      const bar = [at, Math.max(at, to) * 1.0004, Math.min(at, to) * 0.9996, to] as const;
      at = to;
      return bar;
    });
  };

  /** Plays the hours; answers for how many minutes in a row a position began the minute bare, at most. */
  async function hardHours(
    desk: TestDesk,
    draw: (below: number) => number,
    minutes: number,
  ): Promise<number> {
    let [dead, bare, longest] = [0, 0, 0];
    for (let i = 0; i < minutes; i += 1) {
      const before = safetyOf(desk).unprotectedMinutes;
      if (dead === 0 && draw(8) === 0) dead = 2 + draw(10);
      if (draw(4) === 0) await strip(desk);
      if (dead > 0) await alone(desk, 1);
      else await desk.minute();
      dead = Math.max(0, dead - 1);
      bare = safetyOf(desk).unprotectedMinutes > before ? bare + 1 : 0;
      longest = Math.max(longest, bare);
    }
    return longest;
  }

  test.each([1, 2, 3])(
    'seed %i: no order of the guardian opens anything, and none of its stops is left over',
    async seed => {
      const draw = drawer(seed);
      const signals = Array.from({ length: 20 }, (_, i) => aSignalAt(i * 15, i % 2 === 0 ? 'long' : 'short'));
      const desk = await start(wander(draw, 320), {
        signals,
        limits: {
          'risk/stop-cooldown-minutes': '0',
          'risk/stops-pause-minutes': '0',
          'exits/hold-minutes-max': '40',
        },
      });
      expect(await hardHours(desk, draw, 240)).toBeLessThanOrEqual(1);
      const sent = sentByGuardian(desk);
      expect(sent.length).toBeGreaterThan(3);
      expect(sent.every(({ reduceOnly, closePosition }) => reduceOnly || closePosition)).toBe(true);
      expect(safetyOf(desk).duplicateOrders).toBe(0);
      desk.limits.set('control/state', 'reducing');
      await desk.minutes(50);
      expect(await desk.desk.venue.positions()).toEqual([]);
      expect(await restingOf(desk)).toEqual([]);
      expect((await desk.store.load()).positions).toEqual([]);
    },
  );
});
