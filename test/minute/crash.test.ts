import { afterEach, describe, expect, test } from 'vitest';
import { netOf } from '../../lib/desk/position/evolve.ts';
import { minutesAfter } from '../../lib/desk/units.ts';
import { aDesk, aSignalAt, type TestDesk, type TestDeskOptions, warmedUp } from '../kit/desk.ts';
import { flat, type ScriptedBar, START, scriptedMarket } from '../kit/scripted-market.ts';
import { COIN, exitsOf, SAFE, safetyOf } from '../kit/stage.ts';

/** Down 72 % and back to 88 % within the fifth minute after 23:00; the book is thin for a quarter of an hour then. */
const CRASH_AT = 4;
const CRASH: readonly ScriptedBar[] = [[1_000, 1_001, 280, 880], ...flat(880, 60)];
const BEGINS = minutesAfter(START, 23 * 60);
const DAY_ENDS_AT = 60;

/** A day that swings like any other until 23:00, then the bars. */
const evening = (then: readonly ScriptedBar[]): ScriptedBar[] => {
  const usual = Array.from({ length: 6 }, () => warmedUp(1_000, 0.00533, [])).flat();
  return [...usual.slice(0, 23 * 60), ...then];
};
const signalAt = (minutes: number, symbol: string = COIN) => ({
  ...aSignalAt(0, 'long', symbol),
  at: minutesAfter(BEGINS, minutes),
});

let open: TestDesk | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

interface Held extends Partial<TestDeskOptions> {
  readonly crash?: readonly ScriptedBar[];
}

/** 6,000 dollars long in a coin whose book holds 20,000 a side on a usual day, held into a crash. */
async function held({ crash = CRASH, limits, ...options }: Held): Promise<TestDesk> {
  const market = scriptedMarket(
    { [COIN]: evening([...flat(1_000, CRASH_AT), ...crash]), CALMUSDT: evening(flat(1_000, 120)) },
    { instrument: { depthUsdPerLevel: 1_000 } },
  );
  const caps = { 'risk/symbol-notional-usd-max': '10000', 'risk/trade-notional-usd-max': '10000' };
  const plain = { market, startAt: BEGINS, equityUsd: 100_000, signals: [signalAt(0)] };
  open = await aDesk({ over: 'process', ...plain, ...options, limits: { ...caps, ...limits } });
  return open;
}

const unlevered = { 'plan/leverage-max': '1', 'sizing/risk-fraction': '0.06' };
const CROSS = { says: 'in cross margin', accountKind: 'credits-cross', limits: {} } as const;
const ISOLATED = {
  says: 'isolated without leverage',
  accountKind: 'usdt-isolated',
  limits: unlevered,
} as const;
const LEVERED = { says: 'isolated at 3x', accountKind: 'usdt-isolated', limits: {} } as const;

const heldQty = (desk: TestDesk) => desk.engine.positions()[0]?.qty ?? 0;

/** What became of equity, what the account's own lines add up to, and what the position says of itself. */
async function books({ engine, store }: TestDesk) {
  const lines = engine.income().reduce((total, { amountUsd }) => total + amountUsd, 0);
  const [closed] = await store.closedPositions({ symbol: COIN, newest: 1 });
  const net = closed === undefined ? Number.NaN : netOf(closed);
  return { equity: engine.account().marginBalanceUsd - 100_000, lines, net };
}

describe.each([CROSS, ISOLATED])('I44 I60 a long held into a minute that falls 72 %, $says', account => {
  test('goes at the end of the bar, in slices, never without a stop, and the books agree to the cent', async () => {
    const desk = await held({ ...account, over: 'http' });
    await desk.minutes(CRASH_AT);
    const whole = heldQty(desk);
    expect(whole).toBeCloseTo(6, 1);
    const left: number[] = [];
    while (heldQty(desk) > 0) {
      await desk.minute();
      left.push(heldQty(desk));
    }
    // The stop took what the book still held, and the desk sold on, a thin book a minute.
    expect(left[0]).toBeCloseTo(whole - 400 / 280, 1);
    expect(left[1]).toBeCloseTo((left[0] ?? 0) - 400 / 880, 1);
    expect(left.length).toBeGreaterThan(8);
    await desk.minutes(3);
    expect(new Set(await exitsOf(desk))).toEqual(new Set(['stop-loss']));
    expect((await desk.records('exit'))[0]?.price).toBeCloseTo(279.98, 6);
    expect(safetyOf(desk)).toEqual(SAFE);
    expect(desk.engine.openAlgos()).toEqual([]);
    const { equity, lines, net } = await books(desk);
    expect(lines).toBeCloseTo(equity, 6);
    expect(net).toBeCloseTo(equity, 2);
    expect(net).toBeLessThan(-1_500);
  });

  test('what a slice left stands under a stop near the mark', async () => {
    const desk = await held(account);
    await desk.minutes(CRASH_AT + 2);
    const stops = desk.engine.openAlgos(COIN).filter(({ type }) => type === 'STOP_MARKET');
    expect(stops).toMatchObject([{ side: 'sell', reduceOnly: true, qty: heldQty(desk) }]);
    expect(stops[0]?.triggerPrice).toBeCloseTo(880 * 0.97, 1);
    expect((await desk.records('protection')).at(-1)).toMatchObject({
      action: 'placed',
      because: expect.stringContaining('the exit left'),
    });
  });

  test('a market that falls on sets that stop off, within the minute', async () => {
    const desk = await held({
      ...account,
      crash: [[1_000, 1_001, 280, 300], [300, 300, 288, 288], ...flat(288, 40)],
    });
    await desk.minutes(CRASH_AT + 1);
    const before = heldQty(desk);
    await desk.minute();
    const fired = desk.engine.trades().at(-1);
    expect(desk.engine.order(COIN, { id: fired?.orderId ?? 0 })?.origType).toBe('STOP_MARKET');
    expect(heldQty(desk)).toBeLessThan(before);
    await desk.minutes(20);
    expect(heldQty(desk)).toBe(0);
    expect(safetyOf(desk)).toEqual(SAFE);
  });
});

test('I35 isolated at 3x it is liquidated in that bar: its own margin and no more, and the books say so', async () => {
  const desk = await held({ ...LEVERED, over: 'http' });
  await desk.minutes(CRASH_AT + 4);
  expect(await exitsOf(desk)).toEqual(['liquidation']);
  const { equity, lines, net } = await books(desk);
  expect(lines).toBeCloseTo(equity, 6);
  expect(net).toBeCloseTo(equity, 2);
  // A third of 6,000, and the fee of the entry.
  expect(equity).toBeGreaterThan(-2_003);
  expect(equity).toBeLessThan(-1_990);
  expect(safetyOf(desk)).toEqual(SAFE);
});

test.each([CROSS, ISOLATED, LEVERED])(
  'after it every signal is denied by the daily loss until 00:00 UTC, and none after that ($says)',
  async account => {
    const signals = [0, 25, 40, DAY_ENDS_AT + 20].map(at => signalAt(at, at === 0 ? COIN : 'CALMUSDT'));
    const limits = { ...account.limits, 'risk/daily-loss-usd-max': '1500' };
    const desk = await held({ ...account, signals, limits });
    await desk.minutes(DAY_ENDS_AT + 25);
    const entries = (await desk.records('entry')).map(({ symbol, minute }) => [symbol, minute]);
    expect(entries).toEqual([
      [COIN, BEGINS],
      ['CALMUSDT', minutesAfter(BEGINS, DAY_ENDS_AT + 20)],
    ]);
    expect((await desk.records('not-taken')).map(({ code }) => code)).toEqual(['daily-loss', 'daily-loss']);
    expect(safetyOf(desk)).toEqual(SAFE);
  },
);
