import { describe, expect, test } from 'vitest';
import { signedQty } from '../../lib/desk/units.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import { aSignalAt } from '../kit/desk.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { exitsOf, SAFE, safetyOf, stage, workingStopsOf } from '../kit/stage.ts';

const start = stage({ over: 'process' });

describe('a position ends', () => {
  test.each<[string, readonly ScriptedBar[], string[], Record<string, string>]>([
    ['at its stop', [[1_000, 1_000, 990, 990]], ['stop-loss'], {}],
    ['by a gap through its stop', [[960, 960, 955, 955]], ['stop-loss'], {}],
    [
      'at its targets, one after the other',
      [
        [1_000, 1_009, 1_000, 1_009],
        [1_009, 1_017, 1_009, 1_017],
        [1_017, 1_026, 1_017, 1_026],
      ],
      ['partial-take-profit', 'partial-take-profit', 'take-profit'],
      { 'exits/trail-atr-multiple': '5' },
    ],
    [
      'at break-even after its first target',
      [
        [1_000, 1_009, 1_000, 1_003],
        [1_003, 1_003, 1_003, 1_003],
        [1_003, 1_003, 1_000, 1_000],
      ],
      ['partial-take-profit', 'break-even-stop'],
      { 'exits/trail-atr-multiple': '5' },
    ],
    [
      'at its trail',
      [
        [1_000, 1_009, 1_000, 1_009],
        [1_009, 1_014, 1_009, 1_014],
        [1_014, 1_014, 1_014, 1_014],
        [1_014, 1_014, 1_005, 1_005],
      ],
      ['partial-take-profit', 'trailing-stop'],
      {},
    ],
    ['by time', flat(1_000, 6), ['time-stop'], { 'exits/hold-minutes-max': '5' }],
  ])('%s', async (_name, bars, kinds, limits) => {
    const desk = await start([...bars, ...flat(bars.at(-1)?.[3] ?? 1_000, 10)], { limits });
    await desk.minutes(bars.length + 5);
    expect(await exitsOf(desk)).toEqual(kinds);
    expect(await desk.records('closed')).toHaveLength(1);
    expect(safetyOf(desk)).toEqual(SAFE);
    expect((await desk.store.load()).positions).toEqual([]);
    expect(await desk.desk.venue.openConditionals()).toEqual([]);
  });

  test('I37 with the profit the venue’s ledger shows, to the cent', async () => {
    const bars = [
      [1_000, 1_009, 1_000, 1_009],
      [1_009, 1_014, 1_009, 1_014],
      [1_014, 1_014, 1_000, 1_000],
    ] as const;
    const desk = await start([...bars, ...flat(1_000, 9)], { over: 'http' });
    await desk.minutes(8);
    const [closed] = await desk.records('closed');
    const wallet = desk.engine.account().walletUsd;
    expect(closed?.netUsd).toBeCloseTo(wallet - 10_000, 6);
  });

  test('I27 and takes what rests of it along, a minute later', async () => {
    const desk = await start([[1_000, 1_000, 990, 990], ...flat(990, 9)]);
    await desk.minutes(3);
    expect((await desk.desk.venue.openConditionals()).length).toBeGreaterThan(0);
    // By itself, without the guardian, who would come to it later.
    await desk.monitor();
    expect(await desk.desk.venue.openConditionals()).toEqual([]);
  });

  test('and its symbol is left alone for the cooldown after a stop', async () => {
    const bars: ScriptedBar[] = [[1_000, 1_000, 990, 990], ...flat(990, 20)];
    const desk = await start(bars, { signals: [aSignalAt(0), aSignalAt(8)] });
    await desk.minutes(10);
    expect((await desk.records('not-taken'))[0]).toMatchObject({ code: 'protected-symbol' });
  });
});

describe('the working stop', () => {
  test('I28 covers what is left after a target, and no more', async () => {
    const desk = await start([[1_000, 1_009, 1_000, 1_009], ...flat(1_009, 9)]);
    await desk.minutes(6);
    const [position] = (await desk.store.load()).positions;
    const [only, ...others] = (await desk.desk.venue.openConditionals()).filter(
      o => o.type === 'stop-market' && o.qty !== 'all',
    );
    expect(others).toEqual([]);
    expect(only?.qty).toBe(position?.qty);
    expect(position?.qty).toBeLessThan(position?.entryQty ?? 0);
  });

  test('I22 is replaced by placing first: at no moment is there none', async () => {
    const counts: number[] = [];
    const desk = await start(
      [[1_000, 1_009, 1_000, 1_009], [1_009, 1_014, 1_009, 1_014], ...flat(1_014, 9)],
      {
        change: ({ venue }) => ({
          venue: {
            ...venue,
            cancelConditional: async id => {
              counts.push(
                (await venue.openConditionals()).filter(o => o.type === 'stop-market' && o.qty !== 'all')
                  .length,
              );
              return venue.cancelConditional(id);
            },
          },
        }),
      },
    );
    await desk.minutes(8);
    expect(counts.length).toBeGreaterThan(0);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
  });

  test('I34 trails up and never down', async () => {
    const desk = await start([
      [1_000, 1_009, 1_000, 1_009],
      [1_009, 1_014, 1_009, 1_014],
      [1_014, 1_014, 1_011, 1_011],
      ...flat(1_011, 9),
    ]);
    const seen: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      await desk.minute();
      seen.push((await desk.store.load()).positions[0]?.stopPrice ?? Number.NaN);
    }
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBeGreaterThan(1_000);
  });

  test('I26 whose new place the price has passed already means: close now', async () => {
    // The first target is hit and the price falls back below break-even within the same bar.
    const desk = await start([[1_000, 1_009, 998, 998], ...flat(998, 9)]);
    await desk.minutes(5);
    expect(await exitsOf(desk)).toEqual(['partial-take-profit', 'break-even-stop']);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('taken away by a hand is put back in the next minute', async () => {
    const desk = await start(flat(1_000, 9));
    await desk.minute();
    for (const order of await desk.desk.venue.openConditionals())
      await desk.desk.venue.cancelConditional(order.clientId);
    await desk.monitor();
    expect(await workingStopsOf(desk)).toHaveLength(1);
    expect((await desk.desk.venue.openConditionals()).some(order => order.qty === 'all')).toBe(true);
  });
});

describe('when no stop can be placed', () => {
  const noStops = ({ venue }: Desk): Partial<Desk> => ({
    venue: {
      ...venue,
      placeConditional: async order =>
        order.type === 'stop-market'
          ? { type: 'rejected', code: -4120, because: 'use the algo order endpoint' }
          : venue.placeConditional(order),
    },
  });

  test('I21 the position is closed at market in the same minute', async () => {
    const desk = await start(flat(1_000, 9), { change: noStops });
    await desk.minutes(4);
    expect(await exitsOf(desk)).toEqual(['unprotected-flatten']);
    expect(await desk.records('unprotected')).not.toEqual([]);
    expect(safetyOf(desk)).toEqual(SAFE);
    expect(await desk.desk.venue.positions()).toEqual([]);
  });
});

describe('what the venue says wrongly', () => {
  test('I58 an empty positions answer cancels nothing and closes nothing', async () => {
    let lie = false;
    const desk = await start(flat(1_000, 9), {
      change: ({ venue }) => ({ venue: { ...venue, positions: async () => (lie ? [] : venue.positions()) } }),
    });
    await desk.minutes(2);
    const before = (await desk.desk.venue.openConditionals()).length;
    lie = true;
    await desk.minutes(2);
    lie = false;
    await desk.minutes(2);
    expect(await desk.desk.venue.openConditionals()).toHaveLength(before);
    expect(await exitsOf(desk)).toEqual([]);
    expect((await desk.store.load()).positions[0]?.phase).toBe('protected');
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('I58 another quantity than the fills’ leaves a position in doubt, covered but not called protected', async () => {
    let lie = 0;
    const desk = await start(flat(1_000, 9), {
      change: ({ venue }) => ({
        venue: {
          ...venue,
          positions: async () =>
            (await venue.positions()).map(held => ({ ...held, qty: signedQty(held.qty + lie) })),
        },
      }),
    });
    await desk.minutes(2);
    const before = (await desk.desk.venue.openConditionals()).length;
    const phase = async () => (await desk.store.load()).positions[0]?.phase;
    lie = 0.1;
    await desk.minutes(2);
    expect(await phase()).toBe('unknown');
    expect(await desk.desk.venue.openConditionals()).toHaveLength(before);
    lie = 0;
    await desk.minutes(1);
    expect(await phase()).toBe('protected');
    expect(await exitsOf(desk)).toEqual([]);
  });

  test('a silent venue leaves the stops where they rest, and the watermark where it was', async () => {
    const desk = await start(flat(1_000, 9), { over: 'http' });
    await desk.minutes(2);
    desk.faults({ match: 'GET /fapi/v3/positionRisk', times: 2, status: 500 });
    await desk.minutes(1);
    expect((await desk.records('minute')).at(-1)?.noTrade).toBe('monitor-late');
    expect((await desk.records('trouble')).length).toBeGreaterThan(0);
    await desk.minutes(2);
    expect(safetyOf(desk)).toEqual(SAFE);
  });
});

describe('exits fail open', () => {
  test('I36 limits of nonsense and a halt stop entries, never the monitor', async () => {
    const desk = await start([...flat(1_000, 3), [1_000, 1_009, 1_000, 1_009], ...flat(1_009, 9)]);
    await desk.minutes(2);
    desk.limits.set('exits/ladder', '1R:0.3 2R:0.3');
    await desk.minutes(4);
    expect(await exitsOf(desk)).toEqual(['partial-take-profit']);
    expect((await desk.store.load()).positions[0]?.stopStage).not.toBe('initial');
  });

  test.each([
    ['no', 1],
    ['yes', 0],
  ])('a halt with control/halt-flatten %s leaves %i position', async (flatten, left) => {
    const desk = await start(flat(1_000, 12));
    await desk.minutes(2);
    desk.limits.set('control/halt-flatten', flatten);
    desk.limits.set('control/state', 'halted');
    await desk.minutes(4);
    expect(await desk.desk.venue.positions()).toHaveLength(left);
    expect((await desk.records('minute')).at(-1)?.noTrade).toBe('desk-halted');
  });
});
