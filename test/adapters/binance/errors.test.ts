import { expect, test } from 'vitest';
import {
  NoAnswer,
  outcomeOf,
  portErrorOf,
  redact,
  VenueRefusal,
} from '../../../lib/adapters/binance/errors.ts';

const none = undefined;

/** HTTP status, the venue's code, what a read makes of it, what an order makes of it. */
const answers: [number, number | undefined, string, string][] = [
  [400, -1000, 'unavailable', 'unknown'],
  [400, -1001, 'unavailable', 'unknown'],
  [400, -1003, 'rate-limited', 'rejected -1003'],
  [400, -1006, 'unavailable', 'unknown'],
  [400, -1007, 'unavailable', 'unknown'],
  [408, -1007, 'unavailable', 'unknown'],
  [400, -1015, 'rate-limited', 'rejected -1015'],
  [400, -1021, 'unavailable', 'rejected -1021'],
  [401, -1022, 'unauthorised', 'rejected -1022'],
  [400, -1111, 'malformed', 'rejected -1111'],
  [400, -1121, 'malformed', 'rejected -1121'],
  [401, -2014, 'unauthorised', 'rejected -2014'],
  [401, -2015, 'unauthorised', 'rejected -2015'],
  [400, -2011, 'malformed', 'rejected -2011'],
  [400, -2019, 'malformed', 'rejected -2019'],
  [400, -2021, 'malformed', 'rejected -2021'],
  [400, -4118, 'malformed', 'rejected -4118'],
  [400, -4120, 'malformed', 'rejected -4120'],
  [400, -4164, 'malformed', 'rejected -4164'],
  [418, none, 'rate-limited', 'rejected -1003'],
  [429, none, 'rate-limited', 'rejected -1003'],
  [429, -1003, 'rate-limited', 'rejected -1003'],
  [403, none, 'unavailable', 'rejected 403'],
  [451, none, 'unavailable', 'rejected 451'],
  [401, none, 'unauthorised', 'rejected 401'],
  [400, none, 'unavailable', 'unknown'],
  [408, none, 'unavailable', 'unknown'],
  [500, none, 'unavailable', 'unknown'],
  [502, none, 'unavailable', 'unknown'],
  [503, none, 'unavailable', 'unknown'],
  [503, -1008, 'unavailable', 'unknown'],
  [504, none, 'unavailable', 'unknown'],
];

test.each(answers)('HTTP %s with code %s: a read is %s, an order %s', (status, code, kind, outcome) => {
  const refusal = new VenueRefusal(status, code, 'the reason given');
  const order = outcomeOf(refusal);
  expect(portErrorOf(refusal).kind).toBe(kind);
  expect(order.type === 'rejected' ? `rejected ${order.code}` : order.type).toBe(outcome);
  expect(order.because).toContain('the reason given');
});

test('silence makes a read unavailable and an order unknown', () => {
  const silence = new NoAnswer('no answer from the venue within 5 ms');
  expect(portErrorOf(silence)).toMatchObject({ kind: 'unavailable', message: silence.message });
  expect(outcomeOf(silence)).toEqual({ type: 'unknown', because: silence.message });
});

test('query strings, signatures and secrets are taken out of a text', () => {
  const text = 'GET https://venue/fapi/v1/order?a=1&signature=beef refused\n for topsecret, signature=beef';
  expect(redact(text, ['topsecret', ''])).toBe('GET https://venue/fapi/v1/order refused for …, signature=…');
});

test('a text of any length and content becomes one line, and takes no time', () => {
  const began = performance.now();
  for (const part of ['https://', 'secret=', 'a b', '\u2028\u001b[31m']) {
    expect(redact(part.repeat(100_000), ['topsecret'])).toMatch(/^[^\p{Cc}\u2028]{1,301}$/u);
  }
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(redact(`${' '.repeat(1_990)}topsecret`, ['topsecret'])).not.toContain('tops');
});
