import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExchangeServer, startExchange } from '../../../lib/local/exchange/server.ts';
import binanceusdm from '../../../node_modules/ccxt/js/src/binanceusdm.js';
import { scriptedMarket } from '../../kit/scripted-market.ts';
import { KEYS, options } from './client.ts';

/** ccxt's own client, unpatched: pointed at the simulated exchange, with the market's clock. */
type Call = (params: Record<string, unknown>) => Promise<Record<string, unknown>>;
interface Ccxt {
  urls: { api: Record<string, string> };
  options: Record<string, unknown>;
  milliseconds: () => number;
  close(): Promise<void>;
  loadMarkets(): Promise<Record<string, { precision: { amount: number; price: number } }>>;
  fetchPositions(): Promise<{ symbol: string; contracts: number; entryPrice: number; side: string }[]>;
  fetchBalance(): Promise<Record<string, { total: number }>>;
  fetchOHLCV(symbol: string, timeframe: string, since?: number, limit?: number): Promise<number[][]>;
  createOrder(
    ...args: unknown[]
  ): Promise<{ status: string; filled: number; average: number; id: string; clientOrderId: string }>;
  fetchMyTrades(symbol: string): Promise<{ price: number; amount: number; fee: { cost: number } }[]>;
  fetchOpenOrders(
    symbol: string,
    since?: number,
    limit?: number,
    params?: object,
  ): Promise<{ triggerPrice: number }[]>;
  fapiPrivatePostAlgoOrder: Call;
  fapiPrivateGetSymbolConfig: Call;
  fapiPrivateV3GetPositionRisk: Call;
  fapiPrivatePostLeverage: Call;
  fapiPrivatePostMarginType: Call;
  fapiPrivateGetOpenAlgoOrders: Call;
}
const Binance = binanceusdm as unknown as new (config: object) => Ccxt;

let server: ExchangeServer;
let client: Ccxt;
const SOL = 'SOL/USDT:USDT';

beforeAll(async () => {
  const market = scriptedMarket({
    SOLUSDT: [
      [100, 100, 100, 100],
      [100, 100, 97, 97],
    ],
  });
  server = await startExchange(options({ market }));
  client = new Binance({
    ...KEYS,
    options: { fetchCurrencies: false, fetchMargins: false },
    enableRateLimit: false,
  });
  for (const [name, url] of Object.entries(client.urls.api)) {
    if (typeof url === 'string') client.urls.api[name] = url.replace(/^https:\/\/[^/]+/, server.url);
  }
  Object.assign(client, { nonce: () => server.exchange.engine.now });
});
afterAll(async () => {
  await client.close();
  await server.close();
});

test('ccxt reads the markets, the bars and the balance', async () => {
  const markets = await client.loadMarkets();
  expect(markets[SOL]?.precision).toMatchObject({ amount: 0.001, price: 0.01 });
  expect((await client.fetchBalance()).USDT?.total).toBe(15_000);
  expect((await client.fetchOHLCV(SOL, '1m', undefined, 5)).at(-1)?.[4]).toBe(100);
});

test('ccxt sets a symbol up, opens, protects, and sees the position', async () => {
  await client.fapiPrivatePostMarginType({ symbol: 'SOLUSDT', marginType: 'ISOLATED' });
  await client.fapiPrivatePostLeverage({ symbol: 'SOLUSDT', leverage: 3 });
  const [config] = (await client.fapiPrivateGetSymbolConfig({ symbol: 'SOLUSDT' })) as unknown as object[];
  expect(config).toMatchObject({ leverage: 3, marginType: 'ISOLATED' });
  const order = await client.createOrder(SOL, 'limit', 'buy', 9, 100.1, {
    timeInForce: 'IOC',
    clientOrderId: 'entry',
  });
  expect(order).toMatchObject({ status: 'closed', filled: 9, average: 100.01, clientOrderId: 'entry' });
  const stop = await client.fapiPrivatePostAlgoOrder({
    algoType: 'CONDITIONAL',
    symbol: 'SOLUSDT',
    side: 'SELL',
    type: 'STOP_MARKET',
    closePosition: true,
    triggerPrice: 98,
    clientAlgoId: 'backstop',
    workingType: 'MARK_PRICE',
  });
  expect(stop).toMatchObject({ algoStatus: 'NEW', clientAlgoId: 'backstop' });
  const unified = await client.createOrder(SOL, 'market', 'sell', 9, undefined, {
    stopLossPrice: 99,
    reduceOnly: true,
  });
  expect(unified.status).toBe('open');
  expect(await client.fapiPrivateGetOpenAlgoOrders({})).toHaveLength(2);
  expect(await client.fetchOpenOrders(SOL, undefined, undefined, { trigger: true })).toHaveLength(2);
  expect(await client.fetchPositions()).toMatchObject([
    { symbol: SOL, contracts: 9, entryPrice: 100.01, side: 'long' },
  ]);
  const risk = (await client.fapiPrivateV3GetPositionRisk({})) as unknown as object[];
  expect(risk[0]).not.toHaveProperty('leverage');
});

test('after the stop ccxt reads the trades, and refusals as its own errors', async () => {
  await fetch(`${server.url}/sim/advance`, { method: 'POST', body: JSON.stringify({ minutes: 2 }) });
  expect(await client.fetchPositions()).toEqual([]);
  const trades = await client.fetchMyTrades(SOL);
  expect(trades.map(trade => trade.price)).toEqual([100.01, 98.99]);
  await expect(client.createOrder(SOL, 'market', 'sell', 9, undefined, { reduceOnly: true })).rejects.toThrow(
    /-2022/,
  );
  await expect(client.createOrder(SOL, 'market', 'buy', 900)).rejects.toThrow(/-2019/);
});

test('a dropped connection after acceptance is an error to the caller and an order at the venue', async () => {
  const faults = [{ match: 'POST /fapi/v1/order', times: 1, effect: 'applied', hang: true }];
  await fetch(`${server.url}/sim/faults`, { method: 'POST', body: JSON.stringify(faults) });
  await expect(
    client.createOrder(SOL, 'market', 'buy', 1, undefined, { clientOrderId: 'lost' }),
  ).rejects.toThrow();
  const status = (await (await fetch(`${server.url}/sim/status`)).json()) as { positions: number };
  expect(status.positions).toBe(1);
});
