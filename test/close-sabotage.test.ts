import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { close } from '../lib/close.ts';
import type { JournalRecord } from '../lib/desk/journal.ts';
import type { Position } from '../lib/desk/position/position.ts';
import type { DayTruth } from '../lib/desk/truth/day-truth.ts';
import { type Minute, minutesAfter, symbolId, usd } from '../lib/desk/units.ts';
import type { CloseDesk } from '../lib/minute/desk.ts';
import { aNight, at, DAY_0, DAY_1, EVENING, EVENING_OVER, type Night } from './kit/nights.ts';

const COIN = symbolId('COINUSDT');

describe('a day that the desk tells otherwise is found out, to the cent, and named', () => {
  let desk: Night;
  let positions: readonly Position[];

  beforeAll(async () => {
    desk = await aNight({ ...EVENING, closes: false });
    await desk.until(EVENING_OVER);
    positions = await desk.store.closedBetween({ from: DAY_0 as Minute, to: desk.now() });
  });
  afterAll(() => desk.close());

  interface Lies {
    readonly positions?: (all: readonly Position[]) => readonly Position[];
    readonly records?: (record: JournalRecord) => JournalRecord | undefined;
    readonly venue?: Partial<CloseDesk['venue']>;
  }

  /** The truth of a day by a desk whose memory, or whose venue, was tampered with. */
  async function truthWith(
    { positions: tamper = all => all, records = r => r, venue = {} }: Lies,
    day = DAY_0,
  ) {
    const { store, closing } = desk;
    const truths = new Map<number, DayTruth>();
    const minute = minutesAfter(day as Minute, at('24:05'));
    const lying: CloseDesk = {
      ...closing,
      venue: { ...closing.venue, ...venue },
      clock: { ...desk.closing.clock, now: () => minute },
      store: {
        ...store,
        lease: async (role, _minute, _now, expiresAt) => ({
          type: 'leased',
          lease: { role, minute, fence: 1, expiresAt },
        }),
        release: async () => {},
        load: async () => {
          const { book, ...state } = await store.load();
          const past = book && { ...book, monitoredMinute: minute };
          return { ...state, book: past, positions: tamper(state.positions) };
        },
        saveDayTruth: async truth => {
          truths.set(truth.day, truth);
          return { type: 'saved', item: truth };
        },
      },
      history: {
        dayTruths: async () => [],
        closedBetween: async () => tamper(positions),
        journal: async function* (span) {
          for await (const record of store.journal(span)) {
            const changed = records(record);
            if (changed !== undefined) yield changed;
          }
        },
      },
    };
    await close(lying, minute);
    const truth = truths.get(day);
    if (truth === undefined) throw new Error('no truth was written');
    return truth;
  }

  const first = () => positions[0] as Position;
  const second = () => positions[1] as Position;
  const changed = (id: string, change: (position: Position) => Position) => (all: readonly Position[]) =>
    all.map(each => (each.id === id ? change(each) : each));

  test('left alone it agrees, so what follows is what was tampered with', async () => {
    expect(await truthWith({})).toMatchObject({ mismatchUsd: 0, differences: [] });
    expect(positions).toHaveLength(2);
  });

  test('I37 a fill that is missing from the book', async () => {
    const lost = first().fills.at(-1);
    const truth = await truthWith({
      positions: changed(first().id, position => ({ ...position, fills: position.fills.slice(0, -1) })),
    });
    const [difference] = truth.differences;
    expect(difference).toMatchObject({ what: 'fill', symbol: COIN, tradeId: lost?.tradeId, deskUsd: 0 });
    expect(difference?.because).toContain(`trade ${lost?.tradeId}, sell`);
    expect(difference?.because).toContain('is missing from the book');
    const size = Math.abs(lost?.realisedUsd ?? 0) + (lost?.commissionUsd ?? 0);
    expect(difference?.sizeUsd).toBeCloseTo(size, 9);
    // The journal's word on how the position ended is now no longer the book's.
    expect(truth.differences.map(({ what }) => what)).toEqual(['fill', 'record']);
  });

  test('I37 a whole trade that the book has lost is the desk’s, not a person’s', async () => {
    const truth = await truthWith({ positions: all => all.filter(({ id }) => id !== first().id) });
    const trades = new Set(first().fills.map(({ tradeId }) => tradeId));
    expect(new Set(truth.differences.map(({ tradeId }) => tradeId))).toEqual(trades);
    expect(truth.foreign.netUsd).toBe(0);
    expect(truth.won + truth.lost).toBe(1);
  });

  test('I37 a commission of another amount', async () => {
    const truth = await truthWith({
      positions: changed(first().id, position => ({
        ...position,
        fills: position.fills.map((fill, i) =>
          i === 0 ? { ...fill, commissionUsd: usd(fill.commissionUsd + 0.03) } : fill,
        ),
      })),
    });
    const [difference] = truth.differences.filter(({ what }) => what === 'fill');
    expect(difference).toMatchObject({ tradeId: first().fills[0]?.tradeId, positionId: first().id });
    expect(difference?.sizeUsd).toBeCloseTo(0.03, 9);
    expect(difference?.because).toMatch(/its commission is \$0\.30 by the venue, \$0\.33 by the book/);
  });

  test('I37 a funding payment that was missed', async () => {
    const paid = second().fundings[0];
    const lies = changed(second().id, position => ({ ...position, fundings: [], fundingUsd: usd(0) }));
    const truth = await truthWith({ positions: lies }, DAY_1);
    // The journal's word on how the position ended is off by the same amount.
    expect(truth.differences.map(({ what }) => what).toSorted()).toEqual(['funding', 'record']);
    const difference = truth.differences.find(({ what }) => what === 'funding');
    expect(difference).toMatchObject({ what: 'funding', symbol: COIN, at: DAY_1, deskUsd: 0 });
    expect(difference?.venueUsd).toBeCloseTo(paid?.amountUsd ?? 0, 9);
    expect(difference?.because).toBe(
      'funding of COINUSDT at 2026-01-06 00:00: -$0.60 by the venue, missing from the book',
    );
    expect((await truthWith({}, DAY_1)).mismatchUsd).toBe(0);
  });

  test('a fill that two positions count', async () => {
    const twice = first().fills[0];
    const truth = await truthWith({
      positions: changed(second().id, position => ({
        ...position,
        fills: twice === undefined ? position.fills : [...position.fills, twice],
      })),
    });
    expect(truth.differences[0]).toMatchObject({ what: 'fill', venueUsd: 0, positionId: second().id });
    expect(truth.differences[0]?.because).toContain('counted once more');
  });

  test('a trade that the venue did not list: its own income tells', async () => {
    const { venue } = desk.closing;
    const truth = await truthWith({
      venue: { trades: async (symbol, since) => (await venue.trades(symbol, since)).slice(0, -4) },
    });
    expect(new Set(truth.differences.map(({ what }) => what))).toEqual(new Set(['fill', 'ledger']));
    expect(truth.differences.some(({ because }) => because.startsWith('the venue does not list'))).toBe(true);
  });

  test('an exit that the journal does not know', async () => {
    const truth = await truthWith({ records: record => (record.type === 'exit' ? undefined : record) });
    expect(truth.differences).toHaveLength(1);
    expect(truth.differences[0]).toMatchObject({ what: 'record', positionId: first().id, deskUsd: 0 });
  });

  test('I37 a log that says it won', async () => {
    const truth = await truthWith({
      records: record => (record.type === 'closed' ? { ...record, netUsd: usd(14.4) } : record),
    });
    expect(truth.differences[0]?.because).toMatch(
      /ended with \$14\.40 net, its fills and funding say -\$5\.41/,
    );
    expect(truth.lost).toBe(1);
  });
});
