import { describe, expect, test } from 'vitest';
import { leverage, price } from '../../../lib/desk/units.ts';
import { type AccountStore, type Outcome, PortError, type Venue } from '../../../lib/ports.ts';
import type { PaperAccount } from '../../../lib/sim/paper/account.ts';
import { paperVenue } from '../../../lib/sim/paper-venue.ts';
import { COIN, scene } from '../../contract/scene.ts';
import { accepted, close, ioc, stop } from '../../contract/venue-orders.ts';
import { aDesk, aSignalAt, coinMarket, WARM } from '../../kit/desk.ts';
import { paperOptions, paperWorld } from '../../kit/paper.ts';
import { flat } from '../../kit/scripted-market.ts';

type Store = AccountStore<PaperAccount>;

/** The process ends, or its connection, at the n-th write: before the write stands, or after it. */
function broken(store: Store, when: 'before' | 'after', at: number): Store {
  let writes = 0;
  return {
    load: () => store.load(),
    save: async (rev, state) => {
      writes += 1;
      if (writes !== at) return await store.save(rev, state);
      if (when === 'after') await store.save(rev, state);
      throw new PortError('unavailable', 'nobody answered');
    },
  };
}

const INSTRUCTIONS: readonly (readonly [string, (venue: Venue) => Promise<Outcome<unknown>>])[] = [
  ['an order', venue => venue.place(ioc('buy', { clientId: 'again' }))],
  ['a close', venue => venue.place(close('sell', { clientId: 'again' }))],
  ['a stop', venue => venue.placeConditional(stop({ clientId: 'again' }))],
  ['a cancellation', venue => venue.cancelConditional('stop-0')],
  ['a leverage', venue => venue.setLeverage(COIN, leverage(20))],
];

describe('a process that ends in the middle of an instruction', () => {
  test.each(
    INSTRUCTIONS.flatMap(([what, send]) => [
      { what, send, when: 'before' as const },
      { what, send, when: 'after' as const },
    ]),
  )(
    'I10 I11 $what, $when it stands: unknown to its sender, and found or not by the next process',
    async ({ send, when }) => {
      const { options, store, venue } = paperWorld(scene().market);
      accepted(await venue.place(ioc('buy')));
      accepted(await venue.placeConditional(stop({ clientId: 'stop-0', triggerPrice: price(90) })));
      const before = await store.load();
      expect(await send(paperVenue({ ...options, store: broken(store, when, 1) }))).toEqual({
        type: 'unknown',
        because: 'nobody answered',
      });
      const after = await store.load();
      expect(after?.rev).toBe((before?.rev ?? 0) + (when === 'after' ? 1 : 0));
      if (when === 'before') expect(after).toEqual(before);
      const next = paperVenue(options);
      const seen = (await next.findOrder(COIN, 'again')) ?? (await next.findConditional('again'));
      if (when === 'before') expect(seen).toBeUndefined();
      expect(
        (after?.state.engine.accepted ?? []).filter(line => line.clientId === 'again').length,
      ).toBeLessThan(2);
    },
  );

  test('what fails before anything is sent is rejected, and nothing was done', async () => {
    const { options, store, venue } = paperWorld(scene().market);
    await venue.account();
    const before = await store.load();
    const down = new PortError('unavailable', 'the table is away');
    const blind = paperVenue({ ...options, store: { ...store, load: async () => Promise.reject(down) } });
    expect(await blind.place(ioc('buy'))).toMatchObject({ type: 'rejected', because: /the table is away/ });
    await expect(blind.account()).rejects.toBe(down);
    expect(await store.load()).toEqual(before);
  });

  test('a bug is no outcome', async () => {
    const { options, store } = paperWorld(scene().market);
    const bug = new TypeError('a bug');
    const faulty = paperVenue({ ...options, store: { ...store, save: async () => Promise.reject(bug) } });
    await expect(faulty.place(ioc('buy'))).rejects.toBe(bug);
  });
});

describe('a desk on paper whose entry order gets no answer', () => {
  test.each(['before', 'after'] as const)(
    '%s it stands: one position at most, protected, and no order twice',
    async when => {
      const market = coinMarket(flat(1_000, 40), { at: 1_000 });
      let store: Store | undefined;
      let armed = false;
      const desk = await aDesk({
        market,
        signals: [aSignalAt(0)],
        over: 'process',
        change: ({ market: shown, clock }) => {
          const options = paperOptions(market, {
            market: shown,
            clock,
            funding: { settlements: async () => [] },
          });
          store = options.store;
          const failing: Store = {
            load: () => options.store.load(),
            save: async (rev, state) => {
              if (!armed || state.engine.orders.length === 0) return await options.store.save(rev, state);
              armed = false;
              if (when === 'after') await options.store.save(rev, state);
              throw new PortError('unavailable', 'nobody answered');
            },
          };
          return { venue: paperVenue({ ...options, store: failing }) };
        },
      });
      armed = true;
      await desk.minutes(6);
      // One that stands is found by its id at once, in the same tick.
      const codes = (await desk.records('not-taken')).map(record => record.code);
      expect(codes).toEqual(when === 'after' ? [] : ['order-unknown']);
      const { engine } = (await store?.load())?.state ?? expect.fail('no account');
      expect(engine.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
      expect(engine.orders).toHaveLength(when === 'after' ? 1 : 0);
      const [position] = (await desk.store.load()).positions;
      expect(position?.phase).toBe(when === 'after' ? 'protected' : undefined);
      expect((await desk.store.load()).intents).toEqual([]);
      expect(desk.now()).toBeGreaterThan(WARM);
    },
  );
});
