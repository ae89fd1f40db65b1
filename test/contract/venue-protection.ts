import { describe, expect } from 'vitest';
import { price, qty } from '../../lib/desk/units.ts';
import { COIN, FALL_AT, GAP_AT, type MakeStage, RISE_AT } from './scene.ts';
import {
  accepted,
  backstop,
  close,
  expectBooksToAgree,
  ioc,
  onStage,
  rejectedWith,
  SINCE,
  stop,
  sum,
} from './venue-orders.ts';

/** Conditional orders: they rest at the venue, trigger there, and are told apart from the orders they become. */
export function protectionContract(name: string, make: MakeStage): void {
  const on = onStage(make);

  describe(`${name} is a venue: protection`, () => {
    on('I33 backstop and working stop rest at the venue and are read back', async ({ venue }) => {
      accepted(await venue.place(ioc('buy')));
      const placed = [
        accepted(await venue.placeConditional(backstop)),
        accepted(await venue.placeConditional(stop())),
      ];
      expect(placed).toMatchObject([
        { clientId: 'backstop-1', triggerPrice: 96, qty: 'all', status: 'live', orderId: undefined },
        { clientId: 'stop-1', triggerPrice: 97, qty: 9, status: 'live', orderId: undefined },
      ]);
      for (const report of placed) {
        expect(report).toMatchObject({ symbol: COIN, side: 'sell', type: 'stop-market', reduceOnly: true });
        expect(await venue.findConditional(report.clientId)).toEqual(report);
      }
      const byId = (a: { clientId: string }, b: { clientId: string }) => a.clientId.localeCompare(b.clientId);
      expect([...(await venue.openConditionals())].sort(byId)).toEqual(placed);
      expect(await venue.openOrders()).toEqual([]);
    });

    on('I61 a second closePosition stop is rejected', async ({ venue }) => {
      accepted(await venue.place(ioc('buy')));
      accepted(await venue.placeConditional(backstop));
      const second = stop({ clientId: 'backstop-2', triggerPrice: price(95.5), qty: 'all' });
      expect(await venue.placeConditional(second)).toEqual(rejectedWith(-4130));
    });

    on('I26 a stop that would trigger at once is rejected', async ({ venue }) => {
      accepted(await venue.place(ioc('buy')));
      expect(await venue.placeConditional(stop({ triggerPrice: price(101) }))).toEqual(rejectedWith(-2021));
      expect(await venue.openConditionals()).toEqual([]);
    });

    on('the id of a conditional order that rests is not accepted again', async ({ venue }) => {
      accepted(await venue.place(ioc('buy')));
      accepted(await venue.placeConditional(stop()));
      expect(await venue.placeConditional(stop({ triggerPrice: price(98) }))).toEqual(rejectedWith(-4116));
    });

    on('a conditional order is cancelled once; the second time there is none', async ({ venue }) => {
      accepted(await venue.place(ioc('buy')));
      accepted(await venue.placeConditional(stop()));
      accepted(await venue.cancelConditional('stop-1'));
      expect(await venue.openConditionals()).toEqual([]);
      expect((await venue.findConditional('stop-1'))?.status).toBe('canceled');
      expect(await venue.cancelConditional('stop-1')).toEqual(rejectedWith(-2011));
    });

    on('an order that does not rest cannot be cancelled', async ({ venue }) => {
      accepted(await venue.place(ioc('buy')));
      expect(await venue.cancel(COIN, 'open-buy')).toEqual(rejectedWith(-2011));
      expect(await venue.cancel(COIN, 'never')).toEqual(rejectedWith(-2011));
    });

    on(
      'a stop fills on a falling bar, and the trades name the order it became',
      async ({ venue, advance }) => {
        accepted(await venue.place(ioc('buy')));
        accepted(await venue.placeConditional(backstop));
        accepted(await venue.placeConditional(stop()));
        await advance(FALL_AT);
        expect((await venue.positions()).map(position => position.qty)).toEqual([9]);
        await advance(1);
        expect(await venue.positions()).toEqual([]);
        const filled = (await venue.findConditional('stop-1')) ?? expect.fail('the stop is gone');
        expect(filled.status).toBe('finished');
        expect(filled.orderId).toBeDefined();
        const exits = (await venue.trades(COIN, SINCE)).filter(trade => trade.side === 'sell');
        expect(sum(exits.map(trade => trade.qty))).toBeCloseTo(9, 9);
        for (const exit of exits) {
          expect(exit.orderId).toBe(filled.orderId);
          expect(exit.price).toBeLessThanOrEqual(97);
          expect(exit.price).toBeGreaterThan(96);
        }
        expect(await venue.orderById(COIN, filled.orderId ?? '')).toMatchObject({
          status: 'filled',
          filledQty: 9,
        });
        expect((await venue.findConditional('backstop-1'))?.status).toMatch(/expired|canceled/);
        await expectBooksToAgree(venue);
      },
    );

    on('a target fills on a rising bar and leaves the rest of the position', async ({ venue, advance }) => {
      accepted(await venue.place(ioc('buy')));
      const target = stop({
        clientId: 'target-1',
        type: 'take-profit-market',
        triggerPrice: price(105),
        qty: qty(3),
      });
      expect(accepted(await venue.placeConditional(target)).type).toBe('take-profit-market');
      await advance(RISE_AT + 1);
      expect((await venue.positions()).map(position => position.qty)).toEqual([6]);
      expect((await venue.findConditional('target-1'))?.status).toBe('finished');
      await expectBooksToAgree(venue);
    });

    on('a short is stopped by a rise', async ({ venue, advance }) => {
      await advance(FALL_AT + 1);
      const entry = { kind: { type: 'ioc-limit', limitPrice: price(94.9) } } as const;
      accepted(await venue.place(ioc('sell', entry)));
      accepted(await venue.placeConditional(stop({ side: 'buy', triggerPrice: price(98) })));
      await advance(RISE_AT - FALL_AT);
      expect(await venue.positions()).toEqual([]);
      const exits = (await venue.trades(COIN, SINCE)).filter(trade => trade.side === 'buy');
      expect(Math.min(...exits.map(exit => exit.price))).toBeGreaterThanOrEqual(98);
    });

    on('I44 a stop that the market jumps over fills beyond the jump', async ({ venue, advance }) => {
      await advance(RISE_AT + 1);
      accepted(await venue.place(ioc('buy', { kind: { type: 'ioc-limit', limitPrice: price(107.2) } })));
      accepted(await venue.placeConditional(stop({ triggerPrice: price(105) })));
      await advance(GAP_AT - RISE_AT);
      expect(await venue.positions()).toEqual([]);
      const exits = (await venue.trades(COIN, SINCE)).filter(trade => trade.side === 'sell');
      expect(sum(exits.map(trade => trade.qty))).toBeCloseTo(9, 9);
      expect(Math.max(...exits.map(exit => exit.price))).toBeLessThanOrEqual(90);
    });

    on('I27 a reduce-only stop outlives its position, and reduces nothing', async ({ venue, advance }) => {
      accepted(await venue.place(ioc('buy')));
      accepted(await venue.placeConditional(stop()));
      accepted(await venue.place(close('sell')));
      expect((await venue.openConditionals()).map(order => order.clientId)).toEqual(['stop-1']);
      await advance(FALL_AT + 1);
      expect(await venue.positions()).toEqual([]);
      expect((await venue.findConditional('stop-1'))?.status).toMatch(/expired|rejected|finished/);
    });
  });
}
