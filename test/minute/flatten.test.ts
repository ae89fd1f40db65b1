import { describe, expect, test } from 'vitest';
import { type Minute, minutesAfter, symbolId } from '../../lib/desk/units.ts';
import { aSignalAt, type TestDesk, WARM, warmedUp } from '../kit/desk.ts';
import { dying } from '../kit/dying.ts';
import { flat, scriptedMarket } from '../kit/scripted-market.ts';
import { COIN, exitsOf, SAFE, safetyOf, stage } from '../kit/stage.ts';

const start = stage();
const OTHER = symbolId('OTHERUSDT');
const coin = () => warmedUp(1_000, 0.00533, flat(1_000, 60));
const market = () => scriptedMarket({ [COIN]: coin(), [OTHER]: coin() });
const both = [aSignalAt(0, 'long', COIN), aSignalAt(0, 'short', OTHER)];

const instant = (at: Minute) => new Date(at).toISOString().replace('.000Z', 'Z');
const held = async (desk: TestDesk) => (await desk.desk.venue.positions()).map(({ symbol }) => symbol);
const flattens = (desk: TestDesk, ...words: string[]) => desk.limits.set('control/flatten', words.join(','));

describe('a person’s word to flatten', () => {
  test.each([
    [COIN, [OTHER]],
    [OTHER, [COIN]],
    ['all', []],
  ])('%s closes it in the next minute, and leaves the others with their stops', async (what, left) => {
    const desk = await start([], { market: market(), signals: both, over: 'process' });
    await desk.minutes(2);
    flattens(desk, `${what}@${instant(desk.now())}`);
    await desk.minute();
    expect(await held(desk)).toEqual(left);
    await desk.minutes(3);
    expect(new Set(await exitsOf(desk))).toEqual(new Set(['operator']));
    expect((await desk.records('minute')).at(-1)?.noTrade).toBe('no-signal');
    expect(await held(desk)).toEqual(left);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('stands for what was open before it alone: what is opened later stays, however long the word does', async () => {
    const signals = [aSignalAt(0), aSignalAt(15)];
    const desk = await start([], { market: market(), signals, over: 'process' });
    await desk.minutes(2);
    flattens(desk, `all@${instant(desk.now())}`);
    await desk.minutes(12);
    expect(await held(desk)).toEqual([]);
    await desk.minutes(6);
    expect(await held(desk)).toEqual([COIN]);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('keeps the signal that was given before it from opening the coin again', async () => {
    // Signals are good for three minutes: without the word this one would be followed in the next.
    const desk = await start([], { market: market(), signals: [aSignalAt(2)], over: 'process' });
    await desk.minutes(2);
    flattens(desk, `${COIN}@${instant(minutesAfter(WARM, 3))}`);
    await desk.minutes(4);
    expect(await held(desk)).toEqual([]);
    expect((await desk.records('not-taken')).map(({ code }) => code)).toEqual(['flattened']);
  });

  test.each([1, 2, 3, 4, 5])('survives a monitor that dies behind change %i', async n => {
    const process = dying();
    const desk = await start([], { market: market(), signals: both, over: 'process', ...process });
    await desk.minutes(2);
    flattens(desk, `${COIN}@${instant(desk.now())}`);
    process.arm(n);
    await desk.monitor().catch(() => {});
    process.revive();
    await desk.advance();
    await desk.minutes(3);
    expect(await held(desk)).toEqual([OTHER]);
    const exits = desk.engine.state.accepted.filter(
      ({ kind, type }) => kind === 'order' && type === 'MARKET',
    );
    expect(exits).toHaveLength(1);
    expect(safetyOf(desk)).toEqual(SAFE);
  });
});
