import { describe, expect, test } from 'vitest';
import type { Signal } from '../../lib/desk/signal/signal.ts';
import type { Minute } from '../../lib/desk/units.ts';
import { guard } from '../../lib/guard.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import { enter, monitor, scan } from '../../lib/minute.ts';
import { seededRandom } from '../../lib/sim/random.ts';
import { decisions } from '../kit/beside.ts';
import { aSignalAt, coinMarket, type TestDesk } from '../kit/desk.ts';
import { dying } from '../kit/dying.ts';
import { laterRelease } from '../kit/releases.ts';
import { flat, type ScriptedBar } from '../kit/scripted-market.ts';
import { COIN, exitsOf, SAFE, safetyOf, stage } from '../kit/stage.ts';
import { Turnstile } from '../kit/turnstile.ts';

/**
 * A deployment moves the functions of a desk one after the other, in the middle of a minute: the old release's tick is
 * under way, the new one's begins, and both work on one table. Here the new one adds a member to whatever it writes.
 */
const start = stage();
const ORDERS = [
  ['the old one', 'the new one'],
  ['the new one', 'the old one'],
] as const;
type Release = (typeof ORDERS)[number][number];

/** Both releases over one table, one account, one market. */
function both(run: TestDesk) {
  const later = laterRelease(run.desk, run.guardDesk);
  return {
    later,
    desk: (release: Release) => (release === 'the old one' ? run.desk : later.desk),
    guardDesk: (release: Release) => (release === 'the old one' ? run.guardDesk : later.guardDesk),
  };
}

describe.each(ORDERS)('a tick of %s that is under way keeps out %s:', (first, second) => {
  test.each([
    ['monitor', monitor],
    ['entry', enter],
    ['scan', scan],
  ] as const)('%s, of its minute and of the next', async (role, work) => {
    const run = await start(flat(1_000, 10), { over: 'process' });
    const { desk } = both(run);
    await run.guard();
    if (role === 'entry') await run.monitor();
    let go = () => {};
    const gate = new Promise<void>(open => {
      go = open;
    });
    const slow: Desk = {
      ...desk(first),
      limits: { read: minute => gate.then(() => run.desk.limits.read(minute)) },
    };
    const minute = run.now();
    const underWay = work(slow, minute);
    await new Promise(setImmediate);
    expect(await work(desk(second), minute)).toBe('stale');
    expect(await work(desk(second), (minute + 60_000) as Minute)).toBe('held');
    go();
    expect(await underWay).toBe('done');
    expect(await work(desk(second), minute)).toBe('stale');
    await run.advance();
    expect(await work(desk(second), run.now())).toBe('done');
  });
});

/** The reservation, the intent, that it is sent, the order; then what protects the position and writes it down. */
const CHANGES_OF_AN_ENTRY = 13;
const ORDER_PLACED = 4;

describe.each(ORDERS)('what a tick of %s has begun is finished by %s:', (first, second) => {
  const changes = Array.from({ length: CHANGES_OF_AN_ENTRY }, (_, i) => i + 1);
  test.each(changes)('I11 an entry that ends behind its change %i', async n => {
    const process = dying();
    const run = await start(flat(1_000, 20), { over: 'process' });
    const { desk, later } = both(run);
    await run.guard();
    await monitor(desk(first), run.now());
    process.arm(n);
    const mortal = { ...desk(first), ...process.change(desk(first)) };
    await enter(mortal, run.now()).catch(() => {});
    expect(process.isDead()).toBe(n < CHANGES_OF_AN_ENTRY);
    await run.advance();
    for (let i = 0; i < 4; i += 1) {
      await guard(run.guardDesk, run.now());
      await monitor(desk(second), run.now());
      await enter(desk(second), run.now());
      await run.advance();
    }
    const { positions, intents, book } = await run.store.load();
    expect(positions.map(({ phase }) => phase)).toEqual(n < ORDER_PLACED ? [] : ['protected']);
    expect(intents).toEqual([]);
    expect(book?.reservations).toEqual([]);
    expect(await run.records('entry')).toHaveLength(positions.length);
    expect([...later.lost]).toEqual([]);
    // Who dies between the fill and the first stop leaves the rest of his minute to nobody.
    const unprotectedMinutes = n === ORDER_PLACED ? 1 : 0;
    expect(safetyOf(run)).toEqual({ unprotectedMinutes, duplicateOrders: 0 });
  });

  test.each([1, 2])('I11 I37 a monitor that ends behind change %i of a position’s end', async n => {
    const process = dying();
    const run = await start([[1_000, 1_000, 985, 985], ...flat(985, 20)], { over: 'process' });
    const { desk, later } = both(run);
    await run.minutes(2);
    process.arm(n);
    await expect(monitor({ ...desk(first), ...process.change(desk(first)) }, run.now())).rejects.toThrow(
      'dead',
    );
    await run.advance();
    for (let i = 0; i < 3; i += 1) {
      await monitor(desk(second), run.now());
      await run.advance();
    }
    expect((await run.store.load()).positions).toEqual([]);
    expect(await exitsOf(run)).toEqual(['stop-loss']);
    const [closed] = await run.records('closed');
    expect(closed?.netUsd).toBeCloseTo(run.engine.account().walletUsd - 10_000, 6);
    expect([...later.lost]).toEqual([]);
  });
});

/** Bars that go up and down by chance, always the same. */
function wandering(minutes: number): ScriptedBar[] {
  const random = seededRandom(7, 'mid-deploy');
  let at = 1_000;
  return Array.from({ length: minutes }, () => {
    const open = at;
    at = Math.round(at * (1 + (random.next() - 0.5) * 0.006) * 100) / 100;
    return [open, Math.max(open, at) + 0.5, Math.min(open, at) - 0.5, at];
  });
}

const HOURS = 3;
const SIGNALS: readonly Signal[] = Array.from({ length: HOURS * 3 }, (_, i) =>
  aSignalAt(1 + i * 20, i % 2 === 0 ? 'long' : 'short'),
);

/** Some hours in which each tick is of the release that `who` names. */
async function lived(who: (minute: number, role: number) => Release) {
  const bars = wandering(HOURS * 60 + 5);
  const market = coinMarket(bars, { at: 1_000 });
  const run = await start(bars, { market, signals: SIGNALS, over: 'process' });
  const { desk, guardDesk, later } = both(run);
  for (let i = 0; i < HOURS * 60; i += 1) {
    const minute = run.now();
    await guard(guardDesk(who(i, 0)), minute);
    await monitor(desk(who(i, 1)), minute);
    await enter(desk(who(i, 2)), minute);
    await scan(desk(who(i, 3)), minute);
    await run.advance();
  }
  expect(safetyOf(run)).toEqual(SAFE);
  expect(await run.records('trouble')).toEqual([]);
  return {
    decisions: decisions(await run.journal()),
    later,
    equityUsd: run.engine.account().marginBalanceUsd,
  };
}

test('hours in which ticks of both releases alternate by chance decide as hours of one of them', async () => {
  const random = seededRandom(7, 'whose tick');
  const old = await lived(() => 'the old one');
  const mixed = await lived(() => (random.next() < 0.5 ? 'the old one' : 'the new one'));
  expect(old.decisions.length).toBeGreaterThan(40);
  expect(mixed.decisions).toEqual(old.decisions);
  expect(mixed.equityUsd).toBe(old.equityUsd);
  expect(mixed.later.found()).toBeGreaterThan(500);
  expect([...mixed.later.lost]).toEqual([]);
});

test('a release that writes back only what it knows would be found out here', async () => {
  const run = await start(flat(1_000, 10), { over: 'process' });
  const { later } = both(run);
  await run.guard();
  await monitor(later.desk, run.now());
  await run.advance();
  const { store } = run.desk;
  const forgetful: Desk = {
    ...run.desk,
    store: {
      ...store,
      saveBook: (book, lease) => store.saveBook({ ...book, later: undefined } as typeof book, lease),
    },
  };
  await monitor(forgetful, run.now());
  await run.advance();
  await monitor(later.desk, run.now());
  expect([...later.lost]).toEqual(['book']);
});

describe('a minute in which the monitor is of one release and entry of the other, call by call', () => {
  const SCHEDULES = Array.from({ length: 24 }, (_, i) => i + 1);
  test.each(
    ORDERS.flatMap(([first, second]) => SCHEDULES.map(schedule => [first, second, schedule] as const)),
  )('monitor %s, entry %s, in order %i', async (first, second, schedule) => {
    // A position is held and closes by its stop while a signal the other way is followed.
    const signals = [aSignalAt(0), aSignalAt(3, 'short')];
    const bars: ScriptedBar[] = [[1_000, 1_000, 985, 985], ...flat(985, 20)];
    const run = await start(bars, { signals, over: 'process' });
    const { desk, later } = both(run);
    await run.minute();
    const gates = new Turnstile();
    const around = (actor: string, given: Desk): Desk => ({
      ...given,
      venue: gates.around(actor, given.venue),
      store: gates.around(actor, given.store),
    });
    for (let i = 0; i < 5; i += 1) {
      await run.guard();
      await gates.run(schedule + i * 31, {
        monitor: () => monitor(around('monitor', desk(first)), run.now()),
        enter: () => enter({ ...around('enter', desk(second)), watermarkWaitMs: 20_000 }, run.now()),
      });
      await run.advance();
    }
    await run.minutes(2);
    const { book, intents, positions } = await run.store.load();
    expect(intents).toEqual([]);
    expect(book?.reservations).toEqual([]);
    expect(positions.map(({ phase }) => phase)).not.toContain('open');
    expect(run.engine.positions().map(({ symbol }) => symbol)).toEqual(positions.map(() => COIN));
    expect((await exitsOf(run))[0]).toBe('stop-loss');
    expect([...later.lost]).toEqual([]);
    expect(safetyOf(run)).toEqual(SAFE);
  });
});
