import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Minute } from '../../lib/desk/units.ts';
import { EnvironmentError, readEnvironment } from '../../lib/wiring/environment.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';
import { expectNoPollution, hold, holdAsync, ONE_LINE, Outcomes } from '../kit/hostile.ts';
import { hostileJson } from '../kit/hostile-json.ts';

afterEach(expectNoPollution);

describe('I14 whatever event a function is called with,', () => {
  test('it runs a minute that the event names, or throws one line', async () => {
    const outcomes = new Outcomes();
    const ran: number[] = [];
    const handler = scheduledHandler(
      async () => 'desk',
      async (_desk, minute: Minute) => {
        ran.push(minute);
        return 'done';
      },
    );
    const times = fc.constantFrom(
      ...`2025-05-27T14:30:00Z 2025-05-27T14:30:59.999+02:00 0000-01-01T00:00:00Z 9999-12-31T23:59:59Z
        2025-02-30T00:00:00Z 2025-05-27T24:00:00Z 2025-05-27T14:30:60Z +275760-09-13T00:00:00Z 2025 now
        1748356200000`.split(/\s+/),
      '2025-05-27 14:30',
      '',
      `2025-05-27T14:30:00.${'0'.repeat(5_000)}Z`,
    );
    const events = times.chain(scheduledTime =>
      hostileJson({ scheduledTime }, { scheduledTime, id: 'x', detail: {} }),
    );
    await holdAsync(events, async text => {
      ran.length = 0;
      const event: unknown = JSON.parse(text);
      const answer = await outcomes.later(() => handler(event), Error);
      if (answer === undefined) {
        expect(ran).toEqual([]);
        return;
      }
      expect(ran).toHaveLength(1);
      expect(new Date(ran[0] as number).toISOString()).toBe(answer.minute);
      expect((ran[0] as number) % 60_000).toBe(0);
    });
    outcomes.expectBoth();
  });
});

const NAMES = [
  'PERPDESK_DESK',
  'PERPDESK_TABLE',
  'PERPDESK_MODE',
  'PERPDESK_VENUE_URL',
  'PERPDESK_MARKET',
  'PERPDESK_MODELS',
  'PERPDESK_FORCED_SIGNALS',
  'PERPDESK_WATERMARK_WAIT_MS',
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_ENDPOINT_URL_SSM',
  '__proto__',
];
const TEXTS = [
  ...`main perpdesk embedded demo live paper synthetic recorded 0 99999 100000 -1 http://127.0.0.1:4000 http://localhost
    http://[::1]:1 https://fapi.binance.com http://127.0.0.1@x.y http:// nonsense ftp://127.0.0.1 javascript:alert(1)
    http://127.0.0.1:99999 http://0x7f.1 // NaN 1e3 constructor __proto__`.split(/\s+/),
  '',
  ' ',
  '\n',
  'main\n',
  'a\nb',
  '\u001b[31m',
  'x'.repeat(5_000),
];
const EMBEDDED = {
  PERPDESK_DESK: 'main',
  PERPDESK_TABLE: 'perpdesk',
  PERPDESK_MODE: 'embedded',
  PERPDESK_VENUE_URL: 'http://127.0.0.1:4000',
  AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:4001',
  AWS_ENDPOINT_URL_SSM: 'http://localhost:4002',
};
const DEMO = { PERPDESK_DESK: 'main', PERPDESK_TABLE: 'perpdesk', PERPDESK_MODE: 'demo' };

test('I41 whatever the environment says, it is a desk that keeps to itself, or refused in one line', () => {
  const outcomes = new Outcomes();
  const changes = fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.option(fc.constantFrom(...TEXTS), { nil: undefined, freq: 8 }),
    { maxKeys: 3 },
  );
  hold(fc.tuple(fc.constantFrom(EMBEDDED, DEMO), changes), ([base, changed]) => {
    const env: Record<string, string | undefined> = { ...base, ...changed };
    const settings = outcomes.of(() => readEnvironment(env), EnvironmentError);
    if (settings === undefined) return;
    const { desk, mode, venueUrl, models, forcedSignals, watermarkWaitMs } = settings;
    expect(desk).toMatch(/^[a-z][a-z0-9-]{0,23}$/);
    expect(watermarkWaitMs).toBeGreaterThanOrEqual(0);
    if (mode !== 'embedded') {
      expect([venueUrl, models, forcedSignals]).toEqual([undefined, undefined, undefined]);
      return;
    }
    for (const address of [venueUrl, env.AWS_ENDPOINT_URL_DYNAMODB, env.AWS_ENDPOINT_URL_SSM]) {
      const { protocol, hostname } = new URL(address ?? '');
      expect(protocol).toMatch(/^https?:$/);
      expect(['127.0.0.1', 'localhost', '[::1]']).toContain(hostname);
    }
  });
  outcomes.expectBoth();
});

test('ONE_LINE is what it says', () => {
  expect('one line').toMatch(ONE_LINE);
  for (const broken of ['', 'a\nb', 'a\u2028b', '\u001b[31m', 'x'.repeat(1_001)])
    expect(broken).not.toMatch(ONE_LINE);
});
