import { expect, test } from 'vitest';
import { memoryAccountStore } from '../../../lib/adapters/memory/account-store.ts';
import { minuteOf, minutesAfter, qty } from '../../../lib/desk/units.ts';
import type { PaperAccount } from '../../../lib/sim/paper/account.ts';
import { COIN } from '../../contract/scene.ts';
import { accepted, ioc } from '../../contract/venue-orders.ts';
import { paperWorld } from '../../kit/paper.ts';
import { flat, scriptedMarket } from '../../kit/scripted-market.ts';

/** An account as a later release has written it, which has a member more, and one more in its engine. */
const withLater = (account: PaperAccount): PaperAccount =>
  Object.assign({}, account, { later: { n: 1 }, engine: { ...account.engine, later: [2] } });

test('what a later release has added to a paper account goes on with it, through orders and minutes', async () => {
  const store = memoryAccountStore<PaperAccount>();
  const { venue, shown } = paperWorld(scriptedMarket({ [COIN]: flat(100, 20) }), { store });
  const order = () => ioc('buy', { qty: qty(1), kind: { type: 'market' } });
  accepted(await venue.place(order()));
  const stored = await store.load();
  if (stored === undefined) throw new Error('no account');
  await store.save(stored.rev, withLater(stored.state));
  accepted(await venue.place({ ...order(), clientId: 'pd-second' }));
  shown.advance(minutesAfter(minuteOf(shown.now), 3));
  expect(await venue.positions()).toMatchObject([{ qty: 2 }]);
  expect((await store.load())?.state).toMatchObject({ later: { n: 1 }, engine: { later: [2] } });
  expect((await store.load())?.rev).toBeGreaterThan(stored.rev + 1);
});
