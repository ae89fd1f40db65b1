import { describe, expect, test } from 'vitest';
import { price, type Qty, qty } from '../../lib/desk/units.ts';
import type { TestDesk } from '../kit/desk.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { COIN, exitsOf, SAFE, safetyOf, stage } from '../kit/stage.ts';

const start = stage();

const FLAT = flat(1_000, 30);
const positionOf = async (desk: TestDesk) => (await desk.store.load()).positions[0];
const heldOf = async (desk: TestDesk) => (await desk.desk.venue.positions())[0]?.qty ?? 0;

/** A long of the desk's own, protected, and then a person at the venue's own page. */
async function byHand(
  side: 'buy' | 'sell',
  amount: (held: Qty) => number,
  bars: readonly ScriptedBar[] = FLAT,
) {
  const desk = await start(bars, { over: 'process' });
  await desk.minutes(2);
  const held = qty(await heldOf(desk));
  desk.engine.placeOrder({ symbol: COIN, side, type: 'MARKET', qty: qty(amount(held)), clientId: 'web_1' });
  await desk.minutes(1);
  return { desk, held };
}

describe('a person who adds to a position of the desk’s', () => {
  const added = (bars?: readonly ScriptedBar[]) => byHand('buy', () => 0.5, bars);

  test('finds it kept with the position: its stops cover all of it', async () => {
    const { desk, held } = await added();
    const position = await positionOf(desk);
    expect(position).toMatchObject({ qty: held + 0.5, entryQty: held + 0.5, phase: 'protected' });
    const stops = (await desk.desk.venue.openConditionals()).filter(({ type }) => type === 'stop-market');
    expect(stops.map(order => order.qty)).toContain(position?.qty);
    expect(await desk.records('foreign')).toHaveLength(1);
    expect(await exitsOf(desk)).toEqual([]);
  });

  test('I40 leaves nothing behind when it is stopped out, and the profit is the ledger’s', async () => {
    const { desk } = await added([...flat(1_000, 3), [1_000, 1_000, 985, 985], ...flat(985, 30)]);
    await desk.minutes(6);
    expect((await desk.store.load()).positions).toEqual([]);
    const [closed] = await desk.records('closed');
    expect(closed?.netUsd).toBeCloseTo(desk.engine.account().walletUsd - 10_000, 6);
    expect(safetyOf(desk)).toEqual(SAFE);
  });

  test('and takes a part of it away again is followed both ways', async () => {
    const { desk, held } = await added();
    desk.engine.placeOrder({ symbol: COIN, side: 'sell', type: 'MARKET', qty: qty(0.2), clientId: 'web_2' });
    await desk.minutes(2);
    expect(await positionOf(desk)).toMatchObject({
      qty: Number((held + 0.3).toFixed(3)),
      phase: 'protected',
    });
    expect(await exitsOf(desk)).toEqual(['by-hand']);
  });
});

describe('a person who turns a position of the desk’s round', () => {
  test('I40 ends it, and what is held then is foreign and gets a stop of its own', async () => {
    const { desk } = await byHand('sell', held => 2 * held);
    await desk.minutes(4);
    expect((await desk.store.load()).positions).toEqual([]);
    expect((await desk.store.load()).book?.foreign.map(({ symbol, side }) => [symbol, side])).toEqual([
      [COIN, 'short'],
    ]);
    expect(await desk.records('closed')).toHaveLength(1);
    const [stop, ...others] = await desk.desk.venue.openConditionals();
    expect(stop).toMatchObject({ side: 'buy', type: 'stop-market' });
    expect(others).toEqual([]);
  });
});

describe('a resting order of a person', () => {
  const limit = (desk: TestDesk, amount: number) =>
    desk.engine.placeOrder({
      symbol: COIN,
      side: 'sell',
      type: 'LIMIT',
      price: price(1_040),
      qty: qty(amount),
      reduceOnly: true,
      clientId: 'web_limit',
    });

  test('I57 that uses up the position is cancelled when the position must be closed', async () => {
    const desk = await start(FLAT, { over: 'process', limits: { 'exits/hold-minutes-max': '5' } });
    await desk.minutes(2);
    expect(limit(desk, await heldOf(desk)).type).toBe('accepted');
    await desk.minutes(2);
    expect(await desk.desk.venue.openOrders()).toHaveLength(1);
    await desk.minutes(4);
    expect(await desk.desk.venue.positions()).toEqual([]);
    expect(await desk.desk.venue.openOrders()).toEqual([]);
    expect(await exitsOf(desk)).toEqual(['time-stop']);
  });
});

test('a person who opens the same side where a position has just ended is left alone by its orders', async () => {
  const desk = await start([[1_000, 1_000, 985, 985], ...flat(985, 30)], { over: 'process' });
  await desk.minutes(3);
  expect(await desk.records('closed')).toHaveLength(1);
  desk.engine.placeOrder({ symbol: COIN, side: 'buy', type: 'MARKET', qty: qty(0.5), clientId: 'web_1' });
  await desk.minutes(9);
  expect(await heldOf(desk)).toBe(0.5);
  expect((await desk.store.load()).positions).toEqual([]);
  const [stop, ...others] = await desk.desk.venue.openConditionals();
  expect([stop?.type, stop?.qty, others]).toEqual(['stop-market', 0.5, []]);
});
