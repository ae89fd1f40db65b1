import { describe, expect, test } from 'vitest';
import { type AccountAccess, admissionOf, confirmationFault } from '../../lib/desk/admission.ts';
import { epochMs } from '../../lib/desk/units.ts';

const GOOD: AccountAccess = {
  hedgeMode: false,
  portfolioMargin: false,
  mayTradeFutures: true,
  mayWithdraw: false,
  mayTransfer: false,
  boundToAddresses: true,
  tradingEndsAt: undefined,
};

describe('a live account and its key', () => {
  test('are admitted without a word when they are as they should be', () => {
    expect(admissionOf(GOOD)).toEqual({ refusals: [], warnings: [] });
  });

  test.each<[string, Partial<AccountAccess>, RegExp]>([
    ['a key that may withdraw', { mayWithdraw: true }, /may withdraw: take that right from it at the venue/],
    ['a key that may not trade', { mayTradeFutures: false }, /may not trade futures: give it that right/],
    ['I16 hedge mode', { hedgeMode: true }, /hedge mode: .* switch position mode to one-way/],
    ['portfolio margin', { portfolioMargin: true }, /portfolio margin, .*: leave it, or use a sub-account/],
  ])('are refused for %s, in one sentence that says what to do', (_what, access, sentence) => {
    const { refusals, warnings } = admissionOf({ ...GOOD, ...access });
    expect(refusals).toEqual([expect.stringMatching(sentence)]);
    expect(refusals[0]).not.toContain('\n');
    expect(warnings).toEqual([]);
  });

  test.each<[string, Partial<AccountAccess>, RegExp]>([
    [
      'a key that is bound to no address, with the day that ends it',
      { boundToAddresses: false, tradingEndsAt: epochMs(Date.UTC(2026, 3, 5)) },
      /bound to no address.*ends its right to trade on 2026-04-05: restrict it/,
    ],
    ['a key that may move money', { mayTransfer: true }, /may move money between your accounts/],
  ])('are admitted with a warning for %s', (_what, access, sentence) => {
    const { refusals, warnings } = admissionOf({ ...GOOD, ...access });
    expect(refusals).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(sentence)]);
  });

  test('hear all that is wrong at once', () => {
    const all = admissionOf({ ...GOOD, mayWithdraw: true, hedgeMode: true, boundToAddresses: false });
    expect([all.refusals.length, all.warnings.length]).toEqual([2, 1]);
  });
});

describe('I41 the account that a live desk may touch', () => {
  const fault = (deployed: string, confirmed: string | undefined, actual: string) =>
    confirmationFault({ deployed, confirmed, actual }, '/perpdesk/main/live/confirmed-account');

  test('is the one that deployment, person and venue agree on', () => {
    expect(fault('1234', '1234', '1234')).toBeUndefined();
  });

  test.each<[string, Parameters<typeof fault>, RegExp]>([
    ['nobody confirmed it', ['1234', undefined, '1234'], /not confirmed: .* live confirm NUMBER/],
    [
      'another one was confirmed',
      ['1234', '5678', '1234'],
      /confirms account 5678, the desk was deployed for account 1234/,
    ],
    [
      'the keys are another one’s',
      ['1234', '1234', '5678'],
      /keys belong to account 5678, confirmed is account 1234/,
    ],
    ['a confirmation is no pattern', ['1234', '', '1234'], /confirms account/],
  ])('is none when %s', (_what, accounts, sentence) => {
    expect(fault(...accounts)).toMatch(sentence);
    expect(fault(...accounts)).not.toContain('\n');
  });
});
