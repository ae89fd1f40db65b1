import { describe, expect, test } from 'vitest';
import type { AccountAccess } from '../../../lib/desk/admission.ts';
import {
  accountCheck,
  accountModeCheck,
  egressCheck,
  keysCheck,
  type LiveAccount,
  rightsCheck,
} from '../../../lib/desk/preflight/account.ts';
import { absent, type CheckState, known, unknown } from '../../../lib/desk/preflight/check.ts';

const subject = { desk: 'real', mode: 'live', flags: ' --aws --desk real' } as const;

const encrypted = (name: string) => ({ name, encrypted: true });

describe('the stored key', () => {
  test.each<[readonly string[], CheckState, string]>([
    [['live-key', 'live-secret', 'webhook'], 'ok', 'live-key and live-secret, encrypted'],
    [['live-key'], 'missing', 'live-secret is not stored'],
    [['demo-key', 'demo-secret'], 'missing', 'live-key and live-secret are not stored'],
  ])('of %j', (names, state, seen) =>
    expect(keysCheck(known(names.map(encrypted)), subject)).toMatchObject({ state, seen }),
  );

  test('in plain text is refused, and stored anew', () =>
    expect(
      keysCheck(known([encrypted('live-key'), { name: 'live-secret', encrypted: false }]), subject),
    ).toMatchObject({
      state: 'refused',
      seen: 'live-secret is stored in plain text',
      next: 'delete that parameter, since its type stays for good; then npm run desk -- secrets set live-secret --aws --desk real',
    }));

  test('is asked for by the command that stores it', () =>
    expect(keysCheck(known([encrypted('live-key')]), subject).next).toBe(
      'npm run desk -- secrets set live-secret --aws --desk real',
    ));
});

test.each<[boolean, 'usdt-isolated' | 'credits-cross', CheckState, RegExp]>([
  [false, 'usdt-isolated', 'ok', /one-way, a margin for each position/],
  [false, 'credits-cross', 'ok', /one-way, multi-assets/],
  [true, 'usdt-isolated', 'refused', /hedge mode/],
])('an account with hedge mode %s, of kind %s: %s', (hedgeMode, kind, state, seen) => {
  const found = accountModeCheck(known({ hedgeMode, kind }));
  expect(found.state).toBe(state);
  expect(found.seen).toMatch(seen);
});

const RIGHTS: AccountAccess = {
  hedgeMode: false,
  portfolioMargin: false,
  mayTradeFutures: true,
  mayWithdraw: false,
  mayTransfer: false,
  boundToAddresses: true,
  tradingEndsAt: undefined,
};
const AT = Date.UTC(2026, 0, 5, 4, 7);
const account = (change: Partial<LiveAccount> = {}): LiveAccount => ({
  access: known(RIGHTS),
  word: unknown('it did not say'),
  egress: known('203.0.113.7'),
  ...change,
});
const refusedHere = unknown('the venue answered -2015: Invalid API-key, IP, or permissions for action');

describe('the rights of a live key', () => {
  test.each<[string, Partial<AccountAccess>, CheckState, RegExp]>([
    ['as they should be', {}, 'ok', /may trade futures, may not withdraw/],
    ['may withdraw', { mayWithdraw: true }, 'refused', /may withdraw/],
    ['may not trade futures', { mayTradeFutures: false }, 'refused', /may not trade futures/],
    ['portfolio margin', { portfolioMargin: true }, 'refused', /portfolio margin/],
    ['may move money', { mayTransfer: true }, 'warning', /may move money/],
  ])('%s', (_what, change, state, seen) => {
    const found = rightsCheck(account({ access: known({ ...RIGHTS, ...change }) }), subject);
    expect(found.state).toBe(state);
    expect(found.seen).toMatch(seen);
  });

  test('are the desk’s to find where the key is refused here', () => {
    const good = account({ access: refusedHere, word: known({ at: AT, refusal: undefined }) });
    expect(rightsCheck(good, subject)).toMatchObject({
      state: 'ok',
      seen: 'found good by the desk itself, at 2026-01-05 04:07 UTC',
    });
    const bad = account({
      access: refusedHere,
      word: known({ at: AT, refusal: 'the API key may withdraw' }),
    });
    expect(rightsCheck(bad, subject)).toMatchObject({ state: 'refused' });
  });

  test('are not checked where neither says them', () =>
    expect(rightsCheck(account({ access: refusedHere }), subject)).toMatchObject({
      state: 'not-checked',
      next: 'npm run desk -- status --aws --desk real',
    }));
});

describe('the fixed address', () => {
  const word = known({ at: AT, refusal: undefined });
  test.each<[string, Partial<LiveAccount>, CheckState, RegExp]>([
    ['none in the stack', { egress: absent('no fixed address') }, 'missing', /no fixed address/],
    [
      'a key bound to none',
      { access: known({ ...RIGHTS, boundToAddresses: false }) },
      'missing',
      /203\.0\.113\.7; .*bound to no address/,
    ],
    ['a bound key that works here as well', {}, 'warning', /works from this machine, too/],
    [
      'a key refused here, and good there',
      { access: refusedHere, word },
      'ok',
      /works there, and is refused here/,
    ],
    [
      'a venue that did not answer here, and a key good there',
      { access: unknown('no answer from the venue within 4000 ms'), word },
      'not-checked',
      /no answer from the venue/,
    ],
    ['a key refused here, and nothing known of there', { access: refusedHere }, 'not-checked', /-2015/],
    [
      'a key refused both here and there',
      { access: refusedHere, word: known({ at: AT, refusal: 'no' }) },
      'not-checked',
      /-2015/,
    ],
  ])('%s', (_what, change, state, seen) => {
    const found = egressCheck(account(change), subject);
    expect(found.state).toBe(state);
    expect(found.seen).toMatch(seen);
  });
});

describe('the account’s number', () => {
  const numbers = {
    deployed: '314159265',
    confirmed: known('314159265'),
    actual: known('314159265'),
    parameter: '/p',
  };
  test.each<[string, Partial<Parameters<typeof accountCheck>[0]>, CheckState, RegExp]>([
    ['by three hands', {}, 'ok', /314159265, by the deployment, by the confirmation and by the venue/],
    ['not confirmed', { confirmed: known(undefined) }, 'missing', /not confirmed/],
    ['confirmed for another', { confirmed: known('271828182') }, 'refused', /confirms account 271828182/],
    [
      'of another account’s keys',
      { actual: known('271828182') },
      'refused',
      /keys belong to account 271828182/,
    ],
    ['by two, the venue silent', { actual: unknown('silence') }, 'not-checked', /whose the key is: silence/],
    [
      'by two that differ, the venue silent',
      { actual: unknown('silence'), confirmed: known('271828182') },
      'refused',
      /confirms account/,
    ],
    ['of no deployed desk', { deployed: undefined }, 'refused', /deployed for account/],
    ['nobody could read', { confirmed: unknown('SSM is silent') }, 'not-checked', /SSM is silent/],
  ])('%s', (_what, change, state, seen) => {
    const found = accountCheck({ ...numbers, ...change }, subject);
    expect(found.state).toBe(state);
    expect(found.seen).toMatch(seen);
  });
});
