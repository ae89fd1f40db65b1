import { afterEach, describe, expect, test } from 'vitest';
import type { Params } from '../../../lib/adapters/binance/client.ts';
import { incomeSince } from '../../../lib/adapters/binance/history.ts';
import { binanceVenue } from '../../../lib/adapters/binance/venue.ts';
import { DAY_MS, epochMs, symbolId, usd } from '../../../lib/desk/units.ts';
import { type Asked, type Scripted, scriptedServer } from './scripted-server.ts';

const COIN = symbolId('COINUSDT');
const NOW = Date.UTC(2026, 0, 31);
const BNB_AT_FILL = 600;

const trade = (id: number, time: number, changes: object = {}) => ({
  id,
  orderId: 900 + id,
  symbol: COIN,
  side: 'BUY',
  price: '100',
  qty: '2',
  realizedPnl: '0',
  commission: '0.1',
  commissionAsset: 'USDT',
  time,
  ...changes,
});
const income = (tranId: number, time: number, changes: object = {}) => ({
  symbol: COIN,
  incomeType: 'COMMISSION',
  income: '-0.1',
  asset: 'USDT',
  time,
  tranId,
  ...changes,
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
async function venueOver(answer: (asked: Asked) => Scripted) {
  const server = await scriptedServer(answer, { time: () => NOW });
  closing.push(server.close);
  return { ...server, venue: binanceVenue(server.client) };
}

/** The venue's rules of paging: a week by time, or from an id on; at most `limit` rows; oldest first. */
function tradeBook(rows: ReturnType<typeof trade>[]) {
  return ({ params }: Asked): Scripted => {
    const fromId = params.get('fromId');
    const start = Number(params.get('startTime'));
    const end = Math.min(Number(params.get('endTime') ?? Number.POSITIVE_INFINITY), start + 7 * DAY_MS);
    if (end - start > 7 * DAY_MS)
      return { status: 400, json: { code: -4166, msg: 'Search window is restricted' } };
    const found = rows.filter(row =>
      fromId === null ? row.time >= start && row.time <= end : row.id >= Number(fromId),
    );
    return { json: found.slice(0, Number(params.get('limit'))) };
  };
}

test('trades since yesterday are one question', async () => {
  const since = epochMs(NOW - DAY_MS);
  const { venue, asked } = await venueOver(tradeBook([trade(1, since - 1), trade(2, since), trade(3, NOW)]));
  const trades = await venue.trades(COIN, since);
  expect(trades.map(each => each.tradeId)).toEqual(['2', '3']);
  expect(trades[0]).toEqual({
    tradeId: '2',
    orderId: '902',
    symbol: COIN,
    side: 'buy',
    price: 100,
    qty: 2,
    realisedUsd: 0,
    commissionUsd: 0.1,
    at: since,
  });
  expect(asked).toHaveLength(1);
});

test('a month of trades is read week by week, and none is lost at a border', async () => {
  const since = NOW - 30 * DAY_MS;
  const rows = Array.from({ length: 31 }, (_, day) => trade(day, since + day * DAY_MS));
  const { venue, asked } = await venueOver(tradeBook(rows));
  expect(await venue.trades(COIN, epochMs(since))).toHaveLength(31);
  expect(asked).toHaveLength(5);
});

test('more trades than one answer holds are read on by id', async () => {
  const rows = Array.from({ length: 2_500 }, (_, id) => trade(id, NOW - 2_500 + id));
  const { venue, asked } = await venueOver(tradeBook(rows));
  const trades = await venue.trades(COIN, epochMs(NOW - DAY_MS));
  expect(trades.map(each => each.tradeId)).toEqual(rows.map(row => String(row.id)));
  expect(asked).toHaveLength(3);
});

test('I65 a fee in BNB is counted at the mark of its minute; one in dollars as it is', async () => {
  const at = NOW - 90_500;
  const minute = Math.floor(at / 60_000) * 60_000;
  const { venue, asked } = await venueOver(({ path, params }) => {
    if (path !== '/fapi/v1/markPriceKlines') {
      const fee = { commission: '0.001', commissionAsset: 'BNB' };
      return { json: [trade(1, at, fee), trade(2, at, fee), trade(3, at, { commissionAsset: 'BNFCR' })] };
    }
    expect(Number(params.get('startTime'))).toBe(minute);
    return { json: [[minute, String(BNB_AT_FILL), '1', '1', '1', '0']] };
  });
  const trades = await venue.trades(COIN, epochMs(NOW - DAY_MS));
  expect(trades.map(each => each.commissionUsd)).toEqual([0.6, 0.6, 0.1]);
  expect(asked.filter(one => one.path === '/fapi/v1/markPriceKlines')).toHaveLength(1);
});

test('a fee in an asset without a rate is malformed, and named; a fee of nothing needs no rate', async () => {
  const fee = (commission: string) => [trade(1, NOW, { commission, commissionAsset: 'DOGE' })];
  const priced = await venueOver(tradeBook(fee('3')));
  await expect(priced.venue.trades(COIN, epochMs(NOW - 1))).rejects.toMatchObject({
    kind: 'malformed',
    message: expect.stringContaining('DOGE'),
  });
  const free = await venueOver(tradeBook(fee('0')));
  expect(await free.venue.trades(COIN, epochMs(NOW - 1))).toHaveLength(1);
});

test('a BNB mark that the venue does not have is not replaced by another', async () => {
  const { venue } = await venueOver(({ path }) =>
    path === '/fapi/v1/markPriceKlines'
      ? { json: [] }
      : { json: [trade(1, NOW, { commissionAsset: 'BNB' })] },
  );
  await expect(venue.trades(COIN, epochMs(NOW - 1))).rejects.toMatchObject({ kind: 'unavailable' });
});

test('income is read page after page, each entry once, profit and fee of one fill apart', async () => {
  const rows = [
    ...Array.from({ length: 1_500 }, (_, i) => income(i, NOW - 1_500 + Math.floor(i / 3))),
    income(1, NOW, { incomeType: 'REALIZED_PNL', income: '5' }),
    income(2, NOW, { incomeType: 'TRANSFER', income: '100', symbol: '' }),
  ];
  const { venue, asked } = await venueOver(({ params }) => ({
    json: rows
      .filter(row => row.time >= Number(params.get('startTime')))
      .slice(0, Number(params.get('limit'))),
  }));
  const entries = await venue.income(epochMs(NOW - DAY_MS));
  expect(entries).toHaveLength(1_502);
  expect(asked).toHaveLength(2);
  expect(entries.at(-2)).toMatchObject({ kind: 'realised', symbol: COIN, amountUsd: 5, at: NOW });
  expect(entries.at(-1)).toMatchObject({ kind: 'transfer', symbol: undefined, amountUsd: 100 });
});

describe('pages that lead nowhere end the reading, as malformed:', () => {
  const full = (row: (i: number) => object) => Array.from({ length: 1_000 }, (_, i) => row(i));

  test('the same trades for every id', async () => {
    const rows = full(i => trade(i, NOW - 5_000 + i));
    const { venue, asked } = await venueOver(() => ({ json: rows }));
    await expect(venue.trades(COIN, epochMs(NOW - DAY_MS))).rejects.toMatchObject({ kind: 'malformed' });
    expect(asked).toHaveLength(2);
  });

  test('the same income for every instant', async () => {
    const rows = full(i => income(i, NOW - 5_000));
    const { venue, asked } = await venueOver(() => ({ json: rows }));
    await expect(venue.income(epochMs(NOW - DAY_MS))).rejects.toMatchObject({ kind: 'malformed' });
    expect(asked).toHaveLength(2);
  });

  test('a page larger than was asked for is read all the same', async () => {
    const rows = Array.from({ length: 150_000 }, (_, i) => income(i, NOW - 150_000 + i));
    const client = {
      read: async (_: string, { startTime }: Params = {}) => (Number(startTime) > NOW - DAY_MS ? [] : rows),
      now: async () => epochMs(NOW),
    };
    const inDollars = async (amount: number) => usd(amount);
    expect(await incomeSince(client, inDollars, epochMs(NOW - DAY_MS))).toHaveLength(150_000);
  });
});

test('income from before the instant that was asked for has been counted, and is not counted again', async () => {
  const { venue } = await venueOver(() => ({ json: [income(1, NOW - 2_000), income(2, NOW - 1_000)] }));
  expect((await venue.income(epochMs(NOW - 1_000))).map(({ at }) => at)).toEqual([NOW - 1_000]);
});

test('a row that is still to come is malformed: what is read from there on would miss all until then', async () => {
  const later = NOW + DAY_MS;
  const { venue } = await venueOver(({ path }) => ({
    json: path === '/fapi/v1/income' ? [income(1, later)] : [trade(1, later)],
  }));
  await expect(venue.income(epochMs(NOW))).rejects.toThrow(/still to come/);
  await expect(venue.trades(COIN, epochMs(NOW))).rejects.toThrow(/still to come/);
});

test('I37 a trade of another symbol among those asked for is malformed', async () => {
  const { venue } = await venueOver(() => ({
    json: [trade(1, NOW), trade(2, NOW, { symbol: 'OTHERUSDT' })],
  }));
  await expect(venue.trades(COIN, epochMs(NOW - 1))).rejects.toThrow(/one of them is of OTHERUSDT/);
});

test('a trade whose number does not count is malformed', async () => {
  const { venue } = await venueOver(() => ({ json: [trade(1, NOW, { id: 'abc' })] }));
  await expect(venue.trades(COIN, epochMs(NOW - 1))).rejects.toMatchObject({ kind: 'malformed' });
});
