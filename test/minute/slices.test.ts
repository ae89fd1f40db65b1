import { describe, expect, test } from 'vitest';
import type { Price } from '../../lib/desk/units.ts';
import { aSignalAt, type TestDeskOptions } from '../kit/desk.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { exitsOf, SAFE, safetyOf, stage } from '../kit/stage.ts';
import {
  expectAddsUp,
  expectCovered,
  expectNothingOwed,
  holds,
  positionIn,
  sliceWords,
  waitingIn,
} from '../kit/thin-book.ts';

const start = stage();

/** $900 intended; a book that holds a part of it. */
const thin = async (
  dollars: number,
  then: readonly ScriptedBar[] = flat(1_000, 12),
  options: Partial<TestDeskOptions> = {},
) => {
  const desk = await start(then, { equityUsd: 15_000, over: 'process', ...options });
  holds(desk, dollars);
  return desk;
};

describe('what the book could not fill at once', () => {
  test('I02 is entered in the next minutes: $900 in three slices', async () => {
    const desk = await thin(310);
    await desk.minutes(4);
    const position = await positionIn(desk);
    expect(position.executedNotionalUsd / position.intendedNotionalUsd).toBeGreaterThan(0.98);
    expect(position.slices.map(({ slice, state }) => [slice, state])).toEqual([
      [2, 'filled'],
      [3, 'filled'],
    ]);
    expect(position.trace.map(({ step }) => step).slice(-3)).toEqual(['fill', 'slice 2', 'slice 3']);
    expectAddsUp(position);
    await expectNothingOwed(desk);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test.each(['long', 'short'] as const)('of a %s I28 each slice is covered in its own minute', async side => {
    const desk = await thin(310, flat(1_000, 12), { signals: [aSignalAt(0, side)] });
    for (const slices of [0, 1, 2]) {
      await desk.monitor();
      await desk.enter();
      expect((await positionIn(desk)).slices).toHaveLength(slices);
      expect((await positionIn(desk)).phase).toBe('protected');
      await expectCovered(desk);
      await desk.advance();
    }
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('leaves the stop’s price and the targets’ prices where the first fill put them', async () => {
    const desk = await thin(310, [...flat(1_002, 12)]);
    await desk.minute();
    const first = await positionIn(desk);
    await desk.minutes(2);
    const whole = await positionIn(desk);
    expect(whole.entryPrice).toBeGreaterThan(first.entryPrice);
    expect(whole.stopPrice).toBe(first.stopPrice);
    expect(whole.targets.map(leg => leg.triggerPrice)).toEqual(first.targets.map(leg => leg.triggerPrice));
    // The venue's own average, and R by the distance that has become of it.
    expect((await desk.desk.venue.positions())[0]?.entryPrice).toBeCloseTo(whole.entryPrice, 6);
    expect(whole.stopFraction).toBeCloseTo((whole.entryPrice - whole.stopPrice) / whole.entryPrice, 12);
  });

  test('I09 holds its capacity and its loss at the stop until it is over', async () => {
    const desk = await thin(310);
    await desk.minute();
    const [waiting] = await waitingIn(desk);
    const { book } = await desk.store.load();
    expect(book?.reservations).toMatchObject([{ intentId: waiting?.id, notionalUsd: waiting?.notionalUsd }]);
    const whole = (waiting?.notionalUsd ?? 0) + (await positionIn(desk)).executedNotionalUsd;
    expect(whole).toBeCloseTo(900, 0);
    const { stopFraction, roundTripCostFraction } = (await positionIn(desk)).plan;
    expect(book?.reservations[0]?.lossAtStopUsd).toBeCloseTo(
      (waiting?.notionalUsd ?? 0) * (stopFraction + roundTripCostFraction),
      6,
    );
  });

  test('uses what it holds: limits with just the room for the whole entry leave it its room', async () => {
    const desk = await thin(310, flat(1_000, 12), {
      limits: {
        'risk/trade-notional-usd-max': '900',
        'risk/symbol-notional-usd-max': '900',
        'risk/gross-notional-usd-max': '900',
        'risk/daily-loss-usd-max': '9',
      },
    });
    await desk.minutes(3);
    const { executedNotionalUsd } = await positionIn(desk);
    expect(executedNotionalUsd).toBeGreaterThan(880);
    expect(executedNotionalUsd).toBeLessThanOrEqual(900);
  });

  test('takes no second place among the positions', async () => {
    const desk = await thin(310, flat(1_000, 12), { limits: { 'risk/positions-max': '1' } });
    await desk.minutes(3);
    expect((await positionIn(desk)).slices).toHaveLength(2);
  });

  test('I02 counts in the fidelity, once, when the last of it is over', async () => {
    const desk = await thin(310);
    const seen: number[][] = [];
    for (let i = 0; i < 5; i += 1) {
      await desk.minute();
      seen.push([...((await desk.store.load()).book?.day.fidelities ?? [])]);
    }
    const { executedNotionalUsd, intendedNotionalUsd } = await positionIn(desk);
    expect(seen.slice(0, 2)).toEqual([[], []]);
    expect(seen.at(-1)).toEqual([executedNotionalUsd / intendedNotionalUsd]);
  });

  test('and is too little for an order is dropped, and the trace says so', async () => {
    const desk = await thin(840);
    await desk.minute();
    expect(await waitingIn(desk)).toEqual([]);
    const depth = (await positionIn(desk)).trace.find(({ step }) => step === 'depth');
    expect(depth?.because).toMatch(/the other \$\d\d\.\d\d is too little for an order$/);
    await expectNothingOwed(desk);
  });

  test('is left out when the signal has no further minute', async () => {
    const desk = await thin(310);
    await desk.advance(2);
    await desk.minute();
    expect(await waitingIn(desk)).toEqual([]);
    expect((await positionIn(desk)).trace.find(({ step }) => step === 'depth')?.because).toContain(
      'lapses with the signal',
    );
  });

  test('I56 is entered in cross margin too', async () => {
    const desk = await thin(310, flat(1_000, 12), { accountKind: 'credits-cross' });
    await desk.minutes(3);
    expect((await positionIn(desk)).slices.map(({ state }) => state)).toEqual(['filled', 'filled']);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('is said in the minute’s record, and no reason for not trading beside it', async () => {
    const desk = await thin(310);
    await desk.minutes(2);
    expect((await desk.records('minute')).at(-1)).toMatchObject({ entries: 0, slices: 1 });
    expect((await desk.records('minute')).at(-1)).not.toHaveProperty('noTrade');
  });
});

describe('a slice waits while the market is not fit', () => {
  test.each<[string, number, number, string]>([
    ['the book holds less than an order', 40, 0, 'below'],
    ['the spread is wide', 310, 0.004, 'spread'],
  ])('%s, and lapses with its signal', async (_what, dollars, spread, said) => {
    const desk = await thin(310);
    await desk.minute();
    holds(desk, dollars, spread);
    await desk.minutes(2);
    expect(await waitingIn(desk)).toHaveLength(1);
    expect((await desk.records('slice')).at(-1)?.because).toContain(said);
    await desk.monitor();
    expect(await sliceWords(desk)).toEqual(['2 waiting', '2 waiting', '2 waiting', '2 lapsed']);
    await expectNothingOwed(desk);
    const position = await positionIn(desk);
    expect(position.trace.at(-1)).toMatchObject({ step: 'slice 2' });
    expect(position.trace.at(-1)?.because).toContain('has lapsed');
    expectAddsUp(position);
    const { book } = await desk.store.load();
    expect(book?.day.fidelities).toEqual([position.executedNotionalUsd / 900]);
  });

  test('and is sent when it is fit again', async () => {
    const desk = await thin(310);
    await desk.minute();
    holds(desk, 40);
    await desk.minute();
    holds(desk, 5_000);
    await desk.minute();
    expect(await sliceWords(desk)).toEqual(['2 waiting', '2 waiting', '2 filled']);
    expect((await positionIn(desk)).executedNotionalUsd).toBeGreaterThan(890);
    expect((await positionIn(desk)).executedNotionalUsd).toBeLessThanOrEqual(900);
    await expectNothingOwed(desk);
  });
});

describe('what waits is given up', () => {
  const long = flat(1_000, 12);
  test.each<[string, string, readonly ScriptedBar[], Readonly<Record<string, string>>]>([
    ['when the desk is reducing', 'control/state is reducing', long, { 'control/state': 'reducing' }],
    ['when the desk is halted', 'control/state is halted', long, { 'control/state': 'halted' }],
    ['when a target has filled', 'being reduced', [[1_000, 1_010, 1_000, 1_010], ...flat(1_010, 9)], {}],
    ['when the stop has filled', 'being reduced', [[1_000, 1_000, 985, 985], ...flat(985, 9)], {}],
  ])('%s', async (_what, said, bars, limits) => {
    const desk = await thin(310, bars);
    await desk.minute();
    holds(desk, 40);
    await desk.monitor();
    await desk.enter();
    expect(await waitingIn(desk)).toHaveLength(1);
    // Exits are not what is looked at here: the book is deep again for them.
    holds(desk, 5_000);
    for (const [name, text] of Object.entries(limits)) desk.limits.set(name, text);
    await desk.advance();
    await desk.monitor();
    await expectNothingOwed(desk);
    expect((await desk.records('slice')).at(-1)).toMatchObject({ slice: 2, state: 'lapsed' });
    expect((await desk.records('slice')).at(-1)?.because).toContain(said);
    await desk.enter();
    await desk.advance();
    await desk.minutes(2);
    const position = await positionIn(desk);
    expect(position.slices.map(({ state }) => state)).toEqual(['lapsed']);
    expectAddsUp(position);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test.each<[string, string, Readonly<Record<string, string>>]>([
    ['the coin is denied', 'universe/denied', { 'universe/denied': 'COINUSDT' }],
    ['more confidence is asked for', 'signal/confidence-min', { 'signal/confidence-min': '0.8' }],
    ['a cap leaves nothing', 'risk/symbol-notional-usd-max', { 'risk/symbol-notional-usd-max': '300' }],
    ['the day has no room for its loss', 'daily-loss-usd-max', { 'risk/daily-loss-usd-max': '4' }],
  ])('when %s by the limits of then', async (_what, said, limits) => {
    const desk = await thin(310);
    await desk.minute();
    for (const [name, text] of Object.entries(limits)) desk.limits.set(name, text);
    await desk.minute();
    expect(await sliceWords(desk)).toEqual(['2 waiting', '2 lapsed']);
    expect((await desk.records('slice')).at(-1)?.because).toContain(said);
    await expectNothingOwed(desk);
    expect((await positionIn(desk)).phase).toBe('protected');
  });

  test('in part, where a cap of then allows a part', async () => {
    const desk = await thin(310);
    await desk.minute();
    holds(desk, 5_000);
    desk.limits.set('risk/trade-notional-usd-max', '500');
    await desk.minute();
    const position = await positionIn(desk);
    expect(position.executedNotionalUsd).toBeGreaterThan(480);
    expect(position.executedNotionalUsd).toBeLessThanOrEqual(500);
    expect(position.trace.at(-1)?.because).toContain('risk/trade-notional-usd-max');
    await expectNothingOwed(desk);
  });

  test('when the price has reached the first target or the stop, though nothing has filled there', async () => {
    let moved: Price | undefined;
    const desk = await thin(310, flat(1_000, 12), {
      change: ({ market }) => ({
        market: {
          ...market,
          mark: async symbol => {
            const read = await market.mark(symbol);
            return { ...read, mark: moved ?? read.mark };
          },
        },
      }),
    });
    await desk.minute();
    moved = (await positionIn(desk)).targets[0]?.triggerPrice;
    await desk.minute();
    expect((await desk.records('slice')).at(-1)).toMatchObject({ state: 'lapsed' });
    expect((await desk.records('slice')).at(-1)?.because).toContain('has reached target-1');
    await expectNothingOwed(desk);
  });

  test('when no stop could be placed and the position is closed', async () => {
    let refused = false;
    const desk = await thin(310, long, {
      change: ({ venue }) => ({
        venue: {
          ...venue,
          placeConditional: async order =>
            refused ? { type: 'rejected', code: -4120, because: 'not here' } : venue.placeConditional(order),
        },
      }),
    });
    await desk.minute();
    refused = true;
    for (const { clientId } of await desk.desk.venue.openConditionals())
      await desk.desk.venue.cancelConditional(clientId);
    holds(desk, 5_000);
    await desk.monitor();
    expect((await desk.records('slice')).at(-1)?.because).toContain('being reduced');
    await expectNothingOwed(desk);
    await desk.enter();
    await desk.advance();
    await desk.minutes(3);
    expect(await exitsOf(desk)).toEqual(['unprotected-flatten']);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('when a signal against it closes the position', async () => {
    const desk = await thin(310, flat(1_000, 12), {
      signals: [aSignalAt(0), aSignalAt(1, 'short')],
      limits: { 'exits/on-reverse': 'close' },
    });
    await desk.minute();
    // Nothing can be entered in this minute, so that the slice still waits when the signal comes.
    holds(desk, 310, 0.004);
    await desk.monitor();
    await desk.enter();
    await expectNothingOwed(desk);
    expect(await sliceWords(desk)).toEqual(['2 waiting', '2 waiting', '2 lapsed']);
    holds(desk, 5_000);
    await desk.advance();
    await desk.minutes(3);
    expect(new Set(await exitsOf(desk))).toEqual(new Set(['reverse']));
    expect(await desk.desk.venue.positions()).toEqual([]);
  });

  test('when the first slice opened nothing', async () => {
    const desk = await thin(310, flat(1_000, 12), {
      change: ({ venue }) => ({
        venue: { ...venue, place: async () => ({ type: 'rejected', code: -2019, because: 'no margin' }) },
      }),
    });
    await desk.minute();
    await expectNothingOwed(desk);
    expect(await desk.records('not-taken')).toHaveLength(1);
  });
});
