import { describe, expect, test } from 'vitest';
import { HEADERS, turnedAway } from '../../../lib/operator/page/gate.ts';

const PORT = 4680;
const own = { host: '127.0.0.1:4680' };
const json = { 'content-type': 'application/json' };

describe('a request to the page', () => {
  test.each([
    ['a visit by typed address', 'GET', { ...own, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    [
      'a visit by a link elsewhere',
      'GET',
      { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ],
    ['what the page itself reads', 'GET', { ...own, 'sec-fetch-site': 'same-origin' }],
    ['a command line on this machine', 'GET', { host: 'localhost:4680' }],
    [
      'an edit by the page',
      'POST',
      { ...own, ...json, origin: 'http://127.0.0.1:4680', 'sec-fetch-site': 'same-origin' },
    ],
    [
      'an edit by the page under its other name',
      'POST',
      { host: 'localhost:4680', ...json, origin: 'http://localhost:4680' },
    ],
  ])('is answered: %s', (_what, method, headers) => {
    expect(turnedAway({ method, headers }, PORT)).toBeUndefined();
  });

  test.each([
    ['by a name that was pointed at this machine', 421, 'GET', { host: 'evil.example:4680' }],
    ['to another port', 421, 'GET', { host: '127.0.0.1:1' }],
    ['without a host', 421, 'GET', {}],
    [
      'read by another site',
      403,
      'GET',
      { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
    ],
    [
      'read by another port of this machine',
      403,
      'GET',
      { ...own, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' },
    ],
    ['read with a foreign origin', 403, 'GET', { ...own, origin: 'http://127.0.0.1:9999' }],
    [
      'edited by another site',
      403,
      'POST',
      { ...own, ...json, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    ],
    [
      'edited by another site, navigating',
      403,
      'POST',
      { ...own, ...json, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ],
    ['edited from a file', 403, 'POST', { ...own, ...json, origin: 'null' }],
    ['edited by who does not say where from', 403, 'POST', { ...own, ...json }],
    [
      'edited by a form',
      415,
      'POST',
      { ...own, origin: 'http://127.0.0.1:4680', 'content-type': 'text/plain' },
    ],
    ['deleted', 405, 'DELETE', { ...own, origin: 'http://127.0.0.1:4680' }],
  ])('is turned away: %s', (_what, status, method, headers) => {
    expect(turnedAway({ method, headers }, PORT)?.status).toBe(status);
  });
});

test('nothing may be loaded from elsewhere, run from the document, or framed', () => {
  const policy = HEADERS['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});
