import { describe, expect, test } from 'vitest';
import { minutesAfter, price, qty } from '../../../lib/desk/units.ts';
import type { AccountStore } from '../../../lib/ports.ts';
import type { PaperAccount } from '../../../lib/sim/paper/account.ts';
import { paperVenue } from '../../../lib/sim/paper-venue.ts';
import { COIN, scene, WALLET } from '../../contract/scene.ts';
import { accepted, expectBooksToAgree, ioc, SINCE, stop } from '../../contract/venue-orders.ts';
import { paperWorld } from '../../kit/paper.ts';
import { START } from '../../kit/scripted-market.ts';
import { Turnstile } from '../../kit/turnstile.ts';

const SCHEDULES = Array.from({ length: 150 }, (_, n) => n + 1);

/** A world, and venues of several processes over its one account, each stopped at every await. */
function crowd(changes: (store: AccountStore<PaperAccount>) => AccountStore<PaperAccount> = store => store) {
  const world = paperWorld(scene().market, { walletUsd: WALLET });
  const gate = new Turnstile();
  const venueOf = (actor: string) =>
    paperVenue({
      ...world.options,
      store: gate.around(actor, changes(world.store)),
      market: gate.around(actor, world.options.market),
      funding: gate.around(actor, world.options.funding),
    });
  return { ...world, gate, venueOf };
}

describe('callers interleaved at every await', () => {
  test('two that buy: both have bought, once', async () => {
    let conflicts = 0;
    const counting = (store: AccountStore<PaperAccount>): AccountStore<PaperAccount> => ({
      load: () => store.load(),
      save: async (rev, state) => {
        const answer = await store.save(rev, state);
        if (answer === 'conflict') conflicts += 1;
        return answer;
      },
    });
    for (const schedule of SCHEDULES) {
      const { venue, venueOf, gate } = crowd(counting);
      const outcomes = await gate.run(schedule, {
        a: () => venueOf('a').place(ioc('buy', { clientId: 'a-1' })),
        b: () => venueOf('b').place(ioc('buy', { clientId: 'b-1', qty: qty(5) })),
      });
      expect(outcomes.map(({ type }) => type)).toEqual(['accepted', 'accepted']);
      expect((await venue.positions()).map(position => position.qty)).toEqual([14]);
      const trades = await venue.trades(COIN, SINCE);
      expect(new Set(trades.map(trade => trade.orderId)).size).toBe(2);
      await expectBooksToAgree(venue);
    }
    expect(conflicts).toBeGreaterThan(SCHEDULES.length / 2);
  });

  test('monitor, entry and guardian in the first minute after a stop went off: it goes off once', async () => {
    for (const schedule of SCHEDULES) {
      const { venue, venueOf, gate, shown } = crowd();
      accepted(await venue.place(ioc('buy')));
      accepted(await venue.placeConditional(stop()));
      shown.advance(minutesAfter(START, 12));
      const [positions, bought, placed] = await gate.run<unknown>(schedule, {
        monitor: () => venueOf('monitor').positions(),
        entry: async () =>
          (await venueOf('entry').place(ioc('sell', { clientId: 'e-1', kind: { type: 'market' } }))).type,
        guardian: async () =>
          (await venueOf('guardian').placeConditional(stop({ clientId: 'g-1', triggerPrice: price(80) })))
            .type,
      });
      expect([bought, placed]).toEqual(['accepted', 'accepted']);
      expect([0, 1]).toContain((positions as unknown[]).length);
      expect((await venue.positions()).map(position => position.qty)).toEqual([-9]);
      expect((await venue.openConditionals()).map(order => order.clientId)).toEqual(['g-1']);
      await expectBooksToAgree(venue);
    }
  });

  test('I10 answers of the store that are lost on the way: nothing is done twice, whoever comes between', async () => {
    // Every third write stands, and is answered as if it had met another: the SDK's own second try.
    let writes = 0;
    const lossy = (store: AccountStore<PaperAccount>): AccountStore<PaperAccount> => ({
      load: () => store.load(),
      save: async (rev, state) => {
        const answer = await store.save(rev, state);
        writes += 1;
        return writes % 3 === 0 ? 'conflict' : answer;
      },
    });
    for (const schedule of SCHEDULES) {
      const { venue, venueOf, gate } = crowd(lossy);
      const outcomes = await gate.run<unknown>(schedule, {
        a: () => venueOf('a').place(ioc('buy', { clientId: 'a-1' })),
        b: () => venueOf('b').place(ioc('buy', { clientId: 'b-1' })),
        c: () => venueOf('c').placeConditional(stop({ clientId: 'c-1', triggerPrice: price(80) })),
      });
      expect(outcomes).toMatchObject([
        { type: 'accepted', report: { clientId: 'a-1', filledQty: 9 } },
        { type: 'accepted', report: { clientId: 'b-1', filledQty: 9 } },
        { type: 'accepted', report: { clientId: 'c-1', status: 'live' } },
      ]);
      expect((await venue.positions()).map(position => position.qty)).toEqual([18]);
      expect(await venue.openConditionals()).toHaveLength(1);
    }
  });

  test('who loses every time gives up, and does not claim to know', async () => {
    const { options, store } = paperWorld(scene().market);
    await paperVenue(options).account();
    const losing = paperVenue({ ...options, store: { ...store, save: async () => 'conflict' as const } });
    expect(await losing.place(ioc('buy'))).toMatchObject({ type: 'unknown' });
    expect((await store.load())?.state.engine.orders).toEqual([]);
  });
});
