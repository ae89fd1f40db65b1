import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROFILES } from '../../lib/desk/limits/profiles.ts';
import { StackRefusal } from '../../lib/stack/refusal.ts';
import { settingsOf } from '../../lib/stack/settings.ts';

const MAIN = [{ name: 'main', mode: 'demo' }];
const paper = (more = {}) => ({ desks: [{ name: 'main', mode: 'paper', ...more }] });
const read = (context: Readonly<Record<string, unknown>>) => settingsOf(key => context[key]);

const ALL = ['xgboost', 'lightgbm', 'nhits', 'patchtst'];

test('a desk is in Frankfurt unless it is said to be elsewhere', () => {
  expect(read({ desks: MAIN })).toEqual({
    desks: [{ ...MAIN[0], learn: ALL, learnOn: 'lambda' }],
    region: 'eu-central-1',
  });
});

test('who is written to when an alarm goes off gets the daily report, unless somebody else is named', () => {
  const alarmEmail = 'desk@example.com';
  expect(read({ desks: MAIN }).reportEmail).toBeUndefined();
  expect(read({ desks: MAIN, alarmEmail }).reportEmail).toBe(alarmEmail);
  expect(read({ desks: MAIN, alarmEmail, reportEmail: 'a@example.com' })).toMatchObject({
    alarmEmail,
    reportEmail: 'a@example.com',
  });
});

test('sweeps are run where the context says so, in cdk.json or on the command line', () => {
  expect(read({ desks: MAIN }).sweep).toBeUndefined();
  for (const sweep of [false, 'false']) expect(read({ desks: MAIN, sweep }).sweep).toBeUndefined();
  for (const sweep of [true, 'true']) expect(read({ desks: MAIN, sweep }).sweep).toBe(true);
});

test('a paper desk begins with 10,000 dollars in isolated margin, or with what it is given', () => {
  const plain = {
    name: 'main',
    learn: ALL,
    learnOn: 'lambda',
    mode: 'paper',
    balanceUsd: 10_000,
    account: 'usdt-isolated',
  };
  expect(read(paper()).desks).toEqual([plain]);
  const given = { balanceUsd: 15_000, account: 'credits-cross' };
  expect(read(paper(given)).desks).toEqual([{ ...plain, ...given }]);
});

test('a desk fits the kinds of model that it names, or all, or none', () => {
  const learns = (learn?: readonly string[]) =>
    read({ desks: [{ ...MAIN[0], ...(learn === undefined ? {} : { learn }) }] }).desks[0]?.learn;
  expect(learns()).toEqual(ALL);
  expect(learns(['lightgbm'])).toEqual(['lightgbm']);
  expect(learns([])).toEqual([]);
});

test('a desk fits them in a function unless it says in a task', () => {
  const learnsOn = (more = {}) => read({ desks: [{ ...MAIN[0], ...more }] }).desks[0]?.learnOn;
  expect(learnsOn()).toBe('lambda');
  expect(learnsOn({ learnOn: 'lambda' })).toBe('lambda');
  expect(learnsOn({ learnOn: 'fargate' })).toBe('fargate');
});

test('what cdk.json deploys is one paper desk', () => {
  const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
  expect(settingsOf(key => context[key]).desks).toMatchObject([{ name: 'main', mode: 'paper' }]);
});

test('a live desk is what says so twice: by its mode, and by the number of its account', () => {
  const desks = [{ name: 'real', mode: 'live', live: { confirmedAccount: '12345678' } }];
  expect(read({ desks }).desks).toEqual([
    { name: 'real', learn: ALL, learnOn: 'lambda', mode: 'live', liveAccount: '12345678' },
  ]);
});

test('a desk’s limits begin with what a profile says, and with what the desk says before that', () => {
  const texts = (more = {}) => read(paper(more)).desks[0]?.texts;
  expect(texts()).toBeUndefined();
  expect(texts({ limits: { 'risk/positions-max': '3' } })).toEqual({ 'risk/positions-max': '3' });
  expect(texts({ profile: 'math-ai' })).toEqual(PROFILES['math-ai']);
  expect(texts({ profile: 'math-ai', limits: { 'risk/positions-max': '3' } })).toEqual({
    ...PROFILES['math-ai'],
    'risk/positions-max': '3',
  });
});

test('a desk is in the stack that it names, or in the one named perpdesk', () => {
  const stack = (more = {}) => read(paper(more)).desks[0]?.stack;
  expect(stack()).toBeUndefined();
  for (const name of ['perpdesk', 'perpdesk-2', 'perpdesk-asia-2']) expect(stack({ stack: name })).toBe(name);
});

test('desks may be given as JSON on the command line', () => {
  expect(read({ desks: JSON.stringify(MAIN) }).desks).toEqual([
    { ...MAIN[0], learn: ALL, learnOn: 'lambda' },
  ]);
});

test.each<readonly [string, Readonly<Record<string, unknown>>, RegExp]>([
  ['a balance of nothing', paper({ balanceUsd: 0 }), /desks\.0\.balanceUsd: must be 1 or more/],
  ['a balance with cents', paper({ balanceUsd: 0.5 }), /balanceUsd: must be a whole number of dollars/],
  ['a balance that is text', paper({ balanceUsd: '10000' }), /balanceUsd: must be a whole number/],
  ['a balance beyond belief', paper({ balanceUsd: 1e12 }), /balanceUsd: must be 100000000 or less/],
  ['an account that does not exist', paper({ account: 'portfolio' }), /account: must be "usdt-isolated" or/],
  [
    'a balance for a desk whose account is not its own',
    { desks: [{ ...MAIN[0], balanceUsd: 10_000 }] },
    /desk main: "balanceUsd" and "account" are for a desk of mode paper/,
  ],
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
    'I41 a live account at a paper desk',
    paper({ live: { confirmedAccount: '12345678' } }),
    /desk main: "live" is for a desk of mode live; this one is paper/,
  ],
  [
    'a mode that does not exist',
    { desks: [{ name: 'main', mode: 'dmeo' }] },
    /desks\.0\.mode: must be "paper", "demo" or "live"/,
  ],
  ['a region in the US', { desks: MAIN, region: 'us-east-1' }, /us-east-1: .*451/],
  ['a region of the US government', { desks: MAIN, region: 'us-gov-west-1' }, /451/],
  ['a region that is none', { desks: MAIN, region: 'Frankfurt' }, /context region: must be a region/],
  ['no desk', { desks: [] }, /context desks: must name at least one desk/],
  ['no desks at all', {}, /context desks: /],
  ['two desks of one name', { desks: [...MAIN, ...MAIN] }, /two desks are named main/],
  ['a name with capitals', { desks: [{ name: 'Main', mode: 'demo' }] }, /desks\.0\.name: must be/],
  ['a name with a slash', { desks: [{ name: 'a/b', mode: 'demo' }] }, /desks\.0\.name: must be/],
  [
    'a kind of model that there is not',
    { desks: [{ name: 'main', mode: 'demo', learn: ['catboost'] }] },
    /learn\.0: must be of xgboost/,
  ],
  [
    'a kind of model twice',
    { desks: [{ name: 'main', mode: 'demo', learn: ['nhits', 'nhits'] }] },
    /learn: names a kind twice/,
  ],
  [
    'a place to learn that there is not',
    { desks: [{ name: 'main', mode: 'demo', learnOn: 'ec2' }] },
    /desks\.0\.learnOn: must be "lambda" or "fargate"/,
  ],
  [
    'a place to learn where nothing is fitted',
    { desks: [{ name: 'main', mode: 'demo', learn: [], learnOn: 'fargate' }] },
    /desk main: "learnOn" says where models are fitted, and "learn" names none/,
  ],
  ...[
    'Perpdesk',
    'desk',
    'perpdesk-',
    'perpdesk--2',
    'perpdesk_2',
    'perpdesk-abcdefghijklmnop',
    '',
    'perpdesk-A',
  ].map(
    stack =>
      [`a stack named ${stack}`, paper({ stack }), /desks\.0\.stack: must be perpdesk, or begin/] as const,
  ),
  [
    'two desks of one name in two stacks',
    { desks: [MAIN[0], { ...MAIN[0], stack: 'perpdesk-2' }] },
    /two desks are named main/,
  ],
  [
    'a profile that there is not',
    paper({ profile: 'maths' }),
    /desks\.0\.profile: must be one of math-ai, high/,
  ],
  [
    'I07 a limit that there is not',
    paper({ limits: { 'risk/position-max': '3' } }),
    /^desk main: "limits": risk\/position-max is no limit; docs\/limits\.md lists them$/,
  ],
  [
    'I08 a limit out of range',
    paper({ limits: { 'risk/positions-max': '1000' } }),
    /^desk main: "limits": risk\/positions-max: /,
  ],
  [
    'a limit that is no text',
    paper({ limits: { 'risk/positions-max': 3 } }),
    /desks\.0\.limits\.risk\/positions-max: must be text in quotes/,
  ],
  [
    'a limit that the profile does not go with',
    paper({ profile: 'high-leverage', limits: { 'plan/stop-fraction-min': '0.05' } }),
    /^desk main: "limits" over the profile high-leverage: plan\/stop-fraction-min: 0\.05 is above plan\/stop-fraction-max 0\.03$/,
  ],
  [
    'limits under which nothing can be opened on the account that they are for',
    paper({ balanceUsd: 100_000, profile: 'math-ai', limits: { 'risk/daily-loss-usd-max': '5' } }),
    /^desk main: "limits" over the profile math-ai: one stop-out exceeds the daily loss/,
  ],
  ['a setting that nobody reads', { desks: [{ name: 'main', mode: 'demo', size: 1 }] }, /size/],
  ['text that is no JSON', { desks: 'main' }, /context desks: is not JSON: main/],
  ['an address that is none', { desks: MAIN, alarmEmail: 'nobody' }, /alarmEmail: must be an e-mail/],
  ['a sweep that is neither on nor off', { desks: MAIN, sweep: 'yes' }, /context sweep: is not JSON: yes/],
  ['a sweep that is a number', { desks: MAIN, sweep: 1 }, /context sweep: must be true or false/],
  ['no address for reports', { desks: MAIN, reportEmail: 'nobody' }, /reportEmail: must be an e-mail/],
  ['an address to wake that is none', { desks: MAIN, pageEmail: 'x' }, /pageEmail: must be an e-mail/],
])('%s is refused in one line', (_, context, line) => {
  expect(() => read(context)).toThrow(StackRefusal);
  expect(() => read(context)).toThrow(line);
  expect(() => read(context)).not.toThrow(/\n/);
});
