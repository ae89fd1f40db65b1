import { describe, expect, test } from 'vitest';
import { symbolId } from '../../../lib/desk/units.ts';
import { COIN } from '../../kit/builders.ts';
import { aReport, aTrade, at, record } from './samples.ts';

const OTHER = symbolId('OTHERUSDT');

describe('the trades of a day', () => {
  test('are those that ended in it, in that order, with what they were planned as and came to', () => {
    const { trades } = aReport({
      positions: [
        aTrade(at(1_439), 20, { id: 'late' }),
        aTrade(at(90), -10, { id: 'early' }),
        aTrade(at(1_440), 5, { id: 'tomorrow' }),
        aTrade(at(-1), 5, { id: 'yesterday', openedAt: at(-60) }),
        aTrade(undefined, 0, { id: 'open' }),
      ],
    });
    expect(trades.map(({ id, netUsd, ended, minutesHeld }) => [id, netUsd, ended, minutesHeld])).toEqual([
      ['early', -11, 'stop-loss', 30],
      ['late', 19, 'take-profit', 1_379],
    ]);
    // One R is what the stop takes with costs: 10 coins from 100 to 99, and 0.14 %.
    expect(trades[0]?.rMultiple).toBeCloseTo(-11 / 11.4, 2);
  });

  test('that were open when it ended are held, whether they were closed since or not', () => {
    const { held } = aReport({
      positions: [
        aTrade(undefined, 0),
        aTrade(at(1_440), 5, { symbol: OTHER }),
        aTrade(at(1_439), 5, { symbol: symbolId('GONEUSDT') }),
        aTrade(undefined, 0, { symbol: symbolId('NEWUSDT'), openedAt: at(1_440) }),
      ],
    });
    expect(held).toEqual([COIN, OTHER]);
  });
});

test('fidelity is of the day’s entries, and names what took most from them', () => {
  const cut = (usdTaken: number, limit: string) =>
    aTrade(undefined, 0, {
      plannedNotionalUsd: 3_000 as never,
      intendedNotionalUsd: 2_000 as never,
      executedNotionalUsd: 1_000 as never,
      trace: [
        {
          owner: 'Risk Guard',
          step: 'cap',
          beforeUsd: 3_000 as never,
          afterUsd: (3_000 - usdTaken) as never,
          because: 'so it is',
          limit,
        },
      ],
    });
  const { fidelity } = aReport({
    positions: [
      cut(900, 'a/b v1'),
      cut(800, 'c/d v2'),
      cut(800, 'c/d v2'),
      aTrade(undefined, 0, { openedAt: at(-5) }),
    ],
  });
  expect(fidelity).toEqual({
    entries: 3,
    median: 0.5,
    plannedUsd: 9_000,
    executedUsd: 3_000,
    cut: { by: 'c/d v2', usd: 1_600, entries: 2 },
  });
  expect(aReport().fidelity).toBeUndefined();
});

test('what was refused is counted by reason, the most frequent first, with its meaning', () => {
  const refused = (code: 'symbol-busy' | 'daily-loss', minutes = 10) =>
    record(minutes, { type: 'not-taken', symbol: COIN, side: 'long', source: 'ensemble', code, because: '' });
  const { denials } = aReport({
    records: [
      refused('symbol-busy'),
      refused('daily-loss'),
      refused('daily-loss'),
      refused('symbol-busy', -1),
    ],
  });
  expect(denials.map(({ code, n }) => [code, n])).toEqual([
    ['daily-loss', 2],
    ['symbol-busy', 1],
  ]);
  expect(denials[0]?.meaning).toContain('risk/daily-loss-usd-max');
});

describe('the models of a day', () => {
  const spoke = (minutes: number, licensed: boolean) =>
    record(minutes, {
      type: 'votes',
      at: at(minutes),
      licensed,
      models: [{ kind: 'xgboost', version: 'x-1', licensed, ...(licensed ? {} : { because: 'too old' }) }],
      coins: [],
    });

  test.each([
    ['one that had its vote all the time', [spoke(-15, true), spoke(0, true), spoke(15, true)], []],
    ['one that lost it', [spoke(0, true), spoke(15, false), spoke(30, false)], [[15, false, 'too old']]],
    ['one that lost it over midnight', [spoke(-15, true), spoke(0, false)], [[0, false, 'too old']]],
    ['one that got it', [spoke(-15, false), spoke(0, true)], [[0, true, undefined]]],
    ['one that is new', [spoke(15, true)], []],
    ['one whose change was before the day', [spoke(-30, true), spoke(-15, false), spoke(0, false)], []],
  ])('%s', (_what, records, changes) =>
    expect(
      aReport({ records }).licences.map(change => [
        (change.at - at(0)) / 60_000,
        change.licensed,
        change.because,
      ]),
    ).toEqual(changes),
  );

  test('changed seats', () => {
    const seat = {
      type: 'seat',
      kind: 'xgboost',
      version: 'x-2',
      what: 'promoted',
      because: 'not worse',
    } as const;
    expect(aReport({ records: [record(10, seat), record(-10, seat)] }).seats).toEqual([
      { version: 'x-2', what: 'promoted', because: 'not worse' },
    ]);
  });
});

test('limits that were edited are told once each, however often the guard has looked', () => {
  const edited = (minutes: number, because: string) =>
    record(minutes, { type: 'state', what: 'limit edited', because });
  const { limits, troubles } = aReport({
    records: [edited(10, 'a/b v2: 1 → 2'), edited(10, 'a/b v2: 1 → 2'), edited(11, 'a/b v3: 2 → 1')],
  });
  expect(limits).toEqual(['a/b v2: 1 → 2', 'a/b v3: 2 → 1']);
  expect(troubles).toEqual([]);
});

test('troubles are told once each, with how often and how long, in the order in which they began', () => {
  const { troubles } = aReport({
    records: [
      record(-1, { type: 'trouble', what: 'exit', because: 'of yesterday' }),
      record(5, { type: 'trouble', what: 'exit', symbol: COIN, because: 'the venue\nwas down' }),
      record(6, { type: 'unprotected', positionId: 'x', symbol: COIN, because: 'refused' }),
      record(9, { type: 'trouble', what: 'exit', symbol: COIN, because: 'again' }),
      record(10, { type: 'state', what: 'halted', because: 'drawdown of 15 %' }),
      record(11, { type: 'state', what: 'orphan x cancelled', because: 'nothing is held' }),
    ],
  });
  expect(troubles).toEqual([
    { what: `exit, ${COIN}`, n: 2, first: at(5), last: at(9), because: 'again' },
    { what: `${COIN} had no stop`, n: 1, first: at(6), last: at(6), because: 'refused' },
    { what: 'halted', n: 1, first: at(10), last: at(10), because: 'drawdown of 15 %' },
  ]);
});

test('why minutes opened nothing is counted', () => {
  const { quiet, minutes } = aReport({
    records: [
      record(1, { type: 'minute', entries: 0, noTrade: 'no-signal' }),
      record(2, { type: 'minute', entries: 1 }),
      record(3, { type: 'minute', entries: 0, noTrade: 'no-licensed-model' }),
      record(4, { type: 'minute', entries: 0, noTrade: 'no-licensed-model' }),
    ],
  });
  expect(minutes).toBe(4);
  expect(quiet.map(({ code, n }) => [code, n])).toEqual([
    ['no-licensed-model', 2],
    ['no-signal', 1],
  ]);
});
