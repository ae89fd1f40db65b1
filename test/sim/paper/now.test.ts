import { describe, expect, test } from 'vitest';
import type { Candle } from '../../../lib/desk/candle.ts';
import { epochMs, minutesAfter, notionalUsd, price, qty } from '../../../lib/desk/units.ts';
import type { DepthLevel, Market } from '../../../lib/ports.ts';
import { paperVenue } from '../../../lib/sim/paper-venue.ts';
import { COIN, scene } from '../../contract/scene.ts';
import { accepted, close, ioc, rejectedWith, SINCE, stop } from '../../contract/venue-orders.ts';
import { paperWorld } from '../../kit/paper.ts';
import { flat, type ScriptedBar, START, scriptedMarket } from '../../kit/scripted-market.ts';

const level = (at: number, amount: number): DepthLevel => ({ price: price(at), qty: qty(amount) });
const BOOK = {
  symbol: COIN,
  bids: [level(99.97, 4), level(99.9, 100)],
  asks: [level(100.02, 2), level(100.05, 5), level(100.3, 100)],
};
const market = (order: Parameters<typeof ioc>[1]) => ioc('buy', { kind: { type: 'market' }, ...order });

/** A venue whose market says what it is told, thirty seconds into a minute. */
function midMinute(bars: readonly ScriptedBar[], says: Partial<Market> = {}) {
  const world = paperWorld(scriptedMarket({ [COIN]: bars }));
  const { options, shown } = world;
  const at = () => epochMs(shown.now + 30_000);
  const venue = paperVenue({
    ...options,
    clock: { now: at },
    market: {
      ...options.market,
      mark: async symbol => ({ ...(await options.market.mark(symbol)), at: at() }),
      ...says,
    },
  });
  return { ...world, venue, at };
}

describe('an order sent now', () => {
  test('walks the book that is really there', async () => {
    const { venue } = midMinute(flat(100, 5), { depth: async () => BOOK });
    const report = accepted(await venue.place(market({ qty: qty(9) })));
    expect(report).toMatchObject({ status: 'filled', filledQty: 9 });
    const fills = await venue.trades(COIN, SINCE);
    expect(fills.map(fill => [fill.price, fill.qty])).toEqual([
      [100.02, 2],
      [100.05, 5],
      [100.3, 2],
    ]);
  });

  test('takes what its limit allows, and the rest expires', async () => {
    const { venue } = midMinute(flat(100, 5), { depth: async () => BOOK });
    const order = ioc('buy', { kind: { type: 'ioc-limit', limitPrice: price(100.05) } });
    expect(accepted(await venue.place(order))).toMatchObject({ status: 'expired', filledQty: 7 });
  });

  test('I44 gets no more than the book holds: an exit that is too large is told so, and goes on next minute', async () => {
    const { venue, shown } = midMinute(flat(100, 5), { depth: async () => BOOK });
    accepted(await venue.place(market({ qty: qty(107) })));
    const first = accepted(await venue.place(close('sell', { qty: qty(107) })));
    expect(first).toMatchObject({ status: 'expired', filledQty: 104 });
    expect(await venue.place(close('sell', { qty: qty(3) }))).toEqual(rejectedWith(-4131));
    shown.advance(minutesAfter(START, 1));
    expect(accepted(await venue.place(close('sell', { qty: qty(3) })))).toMatchObject({ status: 'filled' });
    expect(await venue.positions()).toEqual([]);
  });

  test('I44 does not meet what this account has taken already in the same minute', async () => {
    const { venue } = midMinute(flat(100, 5), { depth: async () => BOOK });
    const best = { kind: { type: 'ioc-limit', limitPrice: price(100.05) } } as const;
    accepted(await venue.place(ioc('buy', { ...best, qty: qty(6) })));
    const second = accepted(await venue.place(ioc('buy', { ...best, qty: qty(6), clientId: 'second' })));
    expect(second).toMatchObject({ filledQty: 1, averagePrice: 100.05 });
  });

  test('trades no further from the mark than the venue lets it', async () => {
    const far = { ...BOOK, asks: [level(100.02, 2), level(105.01, 100)] };
    const { venue } = midMinute(flat(100, 5), { depth: async () => far });
    expect(accepted(await venue.place(market({ qty: qty(9) })))).toMatchObject({
      status: 'expired',
      filledQty: 2,
    });
  });

  test('is judged at the mark of this instant', async () => {
    let mark = 100;
    const { venue, options, at } = midMinute(flat(100, 5));
    const live = paperVenue({
      ...options,
      clock: { now: at },
      market: {
        ...options.market,
        depth: async () => BOOK,
        mark: async symbol => ({ ...(await options.market.mark(symbol)), mark: price(mark), at: at() }),
      },
    });
    accepted(await live.place(market({})));
    mark = 96.5;
    expect(await live.placeConditional(stop())).toEqual(rejectedWith(-2021));
    accepted(await live.placeConditional(stop({ triggerPrice: price(96) })));
    expect((await live.positions()).map(position => position.markPrice)).toEqual([96.5]);
    expect((await venue.positions()).map(position => position.markPrice)).toEqual([96.5]);
  });

  test.each(['SETTLING', 'PENDING_TRADING', 'BREAK'])(
    'is refused where the venue lists the coin as %s',
    async status => {
      const { options } = paperWorld(scene().market);
      const { market: shown } = options;
      const venue = paperVenue({
        ...options,
        market: {
          ...shown,
          instruments: async () => (await shown.instruments()).map(it => ({ ...it, status })),
        },
      });
      expect(await venue.place(ioc('buy'))).toEqual(rejectedWith(-4108));
      expect(await venue.placeConditional(stop())).toEqual(rejectedWith(-4108));
    },
  );
});

describe('I44 a position opened in the middle of a minute', () => {
  const target = stop({ clientId: 'target-1', type: 'take-profit-market', triggerPrice: price(101) });
  const minute = (high: number, low: number): Candle => ({
    at: START,
    open: price(100.5),
    high: price(high),
    low: price(low),
    close: price(100),
    volume: 10,
  });

  /** Buys at 100 when the running bar has been at 102 and at 98; then the bar ends as it is given. */
  async function playedTo(bar: Candle) {
    let now = minute(102, 98);
    let closed = false;
    const world = midMinute(flat(100, 5));
    const { options, shown, at } = world;
    const venue = paperVenue({
      ...options,
      clock: { now: at },
      market: {
        ...options.market,
        mark: async symbol => ({ ...(await options.market.mark(symbol)), at: at() }),
        candles: async (symbol, interval, limit) => {
          const later = (await options.market.candles(symbol, interval, limit)).filter(
            each => each.at > START,
          );
          return closed ? [now, ...later] : [now];
        },
      },
    });
    accepted(await venue.place(ioc('buy')));
    accepted(await venue.placeConditional(target));
    accepted(await venue.placeConditional(stop({ triggerPrice: price(98.5) })));
    now = bar;
    closed = true;
    shown.advance(minutesAfter(START, 1));
    const [target1, stop1] = [await venue.findConditional('target-1'), await venue.findConditional('stop-1')];
    return { target: target1?.status, stop: stop1?.status, held: (await venue.positions()).length };
  }

  test('takes no profit from a high that was there before it', async () => {
    expect(await playedTo(minute(102, 99.9))).toEqual({ target: 'live', stop: 'live', held: 1 });
  });
  test('takes its profit from a new high', async () => {
    expect(await playedTo(minute(102.1, 99.9))).toMatchObject({ target: 'finished', held: 0 });
  });
  test('loses by any low of the bar, since nobody knows when it was', async () => {
    expect(await playedTo(minute(102, 98))).toMatchObject({ stop: 'finished', held: 0 });
  });
});

describe('I44 a stop that goes off between two readings', () => {
  const side = (best: number, step: number, amount: number) =>
    Array.from({ length: 20 }, (_, i) => level(Number((best + i * step).toFixed(2)), amount));
  const book = (amount: number, half = 0.01) => ({
    symbol: COIN,
    bids: side(100 - half, -0.01, amount),
    asks: side(100 + half, 0.01, amount),
  });
  const falls: ScriptedBar[] = [...flat(100, 2), [100, 100, 97, 97.5], ...flat(97.5, 5)];

  /** What the nine coins were sold for, with one book read before the fall and another after it. */
  async function soldAt(before: ReturnType<typeof book>, after: ReturnType<typeof book>): Promise<number> {
    let shownBook = book(100);
    const { venue, shown } = midMinute(falls, { depth: async () => shownBook });
    accepted(await venue.place(ioc('buy')));
    accepted(await venue.placeConditional(stop({ triggerPrice: price(98) })));
    shown.advance(minutesAfter(START, 2));
    shownBook = before;
    await venue.account();
    shownBook = after;
    shown.advance(minutesAfter(START, 3));
    expect(await venue.positions()).toEqual([]);
    const { orderId = '' } = (await venue.findConditional('stop-1')) ?? expect.fail('no stop');
    return (await venue.orderById(COIN, orderId))?.averagePrice ?? Number.NaN;
  }

  test('meets the thinner of the two books, and the wider spread', async () => {
    const deep = await soldAt(book(100), book(100));
    expect(deep).toBeLessThan(98);
    const thin = await soldAt(book(3), book(3));
    expect(thin).toBeLessThan(deep - 0.01);
    expect([await soldAt(book(3), book(100)), await soldAt(book(100), book(3))]).toEqual([thin, thin]);
    const wide = await soldAt(book(100, 0.3), book(100, 0.3));
    expect(wide).toBeLessThan(deep - 0.25);
    expect(await soldAt(book(100), book(100, 0.3))).toBe(wide);
  });

  test('meets no better a book than its order did, when it goes off in the minute of its order', async () => {
    let shownBook = book(3);
    const { venue, shown } = midMinute(falls.slice(2), { depth: async () => shownBook });
    accepted(await venue.place(ioc('buy')));
    accepted(await venue.placeConditional(stop({ triggerPrice: price(98) })));
    shownBook = book(100);
    shown.advance(minutesAfter(START, 1));
    const [sold] = (await venue.trades(COIN, SINCE)).filter(trade => trade.side === 'sell');
    expect(sold?.qty).toBeLessThan(3);
  });

  test('I60 in a bar that crashes is filled at its end, from what the crash has left', async () => {
    const crash: ScriptedBar[] = [...flat(100, 2), [100, 100, 80, 85], ...flat(85, 20)];
    const { venue, shown } = midMinute(crash, { depth: async () => book(1_000) });
    accepted(await venue.place(ioc('buy')));
    accepted(await venue.placeConditional(stop({ triggerPrice: price(98) })));
    shown.advance(minutesAfter(START, 3));
    const sold = (await venue.trades(COIN, SINCE)).filter(trade => trade.side === 'sell');
    expect(Math.max(...sold.map(trade => trade.price))).toBeLessThan(80);
    expect(sold.length).toBeGreaterThan(0);
  });

  test('meets half of the depth that was read', async () => {
    const [whole, half] = [await soldAt(book(100), book(100)), await soldAt(book(17), book(17))];
    expect(whole).toBe(97.99);
    expect(half).toBeLessThan(97.99);
  });
});

describe('a coin that is delisted', () => {
  test('is settled at the mean of its last hour, and may vanish from the listing before that is done', async () => {
    const deliveryAt = epochMs(minutesAfter(START, 120));
    const bars: ScriptedBar[] = [...flat(100, 90), ...flat(90, 60)];
    const { options, shown, venue } = paperWorld(
      scriptedMarket({ [COIN]: bars }, { instrument: { deliveryAt, notionalMin: notionalUsd(5) } }),
    );
    accepted(await venue.place(ioc('buy')));
    shown.advance(minutesAfter(START, 119));
    expect(await venue.positions()).toHaveLength(1);
    shown.advance(minutesAfter(START, 125));
    const { market: shownMarket } = options;
    const gone = paperVenue({ ...options, market: { ...shownMarket, instruments: async () => [] } });
    expect(await gone.positions()).toEqual([]);
    const realised = (await gone.income(START)).filter(({ kind }) => kind === 'realised');
    const { filledQty, averagePrice } = (await venue.findOrder(COIN, 'open-buy')) ?? expect.fail('no order');
    expect(realised.map(({ amountUsd }) => amountUsd)).toEqual([
      expect.closeTo(filledQty * (95 - averagePrice), 6),
    ]);
  });
});
