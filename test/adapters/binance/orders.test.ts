import { afterEach, expect, test } from 'vitest';
import { binanceVenue } from '../../../lib/adapters/binance/venue.ts';
import { leverage, price, qty, symbolId } from '../../../lib/desk/units.ts';
import type { Venue } from '../../../lib/ports.ts';
import { type Scripted, scriptedServer } from './scripted-server.ts';

const COIN = symbolId('1000COINUSDT');
const ORDER = {
  orderId: '8389765519993908929',
  clientOrderId: 'id-1',
  symbol: COIN,
  side: 'BUY',
  status: 'EXPIRED',
  origQty: '5',
  executedQty: '2',
  avgPrice: '0.0000001',
  reduceOnly: false,
};
const ALGO = {
  algoId: 7,
  clientAlgoId: 'id-1',
  symbol: COIN,
  side: 'SELL',
  orderType: 'STOP_MARKET',
  algoStatus: 'NEW',
  triggerPrice: '0.0000001',
  quantity: '5',
  closePosition: false,
  reduceOnly: true,
  createTime: 1,
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What the venue was sent for one call, without what every signed request carries, and what the call made of it. */
async function sent<T>(scripted: Scripted, call: (venue: Venue) => Promise<T>) {
  const server = await scriptedServer(() => scripted);
  closing.push(server.close);
  const outcome = await call(binanceVenue(server.client));
  const [one] = server.asked;
  const { timestamp: _, recvWindow: __, signature: ___, ...params } = Object.fromEntries(one?.params ?? []);
  return { request: `${one?.method} ${one?.path}`, params, outcome };
}

test('an IOC order is a limit order whose answer waits for its outcome', async () => {
  const { request, params, outcome } = await sent({ json: ORDER }, venue =>
    venue.place({
      clientId: 'id-1',
      symbol: COIN,
      side: 'buy',
      qty: qty(5),
      kind: { type: 'ioc-limit', limitPrice: price(0.0000001) },
      reduceOnly: false,
    }),
  );
  expect(request).toBe('POST /fapi/v1/order');
  expect(params).toEqual({
    symbol: COIN,
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'IOC',
    price: '0.0000001',
    quantity: '5',
    newClientOrderId: 'id-1',
    newOrderRespType: 'RESULT',
  });
  expect(outcome).toMatchObject({
    type: 'accepted',
    report: { status: 'expired', qty: 5, filledQty: 2, orderId: '8389765519993908929' },
  });
});

test('a market order that only reduces says so', async () => {
  const { params } = await sent({ json: { ...ORDER, status: 'FILLED' } }, venue =>
    venue.place({
      clientId: 'id-1',
      symbol: COIN,
      side: 'sell',
      qty: qty(0.00000125),
      kind: { type: 'market' },
      reduceOnly: true,
    }),
  );
  expect(params).toEqual({
    symbol: COIN,
    side: 'SELL',
    type: 'MARKET',
    quantity: '0.00000125',
    reduceOnly: 'true',
    newClientOrderId: 'id-1',
    newOrderRespType: 'RESULT',
  });
});

const conditional = {
  algoType: 'CONDITIONAL',
  symbol: COIN,
  side: 'SELL',
  triggerPrice: '0.0000001',
  workingType: 'MARK_PRICE',
  priceProtect: 'false',
  clientAlgoId: 'id-1',
};
test.each([
  ['stop-market', 'all', { ...conditional, type: 'STOP_MARKET', closePosition: 'true' }],
  ['stop-market', qty(5), { ...conditional, type: 'STOP_MARKET', quantity: '5', reduceOnly: 'true' }],
  [
    'take-profit-market',
    qty(5),
    { ...conditional, type: 'TAKE_PROFIT_MARKET', quantity: '5', reduceOnly: 'true' },
  ],
] as const)(
  'I21 I25 I31 a %s of %s goes to the algo endpoint, at market, on the mark price, in the venue’s own words',
  async (type, amount, wire) => {
    const { request, params, outcome } = await sent({ json: ALGO }, venue =>
      venue.placeConditional({
        clientId: 'id-1',
        symbol: COIN,
        side: 'sell',
        type,
        triggerPrice: price(1e-7),
        qty: amount,
      }),
    );
    expect(request).toBe('POST /fapi/v1/algoOrder');
    expect(params).toEqual(wire);
    expect(outcome).toMatchObject({ type: 'accepted', report: { status: 'live', triggerPrice: 1e-7 } });
  },
);

test('cancels name the order by the desk’s own id', async () => {
  const plain = await sent({ json: { ...ORDER, status: 'CANCELED' } }, venue => venue.cancel(COIN, 'id-1'));
  expect(plain).toEqual({
    request: 'DELETE /fapi/v1/order',
    params: { symbol: COIN, origClientOrderId: 'id-1' },
    outcome: { type: 'accepted', report: undefined },
  });
  const algo = await sent({ json: { algoId: 7, clientAlgoId: 'id-1', code: '200', msg: 'success' } }, venue =>
    venue.cancelConditional('id-1'),
  );
  expect(algo).toEqual({
    request: 'DELETE /fapi/v1/algoOrder',
    params: { clientAlgoId: 'id-1' },
    outcome: { type: 'accepted', report: undefined },
  });
});

test('leverage and margin mode are set per symbol; a mode that is set already is what was asked for', async () => {
  const set = await sent({ json: { symbol: COIN, leverage: 3, maxNotionalValue: '1' } }, venue =>
    venue.setLeverage(COIN, leverage(3)),
  );
  expect(set).toEqual({
    request: 'POST /fapi/v1/leverage',
    params: { symbol: COIN, leverage: '3' },
    outcome: { type: 'accepted', report: 3 },
  });
  const mode = { request: 'POST /fapi/v1/marginType', params: { symbol: COIN, marginType: 'ISOLATED' } };
  const isolate = (venue: Venue) => venue.setMarginMode(COIN, 'isolated');
  const accepted = { type: 'accepted', report: undefined };
  expect(await sent({ json: { code: 200, msg: 'success' } }, isolate)).toEqual({
    ...mode,
    outcome: accepted,
  });
  const already = { status: 400, json: { code: -4046, msg: 'No need to change margin type.' } };
  expect(await sent(already, isolate)).toEqual({ ...mode, outcome: accepted });
  const refused = { status: 400, json: { code: -4168, msg: 'Multi-Assets mode' } };
  expect((await sent(refused, isolate)).outcome).toMatchObject({ type: 'rejected', code: -4168 });
});

test.each([-2013, -2011])(
  'an order that the venue does not know (%s) is undefined, of either kind',
  async code => {
    const none = { status: 400, json: { code, msg: 'Order does not exist.' } };
    expect((await sent(none, venue => venue.findOrder(COIN, 'id-1'))).outcome).toBeUndefined();
    expect((await sent(none, venue => venue.orderById(COIN, '1'))).outcome).toBeUndefined();
    expect((await sent(none, venue => venue.findConditional('id-1'))).outcome).toBeUndefined();
  },
);

test('I19 an order that could not be asked for is not absent', async () => {
  const busy = { status: 503, json: { code: -1007, msg: 'Timeout' } };
  await expect(sent(busy, venue => venue.findOrder(COIN, 'id-1'))).rejects.toThrow(/-1007/);
  await expect(sent(busy, venue => venue.findConditional('id-1'))).rejects.toThrow(/-1007/);
});

test.each([0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e21])(
  'I17 an order whose quantity or price is %d is a bug of the desk, and nothing is sent',
  async odd => {
    const server = await scriptedServer(() => ({ json: ORDER }));
    closing.push(server.close);
    const venue = binanceVenue(server.client);
    const order = { clientId: 'id-1', symbol: COIN, side: 'buy', reduceOnly: false } as const;
    const stop = { clientId: 'id-1', symbol: COIN, side: 'sell', type: 'stop-market' } as const;
    const limit = (at: number) => ({ type: 'ioc-limit', limitPrice: price(at) }) as const;
    for (const sending of [
      () => venue.place({ ...order, qty: qty(odd), kind: { type: 'market' } }),
      () => venue.place({ ...order, qty: qty(1), kind: limit(odd) }),
      () => venue.placeConditional({ ...stop, qty: qty(odd), triggerPrice: price(1) }),
      () => venue.placeConditional({ ...stop, qty: 'all', triggerPrice: price(odd) }),
    ]) {
      await expect(sending()).rejects.toThrow(RangeError);
    }
    expect(server.asked).toEqual([]);
  },
);
