import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { readAccess, readAccountId } from '../../../lib/adapters/binance/access.ts';
import { binanceClient } from '../../../lib/adapters/binance/client.ts';
import { redact } from '../../../lib/adapters/binance/errors.ts';
import { binanceMarket } from '../../../lib/adapters/binance/market.ts';
import { binanceVenue } from '../../../lib/adapters/binance/venue.ts';
import { epochMs, leverage, price, qty, symbolId } from '../../../lib/desk/units.ts';
import { type Scripted, scriptedServer } from './scripted-server.ts';

/** Strings that must be nowhere. They are looked for in every way in which a text may be written down. */
const KEY = 'canary-key-7Qm2Xw9LtR4v';
const SECRET = 'canary+secret/5Zp8Kd1HsN6b==';
const COIN = symbolId('COINUSDT');

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** All that somebody could print of a value, however deep it looks. */
const everything = (value: unknown): string =>
  [
    inspect(value, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null }),
    value instanceof Error ? `${value.message}\n${value.stack ?? ''}\n${inspect(value.cause)}` : '',
    JSON.stringify(value) ?? '',
    // As Lambda writes an error that a handler threw.
    value instanceof Error
      ? JSON.stringify(Object.assign({}, value, { stack: value.stack?.split('\n') }))
      : '',
  ].join('\n');

function expectClean(text: string): void {
  for (const secret of [KEY, SECRET, SECRET.replaceAll('/', '\\/')]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(encodeURIComponent(secret));
    expect(text).not.toContain(Buffer.from(secret).toString('base64'));
  }
  expect(text).not.toMatch(/signature=[0-9a-f]{8}/);
  expect(text).not.toMatch(/\b[0-9a-f]{64}\b/);
}

const echo = `refused: ${KEY} with ${SECRET}`;
const SCRIPTS: readonly (readonly [string, Scripted])[] = [
  ['no answer', 'hang'],
  ['half an answer', 'stall'],
  ['a dropped connection', 'reset'],
  ['a refusal that quotes both', { status: 400, json: { code: -1100, msg: echo } }],
  ['an authentication error', { status: 401, json: { code: -2015, msg: `Invalid API-key ${KEY}` } }],
  ['a rate limit', { status: 429, json: { code: -1003, msg: echo } }],
  ['a ban', { status: 418, json: { code: -1003, msg: echo } }],
  ['a signature refused', { status: 400, json: { code: -1022, msg: echo } }],
  ['a clock that is off', { status: 400, json: { code: -1021, msg: echo } }],
  ['an unknown fate', { status: 503, json: { code: -1007, msg: echo } }],
  ['a server error in plain text', { status: 500, text: echo }],
  [
    'a proxy that quotes the address',
    { status: 403, text: `https://venue/fapi/v1/order?x=1&signature=${'ab'.repeat(32)} ${echo}` },
  ],
  [
    'a page of an edge server',
    { status: 502, text: `<html><body>${encodeURIComponent(SECRET)}</body></html>` },
  ],
  ['an answer that is not JSON', { text: echo }],
  [
    'an answer whose fields are the keys',
    { json: { totalMarginBalance: KEY, serverTime: SECRET, code: KEY } },
  ],
  ['a list of keys', { json: [KEY, { symbol: SECRET, filters: KEY }] }],
  ['an answer that escapes them', { text: `{"msg":"${SECRET.replaceAll('/', '\\/')}"}` }],
];

async function venueThat(scripted: Scripted, keys = { apiKey: KEY, secret: SECRET }) {
  const server = await scriptedServer(() => scripted, { ...keys, timeoutMs: 250 });
  closing.push(server.close);
  return { client: server.client, venue: binanceVenue(server.client), market: binanceMarket(server.client) };
}

type Venue = Awaited<ReturnType<typeof venueThat>>;
const since = epochMs(Date.now() - 60_000);
const order = { clientId: 'id', symbol: COIN, side: 'buy', qty: qty(1), reduceOnly: false } as const;
const CALLS: Readonly<Record<string, (of: Venue) => Promise<unknown>>> = {
  account: ({ venue }) => venue.account(),
  positions: ({ venue }) => venue.positions(),
  openOrders: ({ venue }) => venue.openOrders(),
  openConditionals: ({ venue }) => venue.openConditionals(),
  findOrder: ({ venue }) => venue.findOrder(COIN, 'id'),
  orderById: ({ venue }) => venue.orderById(COIN, '1'),
  findConditional: ({ venue }) => venue.findConditional('id'),
  trades: ({ venue }) => venue.trades(COIN, since),
  income: ({ venue }) => venue.income(since),
  tiers: ({ venue }) => venue.tiers(COIN),
  settings: ({ venue }) => venue.settings(COIN),
  mode: ({ venue }) => venue.mode(),
  setLeverage: ({ venue }) => venue.setLeverage(COIN, leverage(3)),
  setMarginMode: ({ venue }) => venue.setMarginMode(COIN, 'isolated'),
  place: ({ venue }) => venue.place({ ...order, kind: { type: 'market' } }),
  placeLimit: ({ venue }) => venue.place({ ...order, kind: { type: 'ioc-limit', limitPrice: price(1) } }),
  placeConditional: ({ venue }) =>
    venue.placeConditional({
      clientId: 'id',
      symbol: COIN,
      side: 'sell',
      type: 'stop-market',
      triggerPrice: price(1),
      qty: 'all',
    }),
  cancel: ({ venue }) => venue.cancel(COIN, 'id'),
  cancelConditional: ({ venue }) => venue.cancelConditional('id'),
  instruments: ({ market }) => market.instruments(),
  dayTickers: ({ market }) => market.dayTickers(),
  depth: ({ market }) => market.depth(COIN),
  candles: ({ market }) => market.candles(COIN, '15m', 2),
  accountId: ({ client }) => readAccountId(client),
  access: ({ client }) => readAccess(client),
};

/** What came of a call, thrown or answered. */
const outcomeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    value => value,
    (error: unknown) => error,
  );

describe('no key, no secret and no signature is in what comes of a call', () => {
  test.each(SCRIPTS)('after %s', async (_what, scripted) => {
    const of = await venueThat(scripted);
    const calls = Object.entries(CALLS).map(
      async ([name, call]) => [name, await outcomeOf(call(of))] as const,
    );
    for (const [name, outcome] of await Promise.all(calls)) expectClean(`${name}: ${everything(outcome)}`);
  });

  test('when the venue is not there at all', async () => {
    const of = await venueThat('reset');
    for (const close of closing.splice(0)) await close();
    for (const call of Object.values(CALLS)) expectClean(everything(await outcomeOf(call(of))));
  });

  test.each([
    ['a line end', `${KEY}\n`, `${SECRET}\r\n`],
    ['a space', `${KEY} x`, SECRET],
    ['a sign that no header takes', `${KEY}é…`, `${SECRET}é`],
    ['nothing of an HMAC secret', KEY, `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`],
  ])('when what was stored as a key holds %s', async (_what, apiKey, secret) => {
    const of = await venueThat(
      { status: 400, json: { code: -1100, msg: `${apiKey} ${secret}` } },
      { apiKey, secret },
    );
    for (const call of Object.values(CALLS)) expectClean(everything(await outcomeOf(call(of))));
  });

  test('nor in what the client itself shows of itself', () => {
    const client = binanceClient({ apiKey: KEY, secret: SECRET, timeoutMs: 1 });
    expectClean(everything(client));
    expectClean(everything(binanceVenue(client)));
  });
});

describe('text that is written to a log', () => {
  test.each([
    ['the secret itself', `no: ${SECRET}!`, 'no: …!'],
    ['the secret in an address', `no: ${encodeURIComponent(SECRET)}!`, 'no: …!'],
    [
      'an address’s query',
      'GET https://venue/fapi/v1/order?symbol=X&signature=12ab failed',
      'GET https://venue/fapi/v1/order failed',
    ],
    ['a signature alone', 'signature=12ab&x=1', 'signature=…&x=1'],
  ])('loses %s', (_what, text, clean) => {
    expect(redact(text, [KEY, SECRET])).toBe(clean);
  });

  test('keeps its words when a secret is too short to be one', () => {
    expect(redact('a plain sentence', ['', 'a', 'plain'])).toBe('a plain sentence');
  });
});
