import { expect, test } from 'vitest';
import { StackRefusal } from '../../lib/stack/refusal.ts';
import { settingsOf } from '../../lib/stack/settings.ts';

const MAIN = [{ name: 'main', mode: 'demo' }];
const read = (context: Readonly<Record<string, unknown>>) => settingsOf(key => context[key]);

test('a demo desk in Frankfurt is the default', () => {
  expect(read({ desks: MAIN })).toEqual({ desks: MAIN, region: 'eu-central-1' });
});

test('a live desk is what says so twice: by its mode, and by the number of its account', () => {
  const desks = [{ name: 'real', mode: 'live', live: { confirmedAccount: '12345678' } }];
  expect(read({ desks }).desks).toEqual([{ name: 'real', mode: 'live', liveAccount: '12345678' }]);
});

test('desks may be given as JSON on the command line', () => {
  expect(read({ desks: JSON.stringify(MAIN) }).desks).toEqual(MAIN);
});

test.each([
  ['a paper desk', { desks: [{ name: 'main', mode: 'paper' }] }, /desk main: .*no paper venue/],
  [
    'I41 a live desk that does not say for which account',
    { desks: [{ name: 'main', mode: 'live' }] },
    /desk main: mode live trades real money: add "live": \{"confirmedAccount": "NUMBER"\}/,
  ],
  [
    'a live desk for an account that is no number',
    { desks: [{ name: 'main', mode: 'live', live: { confirmedAccount: 'me' } }] },
    /desks\.0\.live\.confirmedAccount: must be the account’s number/,
  ],
  [
    'a live desk whose account is a number without quotes',
    { desks: [{ name: 'main', mode: 'live', live: { confirmedAccount: 12_345_678 } }] },
    /desks\.0\.live\.confirmedAccount/,
  ],
  [
    'I41 a live account at a demo desk',
    { desks: [{ name: 'main', mode: 'demo', live: { confirmedAccount: '12345678' } }] },
    /desk main: "live" is for a desk of mode live; this one is demo/,
  ],
  [
    'a mode that does not exist',
    { desks: [{ name: 'main', mode: 'dmeo' }] },
    /desks\.0\.mode: must be "demo" or "live"/,
  ],
  ['a region in the US', { desks: MAIN, region: 'us-east-1' }, /us-east-1: .*451/],
  ['a region of the US government', { desks: MAIN, region: 'us-gov-west-1' }, /451/],
  ['a region that is none', { desks: MAIN, region: 'Frankfurt' }, /context region: must be a region/],
  ['no desk', { desks: [] }, /context desks: must name at least one desk/],
  ['no desks at all', {}, /context desks: /],
  ['two desks of one name', { desks: [...MAIN, ...MAIN] }, /two desks are named main/],
  ['a name with capitals', { desks: [{ name: 'Main', mode: 'demo' }] }, /desks\.0\.name: must be/],
  ['a name with a slash', { desks: [{ name: 'a/b', mode: 'demo' }] }, /desks\.0\.name: must be/],
  ['a setting that nobody reads', { desks: [{ name: 'main', mode: 'demo', size: 1 }] }, /size/],
  ['text that is no JSON', { desks: 'main' }, /context desks: is not JSON: main/],
  ['an address that is none', { desks: MAIN, alarmEmail: 'nobody' }, /alarmEmail: must be an e-mail/],
])('%s is refused in one line', (_, context, line) => {
  expect(() => read(context)).toThrow(StackRefusal);
  expect(() => read(context)).toThrow(line);
  expect(() => read(context)).not.toThrow(/\n/);
});
