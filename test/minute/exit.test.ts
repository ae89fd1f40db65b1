import { describe, expect, test } from 'vitest';
import { notionalUsd, qty } from '../../lib/desk/units.ts';
import { coinMarket, type TestDesk } from '../kit/desk.ts';
import { flat } from '../kit/scripted-market.ts';
import { COIN, exitsOf, SAFE, safetyOf, stage } from '../kit/stage.ts';

const start = stage();

/** So many dollars in all twenty levels of a side: what one market order can take before it expires. */
const bookOf = (desk: TestDesk, dollars: number) =>
  desk.engine.setBook(COIN, { spreadFraction: 0, depthTimes: dollars / 20 / 50_000 });

const marketOrders = (desk: TestDesk) =>
  desk.engine.state.accepted.filter(({ kind, type }) => kind === 'order' && type === 'MARKET');

const isFlat = async (desk: TestDesk) => {
  expect(await desk.desk.venue.positions()).toEqual([]);
  const [closed, ...others] = await desk.records('closed');
  expect(others).toEqual([]);
  expect(closed?.netUsd).toBeCloseTo(desk.engine.account().walletUsd - 10_000, 6);
};

describe('an exit at market', () => {
  const halted = { 'control/halt-flatten': 'yes', 'control/state': 'halted' };
  const halt = (desk: TestDesk) => {
    for (const [name, text] of Object.entries(halted)) desk.limits.set(name, text);
  };

  test('goes in slices of the market lot until nothing is left', async () => {
    const lot = { stepSize: qty(0.001), qtyMin: qty(0.001), qtyMax: qty(0.25) };
    const market = coinMarket(flat(1_000, 12), { at: 1_000, instrument: { marketLot: lot } });
    const desk = await start([], { market, over: 'process' });
    await desk.minutes(2);
    const held = (await desk.store.load()).positions[0]?.qty ?? 0;
    halt(desk);
    await desk.minutes(3);
    expect(marketOrders(desk).map(order => order.qty)).toEqual([0.25, 0.25, Number((held - 0.5).toFixed(3))]);
    await isFlat(desk);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('I60 that expires in part at the price bound is followed by others in the same minute', async () => {
    const desk = await start(flat(1_000, 12), { over: 'process' });
    await desk.minutes(2);
    bookOf(desk, 250);
    halt(desk);
    await desk.monitor();
    expect(await desk.desk.venue.positions()).toEqual([]);
    expect(marketOrders(desk)).toHaveLength(3);
    await desk.advance();
    await desk.minutes(2);
    await isFlat(desk);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('I60 that a thin book cannot take at once goes on in the next minutes until nothing is left', async () => {
    const desk = await start(flat(1_000, 20), { over: 'process' });
    await desk.minutes(2);
    bookOf(desk, 40);
    halt(desk);
    await desk.minute();
    const [position] = (await desk.store.load()).positions;
    expect(position?.phase).toBe('reducing');
    expect(position?.qty).toBeGreaterThan(0);
    expect(position?.qty).toBeLessThan(position?.entryQty ?? 0);
    expect((await desk.records('trouble')).at(-1)?.because).toContain('is left');
    await desk.minutes(5);
    expect(new Set(await exitsOf(desk))).toEqual(new Set(['halt-flatten']));
    await isFlat(desk);
  });
});

test('I30 no least notional of the venue stands in the way of a target, a stop or an exit', async () => {
  const market = coinMarket([...flat(1_000, 1), [1_000, 1_009, 1_000, 1_005], ...flat(1_005, 9)], {
    at: 1_000,
    instrument: { notionalMin: notionalUsd(500) },
  });
  const desk = await start([], { market, over: 'process' });
  await desk.minutes(3);
  const [left] = (await desk.store.load()).positions;
  expect(await exitsOf(desk)).toEqual(['partial-take-profit']);
  expect((left?.qty ?? 0) * 1_005).toBeLessThan(500);
  expect(left?.phase).toBe('protected');
  const stops = (await desk.desk.venue.openConditionals()).filter(({ type }) => type === 'stop-market');
  expect(stops.map(({ qty: covers }) => covers)).toContain(left?.qty);
  desk.limits.set('control/halt-flatten', 'yes');
  desk.limits.set('control/state', 'halted');
  await desk.minutes(3);
  await isFlat(desk);
  expect(safetyOf(desk)).toEqual(SAFE);
});

test('I33 the stop rests at the venue: it closes a position whose desk never runs again', async () => {
  const desk = await start([...flat(1_000, 2), [1_000, 1_000, 980, 980], ...flat(980, 3)], {
    over: 'process',
  });
  await desk.minute();
  expect(await desk.desk.venue.positions()).toHaveLength(1);
  await desk.advance(4);
  expect(await desk.desk.venue.positions()).toEqual([]);
  // Little more than the stop of 0.8 % and the gap behind it is lost of 600 dollars, not all of the fall.
  expect(desk.engine.account().walletUsd).toBeGreaterThan(10_000 - 600 * 0.022);
});

test('I60 a stop that fills in part and is finished leaves no position behind: the rest is closed at market', async () => {
  const desk = await start([...flat(1_000, 1), [1_000, 1_000, 990, 990], ...flat(990, 12)], {
    over: 'process',
  });
  await desk.minute();
  bookOf(desk, 200);
  await desk.advance();
  const left = (await desk.desk.venue.positions())[0]?.qty ?? 0;
  expect(left).toBeGreaterThan(0);
  await desk.minutes(4);
  expect(new Set(await exitsOf(desk))).toEqual(new Set(['stop-loss']));
  expect(marketOrders(desk)).not.toEqual([]);
  await isFlat(desk);
  expect(safetyOf(desk)).toEqual(SAFE);
});
