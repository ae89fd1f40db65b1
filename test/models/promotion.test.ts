import { describe, expect, test } from 'vitest';
import { DAY_MS, type EpochMs, epochMs } from '../../lib/desk/units.ts';
import {
  type Contender,
  challengeVerdict,
  compared,
  DAYS_TO_COMPARE,
  refitVerdict,
  rollbackVerdict,
} from '../../lib/models/promotion.ts';
import type { DayRecord } from '../../lib/models/record.ts';
import { aDay, days } from './kit/days.ts';

const a = (version: string, record: readonly DayRecord[], trainedToDay = 0): Contender => ({
  version,
  record,
  trainedTo: epochMs(trainedToDay * DAY_MS),
});
const START = 0 as EpochMs;

describe('two models compared', () => {
  test('are compared on the days of both alone', () => {
    const { days: common, gain } = compared(days(0, 30, 0.68), days(20, 50, 0.69), START, 1);
    expect(common).toBe(10);
    expect(gain.value).toBeCloseTo(0.01, 9);
    expect(gain.low).toBeGreaterThan(0.009);
  });

  test('and from a day on where that is asked', () => {
    expect(compared(days(0, 30, 0.68), days(0, 30, 0.69), epochMs(25 * DAY_MS), 1).days).toBe(5);
    expect(compared(days(0, 30, 0.68), days(0, 30, 0.69), epochMs(25 * DAY_MS + 1), 1).days).toBe(4);
  });

  test('a day without resolved predictions says nothing', () => {
    const silent = { ...aDay(3, 0.1), ups: 0, downs: 0 };
    expect(compared([silent], days(0, 30, 0.69), START, 1).days).toBe(0);
  });
});

describe('a refit of the champion’s recipe', () => {
  const champion = a('old', days(0, 60, 0.68));
  test.each([
    ['better', 0.67, true],
    ['as good', 0.68, true],
    ['worse by less than is noise', 0.6809, true],
    ['worse by more', 0.6811, false],
  ])('that is %s takes its seat: %s', (_how, loss, replaces) => {
    expect(refitVerdict(a('new', days(0, 60, loss)), champion)).toMatchObject({ replaces });
  });

  test('that shares no day with it does not', () => {
    const verdict = refitVerdict(a('new', days(60, 90, 0.1)), champion);
    expect(verdict).toEqual({ replaces: false, because: 'there is no day on which both predicted' });
  });
});

describe('a challenger of another recipe', () => {
  const champion = a('old', days(0, 60, 0.68), 20);
  test('replaces the champion where it was better on days that neither has learnt from', () => {
    const verdict = challengeVerdict(a('new', days(0, 60, 0.66), 30), champion, 1);
    expect(verdict).toMatchObject({ replaces: true });
    expect(verdict.because).toMatch(
      /^its log loss is 0\.02000 below that of old on 30 days, at 95 % 0\.0\d+ below$/,
    );
  });

  test.each([
    ['as good', days(0, 60, 0.68), 30, /0\.00000/],
    [
      'better on average alone',
      days(0, 60, 0.68).map(d => ({ ...d, logLoss: d.logLoss + (d.day % 3 === 0 ? -9 : 4) })),
      30,
      /above$/,
    ],
    ['better for too few days', days(0, 60, 0.5), 60 - DAYS_TO_COMPARE + 1, /^9 of 10 days/],
    [
      'better on what it has learnt from',
      [...days(0, 40, 0.1), ...days(40, 60, 0.7)],
      40,
      /above that of old on 20 days/,
    ],
  ])('stays where it is when it was %s', (_how, record, trainedToDay, because) => {
    const verdict = challengeVerdict(a('new', record, trainedToDay), champion, 1);
    expect(verdict.replaces).toBe(false);
    expect(verdict.because).toMatch(because);
  });
});

test('the champion before comes back where it was better than all that followed it', () => {
  const since = epochMs(40 * DAY_MS);
  const line = a('line', days(40, 60, 0.7));
  expect(rollbackVerdict(a('before', days(0, 60, 0.68)), line, since, 1).replaces).toBe(true);
  expect(rollbackVerdict(a('before', days(0, 60, 0.7)), line, since, 1).replaces).toBe(false);
});
