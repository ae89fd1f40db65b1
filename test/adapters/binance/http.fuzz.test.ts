import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { binanceVenue } from '../../../lib/adapters/binance/venue.ts';
import { epochMs, qty, symbolId } from '../../../lib/desk/units.ts';
import { PortError } from '../../../lib/ports.ts';
import { holdAsync, ONE_LINE, Outcomes, oddNumber } from '../../kit/hostile.ts';
import { hostileJson } from '../../kit/hostile-json.ts';
import { cutText } from '../../kit/hostile-text.ts';
import { ANSWERS, AT } from './sample-answers.ts';
import { API_KEY, type Scripted, SECRET, scriptedServer } from './scripted-server.ts';

const COIN = symbolId('COINUSDT');
let scripted: Scripted = { json: {} };
let server: Awaited<ReturnType<typeof scriptedServer>>;
beforeAll(async () => {
  server = await scriptedServer(() => scripted, { time: () => AT, timeoutMs: 1_000 });
});
afterAll(() => server.close());

const REFUSALS = [
  { code: -2019, msg: 'Margin is insufficient.' },
  { code: -1021, msg: `refused: ${API_KEY} with ${SECRET} at https://venue/fapi?signature=abc` },
];
const statuses = fc.oneof(
  fc.constant(200),
  fc.constantFrom(400, 401, 403, 404, 418, 429, 451, 500, 502, 503),
);

/** Bodies that are JSON, are cut off, or never were any. */
const bodies = (...samples: readonly unknown[]) =>
  fc.oneof(
    { weight: 4, arbitrary: hostileJson(...samples, ...REFUSALS) },
    cutText(hostileJson(...samples, ...REFUSALS)),
    fc.string({ maxLength: 300, unit: 'binary' }),
    fc.constantFrom('', '<html>504</html>', 'https://'.repeat(5_000), '{'.repeat(5_000), '\uFEFF{}'),
  );

test('I10 I20 an order over HTTP is accepted, rejected or unknown, whatever comes back, and is sent once', async () => {
  const venue = binanceVenue(server.client);
  const seen = new Set<string>();
  await holdAsync(
    fc.tuple(statuses, bodies(...ANSWERS.fapiPrivatePostOrder)),
    async ([status, text]) => {
      scripted = { status, text };
      server.asked.length = 0;
      const outcome = await venue.place({
        clientId: 'id-1',
        symbol: COIN,
        side: 'buy',
        qty: qty(2),
        kind: { type: 'market' },
        reduceOnly: false,
      });
      seen.add(outcome.type);
      expect(server.asked).toHaveLength(1);
      expect(oddNumber(outcome)).toBeUndefined();
      if (outcome.type === 'accepted') {
        expect(status).toBe(200);
        return;
      }
      expect(outcome.because).toMatch(ONE_LINE);
      expect(outcome.because).not.toContain(SECRET);
    },
    0.25,
  );
  expect([...seen].toSorted()).toEqual(['accepted', 'rejected', 'unknown']);
});

test('I20 a read over HTTP is an answer or a PortError, whatever comes back', async () => {
  const venue = binanceVenue(server.client);
  const outcomes = new Outcomes();
  await holdAsync(
    fc.tuple(statuses, bodies(...ANSWERS.fapiPrivateV3GetAccount)),
    async ([status, text]) => {
      scripted = { status, text };
      expect(oddNumber(await outcomes.later(() => venue.account(), PortError))).toBeUndefined();
    },
    0.25,
  );
  outcomes.expectBoth();
});

test('I20 the clock is set by an instant alone', async () => {
  const other = await scriptedServer(() => scripted, { time: () => AT });
  const outcomes = new Outcomes();
  await holdAsync(
    hostileJson({ serverTime: AT }),
    async text => {
      other.timeText = text;
      const at = await outcomes.later(() => other.client.syncTime(), PortError);
      if (at !== undefined) expect(() => new Date(epochMs(at)).toISOString()).not.toThrow();
    },
    0.25,
  );
  await other.close();
  outcomes.expectBoth();
});
