import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { binanceClient } from '../../../lib/adapters/binance/client.ts';
import { binanceMarket } from '../../../lib/adapters/binance/market.ts';
import { binanceVenue } from '../../../lib/adapters/binance/venue.ts';
import { epochMs, leverage, price, qty, symbolId } from '../../../lib/desk/units.ts';
import { PortError } from '../../../lib/ports.ts';
import { API_KEY, type Scripted, SECRET, scriptedServer } from './scripted-server.ts';

const COIN = symbolId('COINUSDT');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function venueThat(...script: Parameters<typeof scriptedServer>) {
  const server = await scriptedServer(...script);
  closing.push(server.close);
  return { ...server, venue: binanceVenue(server.client), market: binanceMarket(server.client) };
}

const failureOf = async (work: Promise<unknown>): Promise<PortError> => {
  const error: unknown = await work.then(
    () => 'no failure',
    (reason: unknown) => reason,
  );
  if (error instanceof PortError) return error;
  throw new Error(`not a PortError: ${String(error)}`);
};

const ACCOUNT = {
  totalMarginBalance: '10',
  totalWalletBalance: '9',
  availableBalance: '8',
  totalMaintMargin: '0',
};
const FILLED = {
  orderId: 12,
  clientOrderId: 'id-1',
  symbol: COIN,
  side: 'BUY',
  status: 'FILLED',
  origQty: '1',
  executedQty: '1',
  avgPrice: '10',
  reduceOnly: false,
};
const market = {
  clientId: 'id-1',
  symbol: COIN,
  side: 'buy',
  qty: qty(1),
  kind: { type: 'market' },
  reduceOnly: false,
} as const;
const stop = {
  clientId: 'id-2',
  symbol: COIN,
  side: 'sell',
  type: 'stop-market',
  triggerPrice: price(1),
  qty: 'all',
} as const;

test('a signed request carries the key, the window and a signature over exactly what was sent', async () => {
  const { venue, asked } = await venueThat(() => ({ json: ACCOUNT }));
  expect(await venue.account()).toEqual({
    equityUsd: 10,
    walletUsd: 9,
    availableMarginUsd: 8,
    maintenanceUsd: 0,
  });
  const [one] = asked;
  expect(one).toMatchObject({ method: 'GET', path: '/fapi/v3/account', apiKey: API_KEY });
  expect(one?.params.get('recvWindow')).toBe('5000');
  const [signed, signature] = one?.raw.split('&signature=') ?? [];
  expect(signature).toBe(
    createHmac('sha256', SECRET)
      .update(signed ?? '')
      .digest('hex'),
  );
});

test('requests are signed with the venue’s time, however wrong the machine’s is', async () => {
  const venueTime = Date.UTC(2025, 4, 1);
  const { venue, asked } = await venueThat(() => ({ json: ACCOUNT }), { time: () => venueTime });
  await venue.account();
  expect(Math.abs(Number(asked[0]?.params.get('timestamp')) - venueTime)).toBeLessThan(1_000);
});

test('I20 a read refused for its clock is repeated once, after the clock was measured again', async () => {
  const refusal = { status: 400, json: { code: -1021, msg: 'Timestamp is outside of the recvWindow.' } };
  const first = await venueThat((_, nth) => (nth === 1 ? refusal : { json: ACCOUNT }));
  await first.venue.account();
  expect(first.asked).toHaveLength(2);
  expect(first.times).toHaveLength(2);

  const always = await venueThat(() => refusal);
  expect((await failureOf(always.venue.account())).kind).toBe('unavailable');
  expect(always.asked).toHaveLength(2);
});

test('I10 an order refused for its clock is not sent again, but the next one is signed anew', async () => {
  const { venue, asked, times } = await venueThat(() => ({
    status: 400,
    json: { code: -1021, msg: 'late' },
  }));
  expect(await venue.place(market)).toEqual({ type: 'rejected', code: -1021, because: 'late' });
  expect(asked).toHaveLength(1);
  await venue.cancel(COIN, 'id-1');
  expect(times).toHaveLength(2);
});

const silences: [string, Scripted][] = [
  ['no answer', 'hang'],
  ['half an answer', 'stall'],
  ['a dropped connection', 'reset'],
  ['HTTP 503', { status: 503, json: { code: -1007, msg: 'Timeout waiting for response' } }],
  ['HTTP 504 from a proxy', { status: 504, text: '<html>Gateway Time-out</html>' }],
  ['an answer that is not JSON', { text: '<html>ok</html>' }],
  ['an answer of another shape', { json: { orderId: 1 } }],
  ['a list', { json: [] }],
];

test.each(silences)('I10 after %s every order is unknown, and was sent once', async (_, scripted) => {
  const { venue, asked } = await venueThat(() => scripted, { timeoutMs: 250 });
  const outcomes = await Promise.all([
    venue.place(market),
    venue.placeConditional(stop),
    venue.cancel(COIN, 'id-1'),
    venue.cancelConditional('id-2'),
    venue.setLeverage(COIN, leverage(3)),
    venue.setMarginMode(COIN, 'isolated'),
  ]);
  // An algo cancel is acknowledged by its id alone, so `orderId` is as strange to it as a list.
  expect(outcomes.map(outcome => outcome.type)).toEqual(Array(6).fill('unknown'));
  expect(asked).toHaveLength(6);
});

test.each(silences.slice(0, 5))('after %s a read is unavailable', async (_, scripted) => {
  const { venue } = await venueThat(() => scripted, { timeoutMs: 250 });
  expect((await failureOf(venue.account())).kind).toBe('unavailable');
});

test.each(silences.slice(5))('%s makes a read malformed', async (_, scripted) => {
  const { venue } = await venueThat(() => scripted);
  expect((await failureOf(venue.account())).kind).toBe('malformed');
});

test('a venue that is not there makes a read unavailable and an order unknown', async () => {
  const { venue, close } = await venueThat(() => ({ json: ACCOUNT }));
  await venue.account();
  await close();
  closing.length = 0;
  expect((await failureOf(venue.account())).kind).toBe('unavailable');
  expect((await venue.place(market)).type).toBe('unknown');
});

test('a refusal keeps the venue’s code and words, an edge server’s its status', async () => {
  const { venue } = await venueThat((_, nth) =>
    nth === 1
      ? { status: 400, json: { code: -2019, msg: 'Margin is insufficient.' } }
      : { status: 451, text: '<html>Unavailable For Legal Reasons</html>' },
  );
  expect(await venue.place(market)).toEqual({
    type: 'rejected',
    code: -2019,
    because: 'Margin is insufficient.',
  });
  expect(await venue.place(market)).toMatchObject({ type: 'rejected', code: 451 });
});

test('I20 a bad key stays a bad key, also after calls that succeeded', async () => {
  const { venue } = await venueThat((_, nth) =>
    nth === 1
      ? { json: ACCOUNT }
      : { status: 401, json: { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' } },
  );
  await venue.account();
  expect((await failureOf(venue.account())).kind).toBe('unauthorised');
});

test.each([null, '', [-2019], true, {}, '-2019 or so', 1.5])(
  'I10 a refusal whose code is %j names no code: what became of the order is unknown',
  async code => {
    const { venue } = await venueThat(() => ({ status: 400, json: { code, msg: 'no' } }));
    expect((await venue.place(market)).type).toBe('unknown');
  },
);

test('I19 an answer about another order is none: the order asked about is unknown', async () => {
  const other = { ...FILLED, clientOrderId: 'id-9' };
  const { venue } = await venueThat(() => ({ json: other }));
  expect((await venue.place(market)).type).toBe('unknown');
  expect((await venue.cancel(COIN, 'id-1')).type).toBe('unknown');
  expect((await failureOf(venue.findOrder(COIN, 'id-1'))).message).toMatch(
    /it is about "id-9", not about id-1/,
  );
  expect((await failureOf(venue.orderById(COIN, '77'))).message).toMatch(/it is about "12", not about 77/);
});

test('a mark price of another market is none', async () => {
  const mark = { symbol: 'OTHERUSDT', markPrice: '1', lastFundingRate: '0', nextFundingTime: 1, time: 1 };
  const venue = await venueThat(() => ({ json: mark }));
  expect((await failureOf(venue.market.mark(COIN))).kind).toBe('malformed');
});

test('I64 the used weight is the venue’s own last count, refusals included', async () => {
  const { venue, client } = await venueThat((_, nth) =>
    nth === 1
      ? { json: ACCOUNT, weight: 35 }
      : { status: 429, json: { code: -1003, msg: 'Too many' }, weight: 2401 },
  );
  expect(client.usedWeight()).toBeUndefined();
  await venue.account();
  expect(client.usedWeight()).toBe(35);
  expect((await failureOf(venue.account())).kind).toBe('rate-limited');
  expect(client.usedWeight()).toBe(2401);
});

test('no key, no secret and no signature is in any error text', async () => {
  const echo = `refused: ${API_KEY} with ${SECRET}`;
  const scripts: Scripted[] = [
    'hang',
    'reset',
    { status: 400, json: { code: -1100, msg: echo } },
    { status: 500, text: echo },
    { status: 200, text: echo },
    { status: 200, text: `{"msg":"${echo}` },
    { status: 403, text: `https://venue/fapi/v1/order?timestamp=1&signature=abcdef ${echo}` },
  ];
  for (const scripted of scripts) {
    const { venue } = await venueThat(() => scripted, { timeoutMs: 200 });
    const error = await failureOf(venue.findOrder(COIN, 'id-1'));
    const outcome = await venue.cancel(COIN, 'id-1');
    const texts = [error.message, String(error.stack), String(error.cause), JSON.stringify(outcome)];
    for (const text of texts) {
      expect(text).not.toContain(API_KEY);
      expect(text).not.toContain(SECRET);
      expect(text).not.toMatch(/signature=[0-9a-f]/);
    }
  }
});

test('connections are kept alive: twenty-one requests open two at most', async () => {
  const { market: reads, connections } = await venueThat(() => ({ json: [] }));
  for (let i = 0; i < 21; i += 1) await reads.serverTime();
  // A pool of two: the second may open before the first is seen to be free again.
  expect(connections()).toBeLessThanOrEqual(2);
});

test('a client without keys reads the market and is no venue', async () => {
  const { url } = await venueThat(() => ({ json: [] }));
  const client = binanceClient({ baseUrl: url, timeoutMs: 1_000 });
  expect(await binanceMarket(client).serverTime()).toBeGreaterThan(epochMs(0));
  expect(() => binanceVenue(client)).toThrow(PortError);
  await client.close();
});
