import { describe, expect, test } from 'vitest';
import { type GuardianState, newGuardian } from '../../../lib/desk/guardian/state.ts';
import { areStopsUnproved, guardianDenial } from '../../../lib/desk/guardian/word.ts';
import { epochMs, minutesAfter } from '../../../lib/desk/units.ts';
import { COIN, limitsWith, NOW } from '../../kit/builders.ts';

const LIMITS = limitsWith();
const guardian = (changes: Partial<GuardianState> = {}): GuardianState => ({
  ...newGuardian(minutesAfter(NOW, -10_000)),
  watchedMinute: NOW,
  ...changes,
});
const failure = { at: epochMs(NOW - 60_000), symbol: COIN, because: '-4120: use the algo endpoint' };

describe('nothing is opened', () => {
  test.each<[string, GuardianState | undefined, string | undefined, RegExp | undefined]>([
    ['when the guardian has never been there', undefined, 'guardian-late', /never/],
    [
      'when it has not yet seen the account',
      guardian({ watchedMinute: undefined }),
      'guardian-late',
      /never/,
    ],
    [
      'when it last saw the account three minutes ago',
      guardian({ watchedMinute: minutesAfter(NOW, -3) }),
      'guardian-late',
      /14:27 .*heartbeat-minutes-max/,
    ],
    [
      'but it may be when that was two ago',
      guardian({ watchedMinute: minutesAfter(NOW, -2) }),
      undefined,
      undefined,
    ],
    ['when a position is beyond help', guardian({ helpless: [COIN] }), 'unprotected-position', /COINUSDT/],
    [
      'I21 while stops are not taken',
      guardian({ stops: { provedAt: undefined, failure } }),
      'stops-unproved',
      /COINUSDT at .*14:29: -4120/,
    ],
    ['but it may be when all is well', guardian(), undefined, undefined],
  ])('%s', (_when, state, code, because) => {
    const denial = guardianDenial(state, NOW, LIMITS);
    expect(denial?.code).toBe(code);
    if (because !== undefined) expect(denial?.because).toMatch(because);
  });
});

describe('I21 stops are unproved', () => {
  const quiet = (stops: Partial<GuardianState['stops']>, sinceMinutes = 10_000) =>
    areStopsUnproved(
      guardian({
        since: minutesAfter(NOW, -sinceMinutes),
        stops: { provedAt: undefined, failure: undefined, ...stops },
      }),
      NOW,
      LIMITS,
    );

  test.each<[string, () => boolean, boolean]>([
    ['after a day without one', () => quiet({ provedAt: minutesAfter(NOW, -1_440) }), true],
    ['not a minute before', () => quiet({ provedAt: minutesAfter(NOW, -1_439) }), false],
    ['when none was ever seen, after a day of watching', () => quiet({}), true],
    ['not on the first day of a desk', () => quiet({}, 60), false],
    ['after a trial that could show nothing, at once', () => quiet({ provedAt: epochMs(0) }, 60), true],
    ['without a guardian', () => areStopsUnproved(undefined, NOW, LIMITS), true],
  ])('%s', (_when, are, expected) => expect(are()).toBe(expected));
});

test('a guardian that has just begun has seen nothing and suspects nothing', () => {
  expect(newGuardian(NOW)).toEqual({
    rev: 0,
    since: NOW,
    watchedMinute: undefined,
    sightings: [],
    orphans: [],
    surplus: [],
    helpless: [],
    stops: { provedAt: undefined, failure: undefined },
  });
});
