import { describe, expect, test } from 'vitest';
import { absent, known, mayGoOn, unknown } from '../../../lib/desk/preflight/check.ts';
import {
  type BookSeen,
  type DeskToLeave,
  destroyCommands,
  leavingChecks,
  stackToLeaveCheck,
} from '../../../lib/desk/preflight/destroy.ts';
import { minuteOf, symbolId } from '../../../lib/desk/units.ts';

const MINUTE = minuteOf(Date.UTC(2026, 0, 5, 4, 7));
const NOTHING = { positions: [], orders: [] };
const EMPTY: BookSeen = { positions: [], intents: [], hasRun: true };
const flat: DeskToLeave = {
  subject: { desk: 'main', mode: 'demo', flags: ' --aws' },
  book: known(EMPTY),
  venue: known(NOTHING),
  state: known({ value: 'halted', editedAgoMs: 120_000 }),
};
const intent = (state: BookSeen['intents'][number]['state']) => ({
  id: 'pd-1',
  symbol: symbolId('HOLDUSDT'),
  state,
  minute: MINUTE,
});
const position = (phase: BookSeen['positions'][number]['phase']) => ({
  id: 'HOLDUSDT-20260105T0400',
  side: 'long' as const,
  phase,
});

const judge = (change: Partial<DeskToLeave>) => {
  const checks = leavingChecks({ ...flat, ...change });
  return { may: mayGoOn(checks), said: checks.filter(each => !mayGoOn([each])).map(({ seen }) => seen) };
};

describe('a desk may be taken away', () => {
  test.each<[string, Partial<DeskToLeave>]>([
    ['halted, and with nothing open', {}],
    ['reducing, and with nothing open', { state: known({ value: 'reducing' }) }],
    [
      'with positions and orders that are over',
      {
        book: known({
          ...EMPTY,
          positions: [position('closed')],
          intents: [intent('settled'), intent('void')],
        }),
      },
    ],
    [
      'that never ran, and never had a key',
      {
        book: known({ ...EMPTY, hasRun: false }),
        venue: absent('no key is stored'),
      },
    ],
  ])('%s', (_what, change) => expect(judge(change)).toEqual({ may: true, said: [] }));
});

describe('it stays', () => {
  test.each<[string, Partial<DeskToLeave>, RegExp]>([
    [
      'with a position in the book',
      { book: known({ ...EMPTY, positions: [position('protected')] }) },
      /^HOLDUSDT-20260105T0400 long, protected$/,
    ],
    [
      'with one whose stop nobody knows',
      { book: known({ ...EMPTY, positions: [position('unknown')] }) },
      /unknown/,
    ],
    [
      'with an order that waits',
      { book: known({ ...EMPTY, intents: [intent('waiting')] }) },
      /HOLDUSDT order of 2026-01-05 04:07, waiting \(pd-1\)/,
    ],
    [
      'with an order about to be sent',
      { book: known({ ...EMPTY, intents: [intent('reserved')] }) },
      /reserved/,
    ],
    [
      'I10 with an order without an answer',
      { book: known({ ...EMPTY, intents: [intent('submitted')] }) },
      /submitted/,
    ],
    [
      'with a position at the venue that the book has not',
      { venue: known({ ...NOTHING, positions: [{ symbol: 'BUSDT', qty: -2 }] }) },
      /^BUSDT short 2$/,
    ],
    [
      'with an order at the venue',
      { venue: known({ ...NOTHING, orders: [{ symbol: 'BUSDT', what: 'stop-market' }] }) },
      /^BUSDT stop-market$/,
    ],
    [
      'with several alike, which are told together',
      {
        venue: known({
          ...NOTHING,
          orders: ['stop-market', 'buy order', 'stop-market'].map(what => ({ symbol: 'BUSDT', what })),
        }),
      },
      /^BUSDT stop-market x 2; BUSDT buy order$/,
    ],
    ['while it may open something', { state: known({ value: 'active' }) }, /control\/state is active/],
    [
      'while a minute that began before the halt may still be at work',
      { state: known({ value: 'halted', editedAgoMs: 119_999 }) },
      /^control\/state is halted since a moment ago/,
    ],
    ['where the venue does not answer', { venue: unknown('silence') }, /^silence$/],
    ['where the book cannot be read', { book: unknown('silence') }, /^silence$/],
    ['where its state cannot be read', { state: unknown('silence') }, /^silence$/],
    ['when it ran, and its key is gone', { venue: absent('no key is stored') }, /^no key is stored$/],
  ])('%s', (_what, change, said) => {
    const judged = judge(change);
    expect(judged.may).toBe(false);
    expect(judged.said).toHaveLength(1);
    expect(judged.said[0]).toMatch(said);
  });

  test.each([
    [10_000, 'ask again in 110 seconds'],
    [-3_600_000, 'ask again in 120 seconds'],
  ])('with a halt of %d ms ago, until it surely holds', (editedAgoMs, next) => {
    const [halted] = leavingChecks({ ...flat, state: known({ value: 'halted', editedAgoMs }) });
    expect(halted).toMatchObject({ state: 'not-checked', next });
  });

  test('naming each that is open, up to six', () => {
    const positions = Array.from({ length: 8 }, (_, n) => ({ symbol: `C${n}USDT`, qty: 1 }));
    const [said = ''] = judge({ venue: known({ ...NOTHING, positions }) }).said;
    expect(said).toContain('C5USDT long 1 and 2 more');
    expect(said).not.toContain('C6USDT');
  });
});

test('what takes the stack away reaches the account that was looked at', () =>
  expect(
    destroyCommands({
      stack: 'perpdesk',
      region: 'eu-west-1',
      profile: 'prod',
      cdkFlags: ' --profile prod -c region=eu-west-1',
    }),
  ).toEqual([
    'aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name perpdesk --region eu-west-1 --profile prod',
    'npx cdk destroy perpdesk --profile prod -c region=eu-west-1',
  ]));

describe('the stack', () => {
  const desks = [{ name: 'main', mode: 'paper' }];
  test.each([
    ['with desks', known({ status: 'UPDATE_COMPLETE', desks }), 'ok'],
    ['in which none is found', known({ status: 'UPDATE_COMPLETE', desks: [] }), 'not-checked'],
    ['that is not there', absent('there is no stack'), 'missing'],
    ['that nobody could ask about', unknown('silence'), 'not-checked'],
  ] as const)('%s', (_what, stack, state) => expect(stackToLeaveCheck(stack).state).toBe(state));
});
