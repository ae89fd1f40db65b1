import { describe, expect, test } from 'vitest';
import { type CheckState, known, unknown } from '../../../lib/desk/preflight/check.ts';
import { clockCheck, marketTimeCheck, venueCheck } from '../../../lib/desk/preflight/venue.ts';

const reading = (aheadMs: number, roundTripMs: number) =>
  known({ host: 'fapi.binance.com', serverTime: Date.UTC(2026, 0, 5, 4, 7), aheadMs, roundTripMs });

describe('the clock', () => {
  test.each<[number, number, CheckState, RegExp]>([
    [12, 80, 'ok', /^12 ms behind the venue's, give or take 40 ms$/],
    [-12, 80, 'ok', /^12 ms ahead of the venue's/],
    [999, 0, 'ok', /999 ms/],
    [-1_100, 80, 'refused', /^1100 ms ahead/],
    [1_041, 80, 'refused', /^1041 ms behind/],
    [1_020, 80, 'warning', /too slow to tell/],
    [-980, 80, 'warning', /too slow to tell/],
    [100, 3_000, 'warning', /give or take 1500 ms: the answer is too slow to tell/],
    [3_600_000, 3_000, 'refused', /3600000 ms/],
  ])('%d ms off, %d ms there and back: %s', (ahead, trip, state, seen) => {
    const found = clockCheck(reading(ahead, trip));
    expect(found.state).toBe(state);
    expect(found.seen).toMatch(seen);
  });

  test('of a simulated market is that market’s', () => {
    expect(marketTimeCheck(reading(9e12, 1))).toMatchObject({ state: 'ok' });
    expect(marketTimeCheck(reading(9e12, 1)).seen).toContain('2026-01-05 04:07 UTC');
  });

  test('that nothing can be held against is not checked', () => {
    expect(clockCheck(unknown('silence')).state).toBe('not-checked');
    expect(marketTimeCheck(unknown('silence')).state).toBe('not-checked');
  });
});

describe('the venue', () => {
  const host = 'fapi.binance.com';
  test('that answers is named, with the time it takes', () =>
    expect(venueCheck(reading(0, 83.6), host)).toEqual({
      name: 'venue',
      state: 'ok',
      seen: 'fapi.binance.com answers in 84 ms',
    }));

  test.each<[string, CheckState, RegExp]>([
    [
      'the venue answered HTTP 451: Unavailable For Legal Reasons',
      'refused',
      /HTTP 451, it serves nobody in this place/,
    ],
    ['the venue answered HTTP 403: Forbidden', 'refused', /HTTP 403, it has shut this address out/],
    ['the venue answered HTTP 503: busy', 'not-checked', /HTTP 503/],
    ['no answer from the venue: fetch failed', 'not-checked', /^fapi\.binance\.com: fetch failed$/],
  ])('"%s" is %s', (because, state, seen) => {
    const found = venueCheck(unknown(because), host);
    expect(found.state).toBe(state);
    expect(found.seen).toMatch(seen);
    expect(found.next).toBeDefined();
  });
});
