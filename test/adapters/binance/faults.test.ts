import { afterEach, expect, test } from 'vitest';
import { binanceClient } from '../../../lib/adapters/binance/client.ts';
import { binanceVenue } from '../../../lib/adapters/binance/venue.ts';
import { price } from '../../../lib/desk/units.ts';
import { startExchange } from '../../../lib/local/exchange/server.ts';
import type { ConditionalRequest, OrderRequest } from '../../../lib/ports.ts';
import { COIN, NINE, scene } from '../../contract/scene.ts';
import { accepted } from '../../contract/venue-orders.ts';

const keys = { apiKey: 'faults-key', secret: 'faults-secret' };
const order: OrderRequest = {
  clientId: 'open-1',
  symbol: COIN,
  side: 'buy',
  qty: NINE,
  kind: { type: 'ioc-limit', limitPrice: price(100.1) },
  reduceOnly: false,
};
const backstop: ConditionalRequest = {
  clientId: 'stop-1',
  symbol: COIN,
  side: 'sell',
  type: 'stop-market',
  triggerPrice: price(96),
  qty: 'all',
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The adapter over the simulated exchange, which fails once as it is told to. */
async function venueWithFault(fault: object) {
  const { market, startAt, walletUsd } = scene();
  const server = await startExchange({ market, engine: { startAt, walletUsd }, ...keys });
  const { url, exchange } = server;
  const client = binanceClient({ baseUrl: url, timeoutMs: 3_000, now: () => exchange.engine.now, ...keys });
  closing.push(async () => {
    await client.close();
    await server.close();
  });
  const venue = binanceVenue(client);
  await venue.account();
  const told = await fetch(`${url}/sim/faults`, {
    method: 'POST',
    body: JSON.stringify([{ times: 1, ...fault }]),
  });
  expect(told.ok).toBe(true);
  return { venue, exchange };
}

test.each([
  ['the connection dropped', { status: 503, hang: true }],
  ['HTTP 503', { status: 503 }],
  ['HTTP 500', { status: 500 }],
])('I10 %s after the order was executed: unknown, found by its id, executed once', async (_, how) => {
  const { venue, exchange } = await venueWithFault({
    match: 'POST /fapi/v1/order',
    effect: 'applied',
    ...how,
  });
  expect((await venue.place(order)).type).toBe('unknown');
  expect(await venue.findOrder(COIN, 'open-1')).toMatchObject({ status: 'filled', filledQty: 9 });
  expect((await venue.positions()).map(position => position.qty)).toEqual([9]);
  expect(exchange.engine.state.safety.duplicateOrders).toBe(0);
});

test.each([
  ['the connection dropped', { status: 503, hang: true }],
  ['HTTP 503', { status: 503 }],
])('I10 %s before the order was executed: unknown, and not found', async (_, how) => {
  const { venue } = await venueWithFault({ match: 'POST /fapi/v1/order', effect: 'none', ...how });
  expect((await venue.place(order)).type).toBe('unknown');
  expect(await venue.findOrder(COIN, 'open-1')).toBeUndefined();
  expect(await venue.positions()).toEqual([]);
});

test('I10 a stop whose answer was lost is unknown, and found resting', async () => {
  const { venue } = await venueWithFault({
    match: 'POST /fapi/v1/algoOrder',
    effect: 'applied',
    status: 503,
    hang: true,
  });
  accepted(await venue.place(order));
  expect((await venue.placeConditional(backstop)).type).toBe('unknown');
  expect(await venue.findConditional('stop-1')).toMatchObject({ status: 'live', qty: 'all' });
});

test.each([429, 418])('I20 an order turned away with HTTP %s was not executed', async status => {
  const { venue } = await venueWithFault({
    match: 'POST /fapi/v1/order',
    effect: 'none',
    status,
    code: -1003,
  });
  expect(await venue.place(order)).toMatchObject({ type: 'rejected', code: -1003 });
  expect(await venue.positions()).toEqual([]);
});
