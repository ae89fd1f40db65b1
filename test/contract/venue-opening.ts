import { describe, expect, test } from 'vitest';
import { leverage, price, qty, symbolId } from '../../lib/desk/units.ts';
import type { OrderRequest } from '../../lib/ports.ts';
import { BEFORE, COIN, type MakeStage, scene } from './scene.ts';
import { accepted, expectBooksToAgree, ioc, onStage, rejectedWith, SINCE, sum } from './venue-orders.ts';

/** Orders that open: what fills is a position, what does not is none. */
export function openingContract(name: string, make: MakeStage): void {
  const on = onStage(make);

  describe(`${name} is a venue: opening`, () => {
    on('I12 I13 an IOC order opens a position at the price of its fills', async ({ venue }) => {
      const order = accepted(await venue.place(ioc('buy')));
      expect(order).toMatchObject({
        clientId: 'open-buy',
        symbol: COIN,
        side: 'buy',
        status: 'filled',
        qty: 9,
        filledQty: 9,
        reduceOnly: false,
      });
      expect(order.averagePrice).toBeGreaterThan(BEFORE);
      expect(order.averagePrice).toBeLessThanOrEqual(100.1);
      const [position, ...others] = await venue.positions();
      expect(others).toEqual([]);
      expect(position).toMatchObject({ symbol: COIN, qty: 9, markPrice: BEFORE });
      expect(position?.entryPrice).toBeCloseTo(order.averagePrice, 6);
      expect(position?.unrealisedUsd).toBeCloseTo(9 * (BEFORE - order.averagePrice), 6);
      const trades = await venue.trades(COIN, SINCE);
      expect(sum(trades.map(trade => trade.qty))).toBeCloseTo(9, 9);
      for (const trade of trades) expect(trade).toMatchObject({ orderId: order.orderId, side: 'buy' });
      await expectBooksToAgree(venue);
    });

    on('a short is a negative quantity', async ({ venue }) => {
      accepted(await venue.place(ioc('sell')));
      expect((await venue.positions()).map(position => position.qty)).toEqual([-9]);
    });

    on('an order is found by its client id and by its number', async ({ venue }) => {
      const order = accepted(await venue.place(ioc('buy')));
      expect(await venue.findOrder(COIN, 'open-buy')).toEqual(order);
      expect(await venue.orderById(COIN, order.orderId)).toEqual(order);
    });

    on('I19 an order that was never sent is undefined', async ({ venue }) => {
      expect(await venue.findOrder(COIN, 'never')).toBeUndefined();
      expect(await venue.orderById(COIN, '999999')).toBeUndefined();
      expect(await venue.findConditional('never')).toBeUndefined();
    });

    on('an IOC order beyond its limit expires and is not a position', async ({ venue }) => {
      const far = ioc('buy', { kind: { type: 'ioc-limit', limitPrice: price(99) } });
      expect(accepted(await venue.place(far))).toMatchObject({
        status: 'expired',
        filledQty: 0,
        averagePrice: 0,
      });
      expect(await venue.positions()).toEqual([]);
      expect(await venue.trades(COIN, SINCE)).toEqual([]);
      expect(await venue.openOrders()).toEqual([]);
    });

    on('an IOC order larger than the book within its limit fills in part', async ({ venue, market }) => {
      const best = (await market.depth(COIN)).asks[0] ?? expect.fail('no asks');
      const order = ioc('buy', { qty: qty(80), kind: { type: 'ioc-limit', limitPrice: best.price } });
      const report = accepted(await venue.place(order));
      expect(report).toMatchObject({ status: 'expired', qty: 80, filledQty: best.qty });
      expect((await venue.positions()).map(position => position.qty)).toEqual([best.qty]);
    });

    on('I62 the id of an order that has filled is accepted again', async ({ venue }) => {
      const first = accepted(await venue.place(ioc('buy')));
      const second = accepted(await venue.place(ioc('buy')));
      expect(second.orderId).not.toBe(first.orderId);
      expect((await venue.positions()).map(position => position.qty)).toEqual([18]);
    });

    test.each([
      ['I17 below the least notional', { qty: qty(0.04) }, -4164],
      ['I17 a quantity off its step', { qty: qty(9.00001) }, -1111],
      ['I18 more than the margin carries', { qty: qty(400) }, -2019],
      ['a market that does not exist', { symbol: symbolId('NOTHINGUSDT') }, -1121],
      ['only to reduce, with nothing to reduce', { reduceOnly: true }, -2022],
    ] satisfies [string, Partial<OrderRequest>, number][])(
      'rejected with the venue’s code: %s',
      async (_, changes, code) => {
        const stage = await make(scene());
        try {
          accepted(await stage.venue.setLeverage(COIN, leverage(2)));
          expect(await stage.venue.place(ioc('buy', changes))).toEqual(rejectedWith(code));
          expect(await stage.venue.positions()).toEqual([]);
        } finally {
          await stage.close();
        }
      },
    );
  });
}
