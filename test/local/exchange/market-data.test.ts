import { expect, test } from 'vitest';
import { Exchange } from '../../../lib/local/exchange/exchange.ts';
import { START, scriptedMarket } from '../../kit/scripted-market.ts';
import { Client, options } from './client.ts';

const bars = Array.from({ length: 200 }, (_, i) => [100 + i, 100.5 + i, 99.5 + i, 101 + i] as const);
const client = () => new Client(new Exchange(options({ market: scriptedMarket({ SOLUSDT: bars }) })));
type Row = [number, string, string, string, string, string, number, ...unknown[]];
const klines = (c: Client, fields: Record<string, string | number>) =>
  c.open('GET /fapi/v1/klines', { symbol: 'SOLUSDT', ...fields }).body as unknown as Row[];

test('the last minute bar is the open of the minute and nothing else: no bit of the future', () => {
  const c = client();
  c.sim('POST /sim/advance', { minutes: 20 });
  const rows = klines(c, { interval: '1m', limit: 99 });
  expect(rows).toHaveLength(21);
  expect(rows.at(-1)?.slice(0, 6)).toEqual([
    START + 20 * 60_000,
    '120.00',
    '120.00',
    '120.00',
    '120.00',
    '0.000',
  ]);
  expect(rows.at(-2)?.slice(1, 5)).toEqual(['119.00', '119.50', '118.50', '120.00']);
  const quarters = klines(c, { interval: '15m', limit: 5 });
  expect(quarters).toHaveLength(2);
  expect(quarters[1]?.slice(1, 6)).toEqual(['115.00', '120.00', '114.50', '120.00', '50.000']);
});

test('the future stays hidden whatever is asked for', () => {
  const c = client();
  c.sim('POST /sim/advance', { minutes: 20 });
  const seen = (fields: Record<string, string | number>) => klines(c, fields).map(row => row[0]);
  for (const interval of ['1m', '15m', '1h', '1d']) {
    for (const fields of [
      {},
      { limit: 1500 },
      { startTime: START, limit: 1500 },
      { startTime: START + 30 * 60_000 },
      { endTime: START + 1e9 },
    ]) {
      for (const at of seen({ interval, ...fields })) expect(at).toBeLessThanOrEqual(START + 20 * 60_000);
    }
  }
  const hours = klines(c, { interval: '1h', limit: 3 }).at(-1);
  expect(Number(hours?.[2])).toBeLessThanOrEqual(120);
});

test('a closed bar never changes once shown, and windows honour start, end and limit', () => {
  const c = client();
  c.sim('POST /sim/advance', { minutes: 30 });
  const before = klines(c, { interval: '1m', startTime: START + 60_000, limit: 5 });
  expect(before.map(row => row[0])).toEqual([1, 2, 3, 4, 5].map(i => START + i * 60_000));
  c.sim('POST /sim/advance', { minutes: 30 });
  expect(klines(c, { interval: '1m', startTime: START + 60_000, limit: 5 })).toEqual(before);
  const ended = klines(c, { interval: '1m', endTime: START + 9 * 60_000 + 5, limit: 3 });
  expect(ended.map(row => row[0])).toEqual([7, 8, 9].map(i => START + i * 60_000));
});

test('tickers, quotes, depth and marks tell the same price', () => {
  const c = client();
  c.sim('POST /sim/advance', { minutes: 20 });
  const one = { symbol: 'SOLUSDT' };
  expect(c.open('GET /fapi/v1/ticker/24hr', one).body).toMatchObject({
    lastPrice: '120.00',
    openPrice: '100.00',
    highPrice: '120.00',
    lowPrice: '99.50',
  });
  expect(c.open('GET /fapi/v1/premiumIndex', one).body).toMatchObject({
    markPrice: '120.00000000',
    time: START + 20 * 60_000,
  });
  expect(c.open('GET /fapi/v1/ticker/bookTicker', one).body).toMatchObject({
    bidPrice: '119.99',
    askPrice: '120.01',
  });
  expect((c.open('GET /fapi/v1/depth', { ...one, limit: 5 }).body.asks as string[][])[0]).toEqual([
    '120.01',
    '416.631',
  ]);
  expect(c.open('GET /fapi/v1/premiumIndex').body).toHaveLength(1);
});
