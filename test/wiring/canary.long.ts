import { inspect } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { storeSecret } from '../../lib/adapters/ssm/secrets.ts';
import { close } from '../../lib/close.ts';
import { minutesAfter } from '../../lib/desk/units.ts';
import { enter, monitor } from '../../lib/minute.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';
import { KEYS, live } from '../kit/live.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Whatever this process writes from here on. */
function overheard(): string[] {
  const heard: string[] = [];
  const listen = (chunk: unknown) => {
    heard.push(String(chunk));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(listen as never);
  vi.spyOn(process.stderr, 'write').mockImplementation(listen as never);
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation((...args) => void listen(inspect(args, { depth: 9 })));
  return heard;
}

const isClean = (text: string): boolean =>
  ![KEYS.apiKey, KEYS.secret].some(secret => text.includes(secret)) && !/signature=[0-9a-f]{8}/.test(text);

/** Everything that a live desk asks of the venue in a minute, and once an hour. */
const ENDPOINTS = [
  'GET /fapi/v3/account',
  'GET /fapi/v3/positionRisk',
  'GET /fapi/v1/openAlgoOrders',
  'GET /fapi/v1/income',
  'GET /fapi/v1/exchangeInfo',
  'GET /fapi/v1/accountConfig',
  'GET /sapi/v1/account/apiRestrictions',
  'GET /sapi/v1/account/info',
  'GET /fapi/v1/leverageBracket',
  'GET /fapi/v1/symbolConfig',
  'POST /fapi/v1/leverage',
  'POST /fapi/v1/marginType',
  'POST /fapi/v1/order',
  'POST /fapi/v1/algoOrder',
  'GET /fapi/v1/algoOrder',
  'GET /fapi/v1/userTrades',
] as const;

test.each(ENDPOINTS)(
  'a venue that quotes the keys at %s gets them into no journal, no metric and no log',
  async match => {
    const msg = `no: ${KEYS.apiKey} / ${KEYS.secret}`;
    const heard = overheard();
    const desk = await live();
    const wired = await desk.wire();
    for (const fault of [{ status: 500 }, { code: -4000, status: 429 }, { hang: true }]) {
      desk.faults({ match, times: 3, msg, ...fault });
      await desk.minute(wired);
    }
    desk.faults();
    const nextDay = minutesAfter(desk.now(), 1_440);
    const closing = { ...(await desk.wireClose()), metrics: wired.metrics };
    await close({ ...closing, clock: { ...closing.clock, now: () => nextDay } }, nextDay);
    const records = await desk.records();
    expect(records.length).toBeGreaterThan(2);
    for (const text of [...records.map(record => JSON.stringify(record)), ...desk.lines, ...heard])
      expect(isClean(text), text).toBe(true);
    const { positions, intents, book } = await desk.reader.load();
    expect(isClean(JSON.stringify([positions, intents, book]))).toBe(true);
  },
);

test.each([
  ['of another account', 'another-key-0123456789'],
  ['with a line end that was pasted along', `${KEYS.apiKey}\n`],
  ['with a sign that no header takes', `${KEYS.apiKey}é`],
])('a key %s is not in what a handler throws', async (_what, key) => {
  const heard = overheard();
  const desk = await live();
  await storeSecret(desk.parameters, 'live-key', key);
  for (const run of [monitor, enter]) {
    const handler = scheduledHandler(desk.wire, run);
    const thrown: unknown = await handler({ scheduledTime: '2026-01-05T04:00:00Z' }).then(
      () => 'nothing',
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(Error);
    const { message, stack, cause } = thrown as Error;
    const shown = [
      message,
      stack,
      inspect(cause),
      inspect(thrown, { depth: 12, showHidden: true }),
      ...heard,
    ];
    for (const text of shown) expect(String(text)).not.toContain(key.trim());
  }
});
