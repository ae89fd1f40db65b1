import { describe, expect, test } from 'vitest';
import { Exchange } from '../../../lib/local/exchange/exchange.ts';
import { START, scriptedMarket } from '../../kit/scripted-market.ts';
import { Client, KEYS, ORDER, options, STOP } from './client.ts';

describe('a signed request', () => {
  test.each([
    {
      says: 'without a key',
      status: 401,
      code: -2014,
      send: (c: Client) => c.open('GET /fapi/v3/account', { timestamp: 1, signature: 'x' }),
    },
    {
      says: 'with another key',
      status: 401,
      code: -2015,
      send: (c: Client) => c.signed('GET /fapi/v3/account', {}, { ...KEYS, apiKey: 'other' }),
    },
    {
      says: 'with a wrong signature',
      status: 400,
      code: -1022,
      send: (c: Client) => c.signed('GET /fapi/v3/account', {}, { ...KEYS, secret: 'other' }),
    },
    {
      says: 'too old',
      status: 400,
      code: -1021,
      send: (c: Client) => c.signed('GET /fapi/v3/account', { timestamp: START - 5_001 }),
    },
    {
      says: 'from the future',
      status: 400,
      code: -1021,
      send: (c: Client) => c.signed('GET /fapi/v3/account', { timestamp: START + 1_000 }),
    },
    {
      says: 'for a symbol that is not there',
      status: 400,
      code: -1121,
      send: (c: Client) => c.signed('POST /fapi/v1/order', { ...ORDER, symbol: 'NOPE' }),
    },
    {
      says: 'without its quantity',
      status: 400,
      code: -1102,
      send: (c: Client) => c.signed('POST /fapi/v1/order', { ...ORDER, quantity: '' }),
    },
    {
      says: 'with letters for a number',
      status: 400,
      code: -1100,
      send: (c: Client) => c.signed('POST /fapi/v1/order', { ...ORDER, quantity: '1e3' }),
    },
    {
      says: 'to a path that is not there',
      status: 404,
      code: -5000,
      send: (c: Client) => c.signed('GET /fapi/v1/nothing'),
    },
    {
      says: 'for the other position side',
      status: 400,
      code: -4061,
      send: (c: Client) => c.signed('POST /fapi/v1/order', { ...ORDER, positionSide: 'LONG' }),
    },
    {
      says: 'for an order nobody placed',
      status: 400,
      code: -2013,
      send: (c: Client) => c.signed('GET /fapi/v1/order', { symbol: 'SOLUSDT', origClientOrderId: 'x' }),
    },
  ])('$says is answered $code', ({ status, code, send }) => {
    const reply = send(new Client());
    expect(reply.status).toBe(status);
    expect(reply.body.code).toBe(code);
  });

  test('the client’s own time may lag by recvWindow', () => {
    const reply = new Client().signed('GET /fapi/v3/account', {
      timestamp: START - 9_000,
      recvWindow: 10_000,
    });
    expect(reply.status).toBe(200);
  });
});

describe('request weight', () => {
  test('is counted by the market’s minute, told in the header, and runs out at 2400', () => {
    const client = new Client();
    expect(client.open('GET /fapi/v1/ticker/24hr').headers['X-MBX-USED-WEIGHT-1M']).toBe('40');
    expect(
      client.open('GET /fapi/v1/klines', { symbol: 'SOLUSDT', interval: '1m', limit: 99 }).headers[
        'X-MBX-USED-WEIGHT-1M'
      ],
    ).toBe('41');
    for (let i = 0; i < 58; i += 1) client.open('GET /fapi/v1/ticker/24hr');
    const refused = client.open('GET /fapi/v1/ticker/24hr');
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe(-1003);
    client.sim('POST /sim/advance', { minutes: 1 });
    expect(client.open('GET /fapi/v1/ticker/24hr').status).toBe(200);
  });
});

describe('orders over the wire', () => {
  test('ACK acknowledges and no more: NEW, quantity zero, though it has filled (I12)', () => {
    const client = new Client();
    expect(client.signed('POST /fapi/v1/order', ORDER).body).toMatchObject({
      status: 'NEW',
      executedQty: '0.000',
    });
    const order = client.signed('GET /fapi/v1/order', { symbol: 'SOLUSDT', origClientOrderId: 'entry-1' });
    expect(order.body).toMatchObject({ status: 'FILLED', executedQty: '9.000' });
  });

  test('a conditional order on the old endpoint is refused, -4120 (I21)', () => {
    const old = { ...ORDER, side: 'SELL', type: 'STOP_MARKET', stopPrice: '98', newClientOrderId: 's' };
    const client = new Client();
    expect(client.signed('POST /fapi/v1/order', old).body.code).toBe(-4120);
    client.sim('POST /sim/rules', { 'algo-endpoint': false });
    expect(client.signed('POST /fapi/v1/order', old).status).toBe(200);
  });

  test('a mis-named activation price is ignored, as the venue does (I31)', () => {
    const client = new Client();
    const trailing = {
      ...STOP,
      type: 'TRAILING_STOP_MARKET',
      callbackRate: '1',
      triggerPrice: '',
      activationPrice: '120',
    };
    expect(client.signed('POST /fapi/v1/algoOrder', trailing).body.activatePrice).toBe('0.00');
    const named = { ...trailing, clientAlgoId: 'b', activatePrice: '120' };
    expect(client.signed('POST /fapi/v1/algoOrder', named).body.activatePrice).toBe('120.00');
  });

  test('a stop goes from NEW to FINISHED and names the order it became', () => {
    const market = scriptedMarket({
      SOLUSDT: [
        [100, 100, 100, 100],
        [100, 100, 97, 97],
      ],
    });
    const client = new Client(new Exchange(options({ market })));
    client.signed('POST /fapi/v1/order', ORDER);
    expect(client.signed('POST /fapi/v1/algoOrder', STOP).body.algoStatus).toBe('NEW');
    client.sim('POST /sim/advance', { minutes: 2 });
    const algo = client.signed('GET /fapi/v1/algoOrder', { clientAlgoId: 'stop-1' }).body;
    expect(algo.algoStatus).toBe('FINISHED');
    const became = client.signed('GET /fapi/v1/order', {
      symbol: 'SOLUSDT',
      orderId: String(algo.actualOrderId),
    });
    expect(became.body).toMatchObject({ status: 'FILLED', origType: 'STOP_MARKET' });
    const trades = client.signed('GET /fapi/v1/userTrades', { symbol: 'SOLUSDT', startTime: START })
      .body as unknown as object[];
    expect(trades).toHaveLength(2);
    const next = client.signed('GET /fapi/v1/userTrades', {
      symbol: 'SOLUSDT',
      fromId: Number((trades[0] as { id: number }).id) + 1,
    });
    expect(next.body).toHaveLength(1);
  });
});

describe('control of the simulation', () => {
  const status = (client: Client) => client.sim('GET /sim/status').body;

  test('a fault without effect leaves no order; with effect the order is there though the answer was lost', () => {
    const client = new Client();
    const match = 'POST /fapi/v1/order';
    client.sim('POST /sim/faults', [
      { match, times: 1, status: 503 },
      { match, times: 1, effect: 'applied', hang: true },
    ]);
    expect(client.signed(match, ORDER)).toMatchObject({ status: 503, body: { code: -1007 } });
    expect(status(client).acceptedOrders).toBe(0);
    expect(client.signed(match, ORDER).drop).toBe(true);
    expect(status(client).acceptedOrders).toBe(1);
    expect(client.signed(match, { ...ORDER, newClientOrderId: 'entry-2' }).status).toBe(200);
  });

  test('an order by hand bears the web page’s id and needs no signature', () => {
    const client = new Client();
    const order = client.sim('POST /sim/hand', {
      symbol: 'SOLUSDT',
      side: 'SELL',
      type: 'MARKET',
      quantity: '2',
    });
    expect(order.body.clientOrderId).toMatch(/^web_/);
    expect(status(client).positions).toBe(1);
  });

  test('the safety figures are the engine’s, and can be other than zero', () => {
    const client = new Client();
    client.signed('POST /fapi/v1/order', ORDER);
    client.signed('POST /fapi/v1/order', ORDER);
    client.sim('POST /sim/advance', { minutes: 3 });
    expect(status(client)).toMatchObject({
      unprotectedMinutes: 3,
      duplicateOrders: 1,
      fills: 2,
      time: START + 180_000,
    });
  });

  test('what it cannot do it says', () => {
    const client = new Client();
    expect(client.sim('POST /sim/advance', {}).status).toBe(400);
    expect(client.sim('POST /sim/rules', { gravity: false }).status).toBe(400);
    expect(client.sim('POST /sim/faults', { faults: [{ times: 1 }] }).status).toBe(400);
  });
});

test('in Credits mode the balance is in BNFCR and isolated margin is refused (I56)', () => {
  const engine = { ...options().engine, accountKind: 'credits-cross' as const };
  const client = new Client(new Exchange(options({ engine })));
  const account = client.signed('GET /fapi/v2/account').body;
  expect(account).toMatchObject({ multiAssetsMargin: true, totalMarginBalance: '15000.00000000' });
  expect((account.assets as { asset: string }[])[0]?.asset).toBe('BNFCR');
  const isolated = { symbol: 'SOLUSDT', marginType: 'ISOLATED' };
  expect(client.signed('POST /fapi/v1/marginType', isolated).body.code).toBe(-4168);
});
