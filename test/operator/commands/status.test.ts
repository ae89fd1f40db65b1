import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { DAY_MS, dayOf, epochMs, minutesAfter, usd } from '../../../lib/desk/units.ts';
import { PLAIN } from '../../../lib/local/terminal/paint.ts';
import type { PolicyReading } from '../../../lib/models/policy/state.ts';
import { type StatusView, status, statusLines } from '../../../lib/operator/commands/status.ts';
import type { OpenLine } from '../../../lib/operator/views/open-positions.ts';
import { policyLine, policyView } from '../../../lib/operator/views/policy.ts';
import { leased } from '../../contract/book-kit.ts';
import { aDayTruth } from '../../contract/book-samples.ts';
import { aBook, aTrace, NOW } from '../../kit/builders.ts';
import { aPosition } from '../../kit/positions.ts';
import { aPolicy, MODE } from '../../models/policy/kit.ts';

const screen = { width: 80, paint: PLAIN };

const line = (changes: Partial<OpenLine> = {}): OpenLine => ({
  id: 'SOLUSDT-20260105T1430',
  symbol: 'SOLUSDT',
  side: 'short',
  phase: 'protected',
  mode: 'embedded',
  source: 'ensemble',
  qty: 14.92,
  entryPrice: 134.05,
  notionalUsd: 2000.03,
  stopPrice: 138.07,
  stopStage: 'initial',
  nextTargetPrice: 133.24,
  stopsLive: 2,
  ifStoppedUsd: -59.98,
  minutesHeld: 98,
  ...changes,
});

const view = (changes: Partial<StatusView> = {}): StatusView => ({
  desk: 'main',
  mode: 'embedded',
  monitoredMinute: '2026-01-05T14:30:00.000Z',
  guardedMinute: '2026-01-05T14:30:00.000Z',
  state: 'active',
  atRest: null,
  equityUsd: 10_012.34,
  dayUsd: -4.5,
  drawdownFraction: 0.0012,
  universeSize: 12,
  noTrade: 'no model is licensed yet, so nothing opens',
  positions: [],
  entriesUnderWay: 0,
  slicesWaiting: null,
  policy: {
    licensed: false,
    n: 41,
    needed: 100,
    because: 'the policy has no licence: it has learnt from 41 of 100 trades',
    applied: { entries: 12, least: 1, most: 1, last: 1 },
  },
  troubles: [],
  ...changes,
});

describe('the status', () => {
  test('of a quiet desk', () => {
    expect(statusLines(view(), screen)).toEqual([
      'desk main, embedded',
      'monitored    2026-01-05 14:30 UTC',
      'guarded      2026-01-05 14:30 UTC',
      'state        active',
      'equity       $10,012.34, today -$4.50, drawdown 0.12 %',
      'universe     12 coins',
      'policy       no say: the policy has no licence: it has learnt from 41 of 100',
      '             trades; x1 over the last 12 entries',
      'last minute  no model is licensed yet, so nothing opens',
      '',
      'No position is open.',
    ]);
  });

  test.each([
    ['protected', {}, '2 live'],
    ['without a confirmed stop', { phase: 'open', stopsLive: 0 }, 'NONE'],
    ['with stops that nobody has confirmed', { phase: 'open', stopsLive: 1 }, 'NONE'],
    ['in doubt', { phase: 'unknown', stopsLive: 2 }, 'IN DOUBT'],
  ])('of a position %s', (_what, changes, said) => {
    const lines = statusLines(view({ positions: [line(changes)] }), screen);
    expect(lines.at(-1)).toMatch(new RegExp(`^SOLUSDT .* ${said}$`));
  });

  test('marks a forced position, and none other', () => {
    expect(statusLines(view({ positions: [line({ source: 'forced' })] }), screen).join()).toContain('FORCED');
    expect(statusLines(view({ positions: [line()] }), screen).join()).not.toContain('FORCED');
  });

  test('fits 80 columns with long names and figures', () => {
    const long = line({
      symbol: '1000000MOGUSDT',
      source: 'forced',
      notionalUsd: 123_456.78,
      entryPrice: 91_500,
      stopPrice: 90_000,
      nextTargetPrice: 93_000,
    });
    const lines = statusLines(view({ positions: [long, line()], troubles: ['x '.repeat(90)] }), screen);
    expect(Math.max(...lines.map(each => each.length))).toBeLessThanOrEqual(80);
  });

  test('of a desk that no guardian has ever looked at says so', () => {
    expect(statusLines(view({ guardedMinute: null }), screen)[2]).toBe('guarded      never');
  });

  test('puts what is wrong at the end', () => {
    const lines = statusLines(view({ troubles: ['halted by drawdown'] }), screen);
    expect(lines.slice(-2)).toEqual(['Wants attention', '  halted by drawdown']);
  });

  test('of a desk that has not run says so', () => {
    expect(statusLines(view({ monitoredMinute: null, mode: null }), screen)).toEqual([
      'desk main',
      'It has not finished a minute yet: run npm start.',
    ]);
  });
});

describe('I37 a day on which the desk and the venue differ', () => {
  test.each([
    [1, 3, ['2026-01-04: desk and venue differ by $3.00; npm run desk -- profit names the trades']],
    [1, 0.01, []],
    [9, 3, []],
  ])('%d days ago, by %d dollars, wants attention or not', async (daysAgo, mismatch, said) => {
    const store = memoryStore();
    const book = aBook({ monitoredMinute: NOW });
    await store.saveBook(book, await leased(store, 'monitor', NOW));
    const truth = {
      ...aDayTruth(0),
      day: epochMs(dayOf(NOW) - daysAgo * DAY_MS),
      mismatchUsd: usd(mismatch),
    };
    await store.saveDayTruth(truth, await leased(store, 'close', NOW));
    const limits = { list: async () => [] } as never;
    const desk = {
      desk: 'main',
      reader: store,
      limits,
      parameters: {} as never,
      models: {} as never,
      close: async () => {},
    };
    expect((await status(desk)).json).toMatchObject({ troubles: said });
  });
});

describe('the RL policy', () => {
  const at = minutesAfter(NOW, 0);
  const asked = { minute: at, mode: MODE, staleDays: 3 };
  const entries = [1, 0.9, 1.25].map((times, i) => ({
    ...aPosition({ id: `p-${i}` }),
    trace: [
      ...aTrace(900),
      { owner: 'RL policy', step: 'policy', beforeUsd: 900, afterUsd: 900 * times, because: '' },
    ],
  })) as unknown as readonly Position[];

  test.each<[string, PolicyReading | undefined, readonly Position[], string]>([
    [
      'before its first day',
      undefined,
      [],
      'no say: there is no policy: it has not been brought up to date yet',
    ],
    [
      'on its way',
      { type: 'state', state: aPolicy(41) },
      entries.slice(0, 1),
      'no say: the policy has no licence: it has learnt from 41 of 100 trades; x1 over the last entry',
    ],
    [
      'with a licence',
      { type: 'state', state: aPolicy(150) },
      entries,
      'licensed, has learnt from 150 trades; x0.9 to x1.25 over the last 3 entries',
    ],
  ])('%s', (_when, reading, given, line) => {
    expect(policyLine(policyView(reading, asked, given))).toBe(line);
  });

  test('stands in the status of a desk as its next entry will find it', async () => {
    const store = memoryStore();
    await store.saveBook(aBook({ monitoredMinute: NOW }), await leased(store, 'monitor', NOW));
    await store.savePolicy(aPolicy(150), await leased(store, 'close', NOW));
    const limits = { list: async () => [] } as never;
    const desk = {
      desk: 'main',
      reader: store,
      limits,
      parameters: {} as never,
      models: {} as never,
      close: async () => {},
    };
    expect((await status(desk)).json).toMatchObject({
      policy: { licensed: true, n: 150, needed: 100, because: null, applied: null },
    });
  });
});
