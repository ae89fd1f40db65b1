import { afterEach, describe, expect, test } from 'vitest';
import { marginUsd, minutesAfter, type Usd, usd } from '../../lib/desk/units.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import type { Account, Venue } from '../../lib/ports.ts';
import { aDesk, aSignalAt, type TestDesk, WARM, warmedUp } from '../kit/desk.ts';
import { flat, scriptedMarket } from '../kit/scripted-market.ts';

let open: TestDesk | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

type Lie = (venue: Venue) => Partial<Venue>;
type Role = 'monitor' | 'entry';

/** The minute of the lie; HOLDUSDT was entered in the one before, so that its commission is in the same reading. */
const AT = 1;
const NEXT = AT + 1;

/**
 * HOLDUSDT is held when the venue lies for one minute, to the roles that are named. A signal for NEXTUSDT falls into that
 * minute, one for LATERUSDT into the next, in which all is true again.
 */
async function lied(lie: Lie, roles: readonly Role[], limits: Readonly<Record<string, string>> = {}) {
  let lying: Role | undefined;
  const change = ({ venue }: Desk): Partial<Desk> => {
    const lies = lie(venue);
    const told = (name: keyof Venue) =>
      ((...args: never[]) => {
        const lied = lying !== undefined && roles.includes(lying) ? lies[name] : undefined;
        return (lied ?? venue[name])(...(args as [never, never]));
      }) as never;
    return {
      venue: Object.fromEntries(Object.keys(venue).map(name => [name, told(name as keyof Venue)])) as never,
    };
  };
  const coin = () => warmedUp(100, 0.00533, flat(100, 60));
  const desk = await aDesk({
    over: 'process',
    market: scriptedMarket({ HOLDUSDT: coin(), NEXTUSDT: coin(), LATERUSDT: coin() }),
    signals: [
      aSignalAt(AT - 1, 'long', 'HOLDUSDT'),
      aSignalAt(AT, 'long', 'NEXTUSDT'),
      aSignalAt(NEXT, 'long', 'LATERUSDT'),
    ],
    limits,
    change,
  });
  open = desk;
  await desk.minutes(AT);
  const before = (await desk.desk.venue.openConditionals()).map(({ clientId }) => clientId);
  lying = 'monitor';
  await desk.monitor();
  lying = 'entry';
  await desk.enter();
  lying = undefined;
  const after = (await desk.desk.venue.openConditionals()).map(({ clientId }) => clientId);
  await desk.advance();
  await desk.minute();
  const entriesAt = async (minute: number) =>
    (await desk.records('entry')).filter(entry => entry.minute === minutesAfter(WARM, minute)).length;
  return { desk, before, after, entered: await entriesAt(AT), enteredNext: await entriesAt(NEXT) };
}

const reads =
  (change: (account: Account) => Partial<Account>): Lie =>
  venue => ({
    account: async () => {
      const account = await venue.account();
      return { ...account, ...change(account) };
    },
  });
const equityOf = (of: (equity: Usd) => number): Lie =>
  reads(({ equityUsd }) => ({ equityUsd: usd(of(equityUsd)) }));

const EMPTY: Lie = () => ({ positions: async () => [] });
const ZERO = equityOf(() => 0);
const TENFOLD = equityOf(equity => 10 * equity);
const TENTH = equityOf(equity => equity / 10);
const NOTHING_THERE = equityOf(() => Number.NaN);

describe('an exchange that lies for a minute', () => {
  test.each<[string, Lie, readonly Role[], string]>([
    ['I58 that no position is held', EMPTY, ['monitor', 'entry'], 'account-in-doubt'],
    ['I36 that equity is nothing', ZERO, ['monitor', 'entry'], 'protected-symbol'],
    ['I36 that equity is tenfold', TENFOLD, ['monitor', 'entry'], 'protected-symbol'],
    ['I36 that equity is a tenth', TENTH, ['monitor', 'entry'], 'protected-symbol'],
    ['I36 that equity is no number', NOTHING_THERE, ['monitor', 'entry'], 'protected-symbol'],
    [
      'that its wallet is no number',
      reads(() => ({ walletUsd: usd(Number.NaN) })),
      ['monitor', 'entry'],
      'protected-symbol',
    ],
    ['I36 to the monitor alone, that equity is tenfold', TENFOLD, ['monitor'], 'protected-symbol'],
    ['I36 to entry alone, that equity is nothing', ZERO, ['entry'], 'equity-implausible'],
    ['I36 to entry alone, that equity is tenfold', TENFOLD, ['entry'], 'equity-implausible'],
    ['I36 to entry alone, that equity is no number', NOTHING_THERE, ['entry'], 'equity-implausible'],
    [
      'to entry alone, that its free margin is no number',
      reads(() => ({ availableMarginUsd: marginUsd(Number.NaN) })),
      ['entry'],
      'margin-short',
    ],
    [
      'to entry alone, that its wallet is no number',
      reads(() => ({ walletUsd: usd(Number.NaN) })),
      ['entry'],
      'daily-loss',
    ],
  ])('%s: no stop is cancelled, nothing is closed, nothing is entered', async (_what, lie, roles, code) => {
    const { desk, before, after, entered, enteredNext } = await lied(lie, roles);
    expect(after).toEqual(before);
    expect(await desk.records('exit')).toEqual([]);
    expect(entered).toBe(0);
    const told = [...(await desk.records('minute')), ...(await desk.records('not-taken'))].map(record =>
      record.type === 'minute' ? record.noTrade : record.code,
    );
    expect(told).toContain(code);
    expect(desk.engine.state.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });

    // The next minute is as if nothing had been said; a signal that is still good is followed then.
    expect(enteredNext).toBeGreaterThan(0);
    const { book, positions } = await desk.store.load();
    expect(book?.equityUsd).toBeCloseTo(10_000, -2);
    expect([book?.haltedAt, book?.suspectEquityUsd]).toEqual([undefined, undefined]);
    expect(book?.highWaterUsd).toBeLessThan(10_100);
    expect(new Set(positions.map(({ phase }) => phase))).toEqual(new Set(['protected']));
  });

  test('I36 flattens nothing, even where a halt would', async () => {
    const { desk } = await lied(ZERO, ['monitor', 'entry'], { 'control/halt-flatten': 'yes' });
    expect(await desk.records('exit')).toEqual([]);
    expect((await desk.store.load()).book?.haltedAt).toBeUndefined();
  });

  test('in its very first minute, that the account is empty, is corrected by the second', async () => {
    let lying = true;
    const change = ({ venue }: Desk): Partial<Desk> => {
      const lies = { ...venue, ...ZERO(venue) };
      return { venue: { ...venue, account: () => (lying ? lies : venue).account() } };
    };
    const coin = warmedUp(100, 0.00533, flat(100, 60));
    const signals = [aSignalAt(0, 'long', 'FIRSTUSDT'), aSignalAt(1, 'long', 'SECONDUSDT')];
    open = await aDesk({
      over: 'process',
      market: scriptedMarket({ FIRSTUSDT: coin, SECONDUSDT: coin }),
      signals,
      change,
    });
    await open.minute();
    expect(await open.records('entry')).toEqual([]);
    lying = false;
    await open.minute();
    expect((await open.store.load()).book?.day.equityAtStartUsd).toBe(10_000);
    expect((await open.records('entry')).length).toBeGreaterThan(0);
  });
});
