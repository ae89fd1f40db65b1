import { describe, expect, test } from 'vitest';
import { finding } from '../../../lib/desk/doctor/finding.ts';
import type { LeverageTier } from '../../../lib/desk/instrument.ts';
import { defaultLimits, withLimits } from '../../../lib/desk/limits/limits.ts';
import { bracketsCheck } from '../../../lib/desk/preflight/brackets.ts';
import { type Check, type CheckState, known, mayGoOn, unknown } from '../../../lib/desk/preflight/check.ts';
import { limitsCheck } from '../../../lib/desk/preflight/limits.ts';
import { alarmMailCheck, subscriptionsCheck } from '../../../lib/desk/preflight/mail.ts';
import { type ModelSeen, modelChecks } from '../../../lib/desk/preflight/models.ts';
import { fraction, leverage, notionalUsd, symbolId } from '../../../lib/desk/units.ts';

const paper = { desk: 'main', mode: 'paper', flags: ' --aws' } as const;
const live = { ...paper, mode: 'live' } as const;

describe('one may go on', () => {
  const of = (state: CheckState): Check => ({ name: 'a', state, seen: '' });
  test.each<[CheckState, boolean]>([
    ['ok', true],
    ['warning', true],
    ['missing', false],
    ['refused', false],
    ['not-checked', false],
  ])('where the worst is %s: %s', (state, may) => expect(mayGoOn([of('ok'), of(state)])).toBe(may));
});

describe('brackets', () => {
  const tier = (max: number, most: number): LeverageTier => ({
    notionalMin: notionalUsd(0),
    notionalMax: notionalUsd(max),
    leverageMax: leverage(most),
    maintenanceFraction: fraction(0.01),
    maintenanceDeductionUsd: 0,
  });
  const limits = (() => {
    const read = withLimits(defaultLimits(), { 'plan/leverage-max': '10' });
    if (read.type === 'invalid') throw new Error('the limits of this test are not valid');
    return read.limits;
  })();
  const cap = limits.values['risk/symbol-notional-usd-max'];
  const coins = (...tiers: readonly LeverageTier[]) => known([{ symbol: symbolId('AUSDT'), tiers }]);

  test.each<[string, ReturnType<typeof coins>, CheckState, RegExp]>([
    ['as much as the plan wants', coins(tier(cap, 10)), 'ok', /all allow 10x/],
    ['less', coins(tier(cap, 5)), 'warning', /1 allow less than 10x at .*: AUSDT 5x/],
    ['enough for small positions alone', coins(tier(cap - 1, 20), tier(cap + 1, 8)), 'warning', /AUSDT 8x/],
    ['none for a position so large', coins(tier(cap - 1, 20)), 'warning', /AUSDT 0x/],
  ])('that allow %s', (_what, found, state, seen) => {
    const judged = bracketsCheck(found, limits);
    expect(judged.state).toBe(state);
    expect(judged.seen).toMatch(seen);
  });

  test('that nobody could read are not checked', () =>
    expect(bracketsCheck(unknown('silence'), limits).state).toBe('not-checked'));
});

describe('limits', () => {
  const told = { title: 'this is so', proof: '', limits: [] };
  const error = finding('error', 'limit-invalid', told);
  const warning = finding('warning', 'cap-never-binds', told);
  const note = finding('note', 'cycles', told);
  test.each<[string, number | undefined, readonly (typeof error)[], CheckState, RegExp]>([
    ['good', 60, [note], 'ok', /60 stored, and the doctor has nothing to say/],
    ['with a warning', 60, [warning, note], 'warning', /60 stored: no error, 1 warning: this is so/],
    ['with two errors', 60, [error, error, warning], 'refused', /60 stored: this is so \(and 1 more\)/],
    ['none stored', 0, [], 'missing', /none is stored/],
    ['those of a first deployment', undefined, [], 'ok', /^as first stored/],
  ])('%s', (_what, stored, findings, state, seen) => {
    const found = limitsCheck(known({ stored, findings }), paper);
    expect(found.state).toBe(state);
    expect(found.seen).toMatch(seen);
  });
});

describe('models', () => {
  const AT = Date.UTC(2026, 0, 5, 4, 7);
  const votes: ModelSeen = { kind: 'xgboost', version: 'x1', market: 'binance-usdm', revalidatedAt: AT };
  const none: ModelSeen = { kind: 'nhits' };
  const silent: ModelSeen = { ...votes, kind: 'lightgbm', because: 'too few' };
  const states = (subject: typeof paper | typeof live, ...seen: readonly ModelSeen[]) =>
    modelChecks(known(seen), subject).map(({ state }) => state);

  test('that vote say since when they have been held against what came', () =>
    expect(modelChecks(known([votes]), paper)).toEqual([
      { name: 'xgboost', state: 'ok', seen: 'x1 votes, revalidated 2026-01-05 04:07 UTC' },
    ]));

  test('none of which votes are missing with real money, and no fault on paper', () => {
    expect(states(paper, none, silent)).toEqual(['warning', 'warning']);
    expect(states(live, none, silent)).toEqual(['missing', 'missing']);
    expect(states(live, none, silent, votes)).toEqual(['warning', 'warning', 'ok']);
  });

  test.each(['synthetic', 'martingale'])(
    'of the market %s are refused, but on that market itself',
    market => {
      expect(states(live, { ...votes, market })).toEqual(['refused']);
      expect(
        modelChecks(known([{ ...votes, market }]), { ...paper, mode: 'embedded' }).map(({ state }) => state),
      ).toEqual(['ok']);
    },
  );
});

describe('alarms', () => {
  test.each<[string | undefined, 'paper' | 'live', CheckState]>([
    ['a@example.com', 'live', 'ok'],
    [undefined, 'paper', 'warning'],
    [undefined, 'live', 'missing'],
  ])('written to %s, of a desk in mode %s: %s', (email, mode, state) =>
    expect(alarmMailCheck(email, mode).state).toBe(state),
  );

  const to = (topic: string, confirmed: boolean) => ({ topic, endpoint: 'a@example.com', confirmed });
  test.each<[string, readonly ReturnType<typeof to>[], 'paper' | 'live', CheckState, RegExp]>([
    ['all confirmed', [to('alarms', true), to('pages', true)], 'live', 'ok', /confirmed: alarms, pages/],
    [
      'one pending',
      [to('alarms', true), to('pages', false)],
      'live',
      'missing',
      /not confirmed: pages to a@example\.com/,
    ],
    ['one pending', [to('alarms', false)], 'paper', 'warning', /not confirmed: alarms/],
    ['nobody', [], 'live', 'missing', /nobody is written to/],
    ['the report alone', [to('reports', true)], 'live', 'missing', /nobody is written to/],
  ])('subscribed to: %s', (_what, found, mode, state, seen) => {
    const judged = subscriptionsCheck(known(found), mode);
    expect(judged.state).toBe(state);
    expect(judged.seen).toMatch(seen);
  });
});
