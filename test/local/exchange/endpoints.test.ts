import { describe, expect, test } from 'vitest';
import { DAY_MS, usd } from '../../../lib/desk/units.ts';
import { Exchange } from '../../../lib/local/exchange/exchange.ts';
import { flat, START, scriptedMarket } from '../../kit/scripted-market.ts';
import { Client, ORDER, options, STOP } from './client.ts';

const rows = (body: unknown) => body as readonly Record<string, unknown>[];

/** An account that has traded: a long, its stop, one that was cancelled, a resting bid. */
function busy(client = new Client()): Client {
  client.signed('POST /fapi/v1/order', ORDER);
  client.signed('POST /fapi/v1/algoOrder', STOP);
  client.signed('POST /fapi/v1/algoOrder', { ...STOP, clientAlgoId: 'stop-2', triggerPrice: '97' });
  client.signed('DELETE /fapi/v1/algoOrder', { clientAlgoId: 'stop-2' });
  const resting = { ...ORDER, type: 'LIMIT', timeInForce: 'GTC', price: '90', newClientOrderId: 'rest' };
  client.signed('POST /fapi/v1/order', resting);
  return client;
}
const credits = () =>
  new Client(new Exchange(options({ engine: { ...options().engine, accountKind: 'credits-cross' } })));

describe('the account says how it is set', () => {
  test.each([
    ['usdt-isolated', () => new Client(), false],
    ['credits-cross', credits, true],
  ] as const)('%s', (_kind, make, multiAssetsMargin) => {
    const client = make();
    expect(client.signed('GET /fapi/v1/accountConfig').body).toMatchObject({
      canTrade: true,
      dualSidePosition: false,
      multiAssetsMargin,
    });
    expect(client.signed('GET /fapi/v1/multiAssetsMargin').body).toEqual({ multiAssetsMargin });
  });

  test('in Credits mode every amount is in BNFCR: balance, fees, income', () => {
    const client = busy(credits());
    client.sim('POST /sim/transfer', { amountUsd: 100 });
    expect(rows(client.signed('GET /fapi/v3/balance').body)[0]).toMatchObject({ asset: 'BNFCR' });
    expect(rows(client.signed('GET /fapi/v1/userTrades', { symbol: 'SOLUSDT' }).body)[0]).toMatchObject({
      commissionAsset: 'BNFCR',
    });
    expect(new Set(rows(client.signed('GET /fapi/v1/income').body).map(({ asset }) => asset))).toEqual(
      new Set(['BNFCR']),
    );
    expect(rows(client.signed('GET /fapi/v1/symbolConfig', { symbol: 'SOLUSDT' }).body)[0]).toMatchObject({
      marginType: 'CROSSED',
    });
  });

  test('fees in BNB can be asked for and switched; the rates are those that are charged', () => {
    const client = new Client();
    expect(client.signed('GET /fapi/v1/feeBurn').body).toEqual({ feeBurn: false });
    expect(client.signed('POST /fapi/v1/feeBurn', { feeBurn: true }).body).toMatchObject({ code: 200 });
    expect(client.signed('GET /fapi/v1/feeBurn').body).toEqual({ feeBurn: true });
    expect(client.signed('POST /fapi/v1/feeBurn').body.code).toBe(-1102);
    expect(client.signed('GET /fapi/v1/commissionRate', { symbol: 'SOLUSDT' }).body).toEqual({
      symbol: 'SOLUSDT',
      makerCommissionRate: '0.000200',
      takerCommissionRate: '0.000500',
    });
    expect(client.signed('GET /fapi/v1/commissionRate').body.code).toBe(-1102);
  });

  test('fees come out of a BNB balance at its price and nine tenths, and from the wallet once it is used up (I65)', () => {
    const market = scriptedMarket({ SOLUSDT: flat(100, 60), BNBUSDT: flat(900, 60) });
    const client = new Client(new Exchange(options({ market })));
    client.signed('POST /fapi/v1/feeBurn', { feeBurn: true });
    expect(client.sim('POST /sim/transfer', { amountBnb: 0.0006 }).body).toEqual({ bnb: 0.0006 });
    client.signed('POST /fapi/v1/order', ORDER);
    client.signed('POST /fapi/v1/order', { ...ORDER, newClientOrderId: 'entry-2' });
    const trades = rows(client.signed('GET /fapi/v1/userTrades', { symbol: 'SOLUSDT' }).body);
    const feeUsd = 9 * 100.01 * 0.0005;
    expect(trades.map(trade => [trade.commissionAsset, Number(trade.commission)])).toEqual([
      ['BNB', Number(((feeUsd * 0.9) / 900).toFixed(8))],
      ['USDT', Number(feeUsd.toFixed(8))],
    ]);
    const fees = rows(client.signed('GET /fapi/v1/income', { incomeType: 'COMMISSION' }).body);
    expect(fees.map(({ asset }) => asset)).toEqual(['BNB', 'USDT']);
    expect(client.sim('GET /sim/status').body.walletUsd).toBeCloseTo(15_000 - feeUsd, 8);
    expect(client.sim('GET /sim/status').body.feesUsd).toBeCloseTo(1.9 * feeUsd, 7);
    expect(rows(client.signed('GET /fapi/v3/balance').body).map(({ asset }) => asset)).toEqual([
      'USDT',
      'BNB',
    ]);
    expect(client.sim('POST /sim/transfer', { amountBnb: -1 }).body.code).toBe(-2018);
  });

  test('a BNB balance is let be while fees are not to be paid from it', () => {
    const market = scriptedMarket({ SOLUSDT: flat(100, 60), BNBUSDT: flat(900, 60) });
    const client = new Client(new Exchange(options({ market })));
    client.sim('POST /sim/transfer', { amountBnb: 1 });
    client.signed('POST /fapi/v1/order', ORDER);
    expect(
      rows(client.signed('GET /fapi/v1/userTrades', { symbol: 'SOLUSDT' }).body)[0]?.commissionAsset,
    ).toBe('USDT');
    expect(client.exchange.engine.state.bnb).toBe(1);
  });

  test.each([
    [undefined, { enableWithdrawals: false, ipRestrict: false }],
    [
      { withdrawals: true, ipRestricted: true },
      { enableWithdrawals: true, ipRestrict: true },
    ],
  ])('the key’s rights %j are told, to those who sign', (keyRights, told) => {
    const more = keyRights === undefined ? {} : { keyRights };
    const client = new Client(new Exchange(options(more)));
    const route = 'GET /sapi/v1/account/apiRestrictions';
    expect(client.signed(route).body).toMatchObject({ enableReading: true, enableFutures: true, ...told });
    expect(client.open(route).status).toBe(401);
  });

  test('the account’s number, and whether its margin is a portfolio’s, are told to those who sign', () => {
    const client = new Client(new Exchange(options({ accountId: 77, keyRights: { portfolioMargin: true } })));
    expect(client.signed('GET /api/v3/account').body).toMatchObject({ accountType: 'SPOT', uid: 77 });
    const info = { isFutureEnabled: true, isPortfolioMarginRetailEnabled: true };
    expect(client.signed('GET /sapi/v1/account/info').body).toMatchObject(info);
    for (const route of ['GET /api/v3/account', 'GET /sapi/v1/account/info'])
      expect(client.open(route).status).toBe(401);
  });
});

describe('histories', () => {
  test('all orders of a symbol, whatever became of them', () => {
    const client = busy();
    const all = rows(client.signed('GET /fapi/v1/allOrders', { symbol: 'SOLUSDT' }).body);
    expect(all.map(order => [order.clientOrderId, order.status])).toEqual([
      ['entry-1', 'FILLED'],
      ['rest', 'NEW'],
    ]);
    const from = { symbol: 'SOLUSDT', orderId: Number(all[1]?.orderId) };
    expect(client.signed('GET /fapi/v1/allOrders', from).body).toHaveLength(1);
    expect(client.signed('GET /fapi/v1/allOrders', { symbol: 'BTCUSDT' }).body).toEqual([]);
    expect(client.signed('GET /fapi/v1/allOrders').body.code).toBe(-1102);
  });

  test('all conditional orders too, in pages', () => {
    const client = busy();
    const all = rows(client.signed('GET /fapi/v1/allAlgoOrders', { symbol: 'SOLUSDT' }).body);
    expect(all.map(algo => [algo.clientAlgoId, algo.algoStatus])).toEqual([
      ['stop-1', 'NEW'],
      ['stop-2', 'CANCELED'],
    ]);
    const newest = rows(client.signed('GET /fapi/v1/allAlgoOrders', { symbol: 'SOLUSDT', limit: 1 }).body);
    expect(newest[0]?.clientAlgoId).toBe('stop-2');
    const first = { symbol: 'SOLUSDT', startTime: START, limit: 1 };
    expect(rows(client.signed('GET /fapi/v1/allAlgoOrders', first).body)[0]?.clientAlgoId).toBe('stop-1');
    const before = { symbol: 'SOLUSDT', endTime: START - 1 };
    expect(client.signed('GET /fapi/v1/allAlgoOrders', before).body).toEqual([]);
  });

  test('without a span a history goes back seven days', () => {
    const market = scriptedMarket({ SOLUSDT: flat(100, 60) }, { minutes: 12 * 1_440 });
    const client = busy(new Client(new Exchange(options({ market }))));
    client.sim('POST /sim/advance', { minutes: (8 * DAY_MS) / 60_000 });
    expect(client.signed('GET /fapi/v1/allOrders', { symbol: 'SOLUSDT' }).body).toEqual([]);
    const spanned = { symbol: 'SOLUSDT', startTime: START };
    expect(client.signed('GET /fapi/v1/allOrders', spanned).body).toHaveLength(2);
  });

  test('cancel-all takes one kind and leaves the other', () => {
    const client = busy();
    const symbol = { symbol: 'SOLUSDT' };
    expect(client.signed('DELETE /fapi/v1/allOpenOrders', symbol).body.code).toBe(200);
    expect(client.signed('GET /fapi/v1/openOrders', symbol).body).toEqual([]);
    expect(client.signed('GET /fapi/v1/openAlgoOrders', symbol).body).toHaveLength(1);
    expect(client.signed('DELETE /fapi/v1/algoOpenOrders', symbol).body.code).toBe(200);
    expect(client.signed('GET /fapi/v1/openAlgoOrders', symbol).body).toEqual([]);
  });
});

describe('how many orders may be sent', () => {
  const wait = { ...ORDER, type: 'LIMIT', timeInForce: 'IOC', price: '99', newClientOrderId: '' };

  test('300 in ten seconds of market time, told with each answer; then 429 and -1015', () => {
    const client = new Client();
    for (let i = 0; i < 299; i += 1) client.signed('POST /fapi/v1/order', wait);
    const last = client.signed('POST /fapi/v1/algoOrder', { ...STOP, reduceOnly: false });
    expect(last.status).toBe(200);
    expect(last.headers).toMatchObject({ 'X-MBX-ORDER-COUNT-10S': '300', 'X-MBX-ORDER-COUNT-1M': '300' });
    const refused = client.signed('POST /fapi/v1/order', wait);
    expect(refused).toMatchObject({ status: 429, body: { code: -1015 } });
    expect(client.sim('GET /sim/status').body.acceptedOrders).toBe(300);
    expect(client.signed('GET /fapi/v1/openAlgoOrders').status).toBe(200);
    client.sim('POST /sim/advance', { minutes: 1 });
    expect(client.signed('POST /fapi/v1/order', wait).status).toBe(200);
  });

  test('with the rule off there is no end to them', () => {
    const client = new Client();
    client.sim('POST /sim/rules', { 'order-count': false });
    for (let i = 0; i < 300; i += 1) client.signed('POST /fapi/v1/order', wait);
    expect(client.signed('POST /fapi/v1/order', wait).status).toBe(200);
  });
});

describe('what the venue does by itself, done by hand', () => {
  test('a deleveraging is an order in the history under the venue’s id', () => {
    const client = busy();
    expect(client.sim('POST /sim/adl', { symbol: 'SOLUSDT', qty: 4 }).body).toMatchObject({
      side: 'SELL',
      status: 'FILLED',
      executedQty: '4.000',
    });
    const all = rows(client.signed('GET /fapi/v1/allOrders', { symbol: 'SOLUSDT' }).body);
    expect(all.at(-1)?.clientOrderId).toMatch(/^adl_autoclose_/);
    expect(client.sim('POST /sim/adl', { symbol: 'SOLUSDT' }).status).toBe(400);
    expect(client.sim('POST /sim/adl', { symbol: 'NOPE', qty: 1 }).body.code).toBe(-1121);
  });

  test('a transfer shows in balance, income and status', () => {
    const client = new Client();
    expect(client.sim('POST /sim/transfer', { amountUsd: -5_000 }).body).toEqual({ walletUsd: 10_000 });
    const [line] = rows(client.signed('GET /fapi/v1/income', { incomeType: 'TRANSFER' }).body);
    expect(line).toMatchObject({ incomeType: 'TRANSFER', income: '-5000.00000000', symbol: '' });
    expect(client.sim('GET /sim/status').body).toMatchObject({ transferredUsd: -5_000, equityUsd: 10_000 });
    expect(client.sim('POST /sim/transfer', { amountUsd: -10_001 }).body.code).toBe(-2018);
    expect(client.sim('POST /sim/transfer', {}).status).toBe(400);
  });

  test('a bent book shows in depth and ticker, and can be straightened', () => {
    const client = new Client();
    const best = () => client.open('GET /fapi/v1/ticker/bookTicker', { symbol: 'SOLUSDT' }).body;
    client.sim('POST /sim/book', { symbol: 'SOLUSDT', spreadFraction: 0.02, depthTimes: 0.1 });
    expect(best()).toMatchObject({ bidPrice: '99.00', askPrice: '101.00', askQty: '49.504' });
    client.sim('POST /sim/book', { symbol: 'SOLUSDT' });
    expect(best()).toMatchObject({ bidPrice: '99.99', askPrice: '100.01' });
    expect(client.sim('POST /sim/book', { symbol: 'SOLUSDT', depthTimes: 0 }).status).toBe(400);
  });
});

describe('a symbol that goes', () => {
  const deliveryAt = START + 10 * 60_000;
  const leaving = (deliveryKnownAt?: number) => {
    const instrument = { deliveryAt, ...(deliveryKnownAt === undefined ? {} : { deliveryKnownAt }) };
    const market = scriptedMarket(
      { SOLUSDT: flat(100, 60) },
      { instrument: instrument as { deliveryAt: never } },
    );
    return new Client(new Exchange(options({ market, engine: { startAt: START, walletUsd: usd(15_000) } })));
  };
  const info = (client: Client) =>
    rows(client.open('GET /fapi/v1/exchangeInfo').body.symbols)[0] as {
      readonly status: string;
      readonly deliveryDate: number;
    };

  test('is shown as a perpetual until the venue says when it goes, and as settling from then', () => {
    const client = leaving(START + 5 * 60_000);
    expect(info(client)).toMatchObject({ status: 'TRADING', deliveryDate: 4_133_404_800_000 });
    client.sim('POST /sim/advance', { minutes: 5 });
    expect(info(client)).toMatchObject({ status: 'TRADING', deliveryDate: deliveryAt });
    client.sim('POST /sim/advance', { minutes: 5 });
    expect(info(client)).toMatchObject({ status: 'SETTLING', deliveryDate: deliveryAt });
  });

  test('drops out of tickers, marks and funding, and its history of bars stands', () => {
    const client = leaving();
    expect(info(client).deliveryDate).toBe(deliveryAt);
    client.sim('POST /sim/advance', { minutes: 20 });
    for (const route of ['ticker/24hr', 'ticker/bookTicker', 'premiumIndex', 'fundingInfo']) {
      expect(client.open(`GET /fapi/v1/${route}`).body).toEqual([]);
    }
    const order = client.signed('POST /fapi/v1/order', { ...ORDER, side: 'SELL' });
    expect(order.body.code).toBe(-4108);
  });
});

test('the mark’s bars are the last price’s, the open minute’s among them', () => {
  const client = new Client();
  client.sim('POST /sim/advance', { minutes: 3 });
  const query = { symbol: 'SOLUSDT', interval: '1m', startTime: client.exchange.engine.now, limit: 1 };
  const marks = client.open('GET /fapi/v1/markPriceKlines', query);
  expect(marks.body).toEqual(client.open('GET /fapi/v1/klines', query).body);
  expect(rows(marks.body)).toHaveLength(1);
});

test('funding intervals are told by symbol', () => {
  const hourly = Object.fromEntries(Array.from({ length: 30 }, (_, hour) => [hour * 60, 0.0001]));
  const market = scriptedMarket({ SOLUSDT: flat(100, 60) }, { funding: hourly });
  const client = new Client(new Exchange(options({ market })));
  client.sim('POST /sim/advance', { minutes: 90 });
  expect(rows(client.open('GET /fapi/v1/fundingInfo').body)[0]).toMatchObject({
    symbol: 'SOLUSDT',
    fundingIntervalHours: 1,
  });
});
