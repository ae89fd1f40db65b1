import { describe, expect, test, vi } from 'vitest';
import { epochMs, minutesAfter, price, qty } from '../../../lib/desk/units.ts';
import { type Market, PortError } from '../../../lib/ports.ts';
import { paperVenue } from '../../../lib/sim/paper-venue.ts';
import { COIN, FALL_AT, FUNDING_AT, scene } from '../../contract/scene.ts';
import { accepted, ioc, stop } from '../../contract/venue-orders.ts';
import { paperWorld } from '../../kit/paper.ts';
import { START } from '../../kit/scripted-market.ts';

const silent = async () => Promise.reject(new PortError('unavailable', 'no answer'));
const STALE = epochMs(START + (FALL_AT + 1 - 6) * 60_000);

/** What the market may say that nobody must believe, ten minutes after the account was last moved. */
const FAULTS: readonly (readonly [string, (market: Market) => Partial<Market>, RegExp])[] = [
  [
    'a mark that is no number',
    market => ({ mark: async symbol => ({ ...(await market.mark(symbol)), mark: price(Number.NaN) }) }),
    /a mark of COINUSDT/,
  ],
  [
    'a mark of zero',
    market => ({ mark: async symbol => ({ ...(await market.mark(symbol)), mark: price(0) }) }),
    /a mark of COINUSDT/,
  ],
  [
    'a stale mark',
    market => ({ mark: async symbol => ({ ...(await market.mark(symbol)), at: STALE }) }),
    /mark price of COINUSDT is stale: it is of 2026-01-05T00:05/,
  ],
  ['no mark', () => ({ mark: silent }), /no answer/],
  [
    'a bar with a NaN in it',
    market => ({
      candles: async (...asked) =>
        (await market.candles(...asked)).map((bar, i) =>
          i === 7 ? { ...bar, low: price(Number.NaN) } : bar,
        ),
    }),
    /bars of COINUSDT/,
  ],
  [
    'a bar whose low lies above its close',
    market => ({
      candles: async (...asked) =>
        (await market.candles(...asked)).map((bar, i) => (i === 7 ? { ...bar, low: price(101) } : bar)),
    }),
    /bars of COINUSDT/,
  ],
  [
    'bars in disorder',
    market => ({ candles: async (...asked) => (await market.candles(...asked)).toReversed() }),
    /bars of COINUSDT/,
  ],
  ['no bars', () => ({ candles: async () => [] }), /no bars of COINUSDT/],
  [
    'bars that end five minutes ago',
    market => ({ candles: async (...asked) => (await market.candles(...asked)).slice(0, -5) }),
    /bars of COINUSDT are stale: the newest is of 2026-01-05T00:06/,
  ],
  ['no answer for bars', () => ({ candles: silent }), /no answer/],
  [
    'a book with one side',
    market => ({ depth: async symbol => ({ ...(await market.depth(symbol)), asks: [] }) }),
    /a book of COINUSDT/,
  ],
  [
    'a book that is crossed',
    market => ({
      depth: async symbol => {
        const { bids, asks } = await market.depth(symbol);
        return { symbol, bids: asks, asks: bids };
      },
    }),
    /a book of COINUSDT/,
  ],
  [
    'a book with a quantity that is no number',
    market => ({
      depth: async symbol => {
        const { bids, asks } = await market.depth(symbol);
        return { symbol, bids: bids.map(level => ({ ...level, qty: qty(Number.NaN) })), asks };
      },
    }),
    /a book of COINUSDT/,
  ],
  ['no book', () => ({ depth: silent }), /no answer/],
  ['no listing', () => ({ instruments: silent }), /no answer/],
];

describe('market data that cannot be believed', () => {
  test.each(FAULTS)(
    '%s moves nothing: reads throw, nothing is sent, and later all of it is played',
    async (_, fault, says) => {
      const { options, shown, store, venue } = paperWorld(scene().market);
      accepted(await venue.place(ioc('buy')));
      accepted(await venue.placeConditional(stop()));
      const before = await store.load();
      shown.advance(minutesAfter(START, FALL_AT + 1));
      const { market } = options;
      const deluded = paperVenue({ ...options, market: { ...market, ...fault(market as Market) } });
      for (const read of [
        () => deluded.account(),
        () => deluded.positions(),
        () => deluded.openConditionals(),
      ]) {
        await expect(read()).rejects.toThrow(PortError);
        await expect(read()).rejects.toThrow(says);
      }
      expect(await deluded.place(ioc('buy', { clientId: 'later' }))).toMatchObject({
        type: 'rejected',
        code: -1008,
        because: expect.stringMatching(says),
      });
      expect(await deluded.cancelConditional('stop-1')).toMatchObject({ type: 'rejected', code: -1008 });
      expect(await store.load()).toEqual(before);
      expect(await venue.positions()).toEqual([]);
      expect((await venue.findConditional('stop-1'))?.status).toBe('finished');
      expect(await venue.findOrder(COIN, 'later')).toBeUndefined();
    },
  );

  test('a settlement that nobody can be asked about keeps the hour from passing', async () => {
    const { options, shown, store, venue } = paperWorld(scene().market);
    accepted(await venue.place(ioc('buy')));
    const before = await store.load();
    shown.advance(minutesAfter(START, FUNDING_AT));
    const unfunded = paperVenue({ ...options, funding: { settlements: silent } });
    await expect(unfunded.account()).rejects.toThrow('no answer');
    expect(await store.load()).toEqual(before);
    expect((await venue.income(START)).some(({ kind }) => kind === 'funding')).toBe(true);
  });

  test('a settlement that is due and not yet published is paid as it was announced', async () => {
    const { options, shown } = paperWorld(scene().market);
    const announced = {
      nextFundingAt: epochMs(minutesAfter(START, FUNDING_AT)),
      fundingRate: 0.0002 as never,
    };
    const { market } = options;
    const venue = paperVenue({
      ...options,
      market: { ...market, mark: async symbol => ({ ...(await market.mark(symbol)), ...announced }) },
      funding: { settlements: async () => [] },
    });
    accepted(await venue.place(ioc('buy')));
    shown.advance(minutesAfter(START, FUNDING_AT));
    const funding = async () => (await venue.income(START)).filter(({ kind }) => kind === 'funding');
    expect((await funding()).map(({ amountUsd }) => amountUsd)).toEqual([-9 * 90 * 0.0002]);
    shown.advance(minutesAfter(START, FUNDING_AT + 3));
    expect(await funding()).toHaveLength(1);
  });
});

describe('how far the account is moved', () => {
  test('a clock that is ahead of the venue’s waits for the venue’s minute', async () => {
    const { options, shown, store } = paperWorld(scene().market);
    let ahead = 0;
    const venue = paperVenue({ ...options, clock: { now: () => epochMs(shown.now + ahead) } });
    accepted(await venue.place(ioc('buy')));
    ahead = 61_000;
    await venue.account();
    expect((await store.load())?.state.engine.now).toBe(START);
    shown.advance(minutesAfter(START, 1));
    await venue.account();
    expect((await store.load())?.state.engine.now).toBe(minutesAfter(START, 1));
  });

  test.each([
    [4_000, 4],
    [5_000, 5],
  ])('a bar without a successor counts as closed %i ms into the next minute: %i', async (into, reached) => {
    const { options, shown, store } = paperWorld(scene().market);
    const { market } = options;
    const at = () => epochMs(shown.now + into);
    const venue = paperVenue({
      ...options,
      clock: { now: at },
      market: {
        ...market,
        mark: async symbol => ({ ...(await market.mark(symbol)), at: at() }),
        candles: async (symbol, interval, limit) =>
          (await market.candles(symbol, interval, limit)).slice(0, -1),
      },
    });
    accepted(await venue.place(ioc('buy')));
    shown.advance(minutesAfter(START, 5));
    await venue.account();
    expect((await store.load())?.state.engine.now).toBe(minutesAfter(START, reached));
  });

  test('bars that have stopped for a quarter of an hour while the mark goes on are a halt, and played as a gap', async () => {
    const { options, shown, remarks } = paperWorld(scene().market);
    const { market } = options;
    const venue = paperVenue({
      ...options,
      market: {
        ...market,
        candles: async (symbol, interval, limit) =>
          (await market.candles(symbol, interval, limit)).filter(bar => bar.at <= START),
      },
    });
    accepted(await venue.place(ioc('buy')));
    shown.advance(minutesAfter(START, 17));
    expect((await venue.positions()).map(position => position.markPrice)).toEqual([107]);
    expect(remarks).toEqual([
      '16 minutes of COINUSDT have no bar from 2026-01-05 00:00 to 2026-01-05 00:17, and were not played',
    ]);
  });
});

describe('what is asked and written', () => {
  test('an idle account asks the market for nothing but its listing, and is written once', async () => {
    const { options, shown, store } = paperWorld(scene().market);
    const asked = vi.fn(silent);
    const venue = paperVenue({
      ...options,
      market: { instruments: options.market.instruments, mark: asked, candles: asked, depth: asked },
    });
    for (let minute = 0; minute < 5; minute += 1) {
      shown.advance(minutesAfter(START, minute));
      await Promise.all([venue.account(), venue.positions(), venue.income(START)]);
    }
    expect(asked).not.toHaveBeenCalled();
    expect((await store.load())?.rev).toBe(1);
  });

  test('a busy one is moved once a minute, by whoever asks first; questions side by side share one reading', async () => {
    const { options, shown, store, venue } = paperWorld(scene().market);
    accepted(await venue.place(ioc('buy')));
    const rev = (await store.load())?.rev ?? 0;
    const loads = vi.fn(() => store.load());
    const counting = paperVenue({ ...options, store: { ...store, load: loads } });
    shown.advance(minutesAfter(START, 1));
    await Promise.all([counting.account(), counting.positions(), counting.openConditionals()]);
    expect(loads).toHaveBeenCalledTimes(1);
    await counting.account();
    await venue.positions();
    expect((await store.load())?.rev).toBe(rev + 1);
  });

  test('what is rejected is not written', async () => {
    const { store, venue } = paperWorld(scene().market);
    await venue.account();
    await venue.place(ioc('buy', { qty: qty(4_000) }));
    expect((await store.load())?.rev).toBe(1);
  });

  test('a question after an instruction sees what it did, though an older reading is still under way', async () => {
    const { options, store } = paperWorld(scene().market);
    let release = () => {};
    const slow = new Promise<void>(done => {
      release = done;
    });
    let first = true;
    const venue = paperVenue({
      ...options,
      store: {
        ...store,
        load: async () => {
          const read = await store.load();
          if (!first) return read;
          first = false;
          await slow;
          return read;
        },
      },
    });
    await paperVenue(options).account();
    const early = venue.positions();
    accepted(await venue.place(ioc('buy')));
    expect(await venue.positions()).toHaveLength(1);
    release();
    expect(await early).toEqual([]);
  });
});
