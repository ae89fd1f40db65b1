import { expect, onTestFinished, test } from 'vitest';
import { dynamoAccountStore } from '../../../lib/adapters/dynamo/account-store.ts';
import { deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { price, qty, symbolId } from '../../../lib/desk/units.ts';
import { heldOnPaper } from '../../../lib/operator/preflight/held.ts';
import type { PaperAccount } from '../../../lib/sim/paper/account.ts';
import { localDynamo, TABLE } from '../../adapters/aws.ts';
import { coinMarket, WARM } from '../../kit/desk.ts';
import { paperWorld } from '../../kit/paper.ts';
import { flat } from '../../kit/scripted-market.ts';

const COIN = symbolId('COINUSDT');

test('a paper account holds what was bought on it and what rests there, until both are gone', async () => {
  const dynamo = await localDynamo();
  onTestFinished(() => dynamo.close());
  const table = deskTable({ table: TABLE, desk: 'main', client: dynamo.client });
  const store = dynamoAccountStore<PaperAccount>(table);
  const { venue, shown } = paperWorld(coinMarket(flat(100, 30)), { startAt: WARM, store });
  expect(await heldOnPaper(table)).toEqual({ positions: [], orders: [] });

  const order = {
    symbol: COIN,
    side: 'buy',
    qty: qty(2),
    kind: { type: 'market' },
    reduceOnly: false,
  } as const;
  expect(await venue.place({ ...order, clientId: 'open' })).toMatchObject({ type: 'accepted' });
  const stop = {
    symbol: COIN,
    side: 'sell',
    type: 'stop-market',
    triggerPrice: price(90),
    qty: 'all',
  } as const;
  expect(await venue.placeConditional({ ...stop, clientId: 'stop' })).toMatchObject({ type: 'accepted' });
  expect(await heldOnPaper(table)).toEqual({
    positions: [{ symbol: COIN, qty: 2 }],
    orders: [{ symbol: COIN, what: 'stop-market' }],
  });

  shown.advance(shown.now + 60_000);
  await venue.cancelConditional('stop');
  await venue.place({ ...order, side: 'sell', reduceOnly: true, clientId: 'close' });
  expect(await heldOnPaper(table)).toEqual({ positions: [], orders: [] });
});
