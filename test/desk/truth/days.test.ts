import { describe, expect, test } from 'vitest';
import type { Opening } from '../../../lib/desk/book.ts';
import { CATCH_UP_DAYS, isReady, unclosedDays } from '../../../lib/desk/truth/days.ts';
import {
  DAY_MS,
  dayOf,
  type EpochMs,
  epochMs,
  type Minute,
  minutesAfter,
  usd,
} from '../../../lib/desk/units.ts';
import { aBook, NOW } from '../../kit/builders.ts';

/** 00:00 of the builders' day, and so many days later. */
const day = (n: number) => epochMs(dayOf(NOW) + n * DAY_MS);
const fivePast = (n: number) => minutesAfter(day(n) as Minute, 5);
const opening = (n: number, minutes = 0): Opening => ({
  day: day(n),
  at: minutesAfter(day(n) as Minute, minutes),
  equityUsd: usd(10_000 + n),
});

const unclosed = (openings: readonly Opening[], closed: readonly EpochMs[], minute: Minute) =>
  unclosedDays(aBook({ openings }), new Set(closed), minute);

describe('the days without a result', () => {
  test('begin with the desk’s first, and with its first reading on it', () => {
    const [first, second, ...more] = unclosed([opening(0, 870), opening(1), opening(2)], [], fivePast(2));
    expect(first).toMatchObject({ day: day(0), from: day(0) + 870 * 60_000, to: day(1) });
    expect(second).toMatchObject({ day: day(1), from: day(1), to: day(2) });
    expect(more).toEqual([]);
  });

  test.each<[string, number[], number, number[]]>([
    ['one a day, the day before', [0], 2, [1]],
    ['none on the desk’s first day', [], 0, []],
    ['none where all are closed', [0, 1], 2, []],
    ['a day that was left out, among closed ones', [0, 2], 4, [1, 3]],
  ])('are %s', (_what, closed, today, days) => {
    const openings = [0, 1, 2, 3, 4].slice(0, today + 1).map(n => opening(n));
    const found = unclosed(openings, closed.map(day), fivePast(today));
    expect(found.map(each => each.day)).toEqual(days.map(day));
  });

  test('know the equity at both ends, where it was read', () => {
    const [first, second] = unclosed([opening(0, 870), opening(2, 200)], [], fivePast(2));
    expect([first?.opening?.equityUsd, first?.closing?.equityUsd]).toEqual([10_000, undefined]);
    expect([second?.opening?.equityUsd, second?.closing?.equityUsd]).toEqual([undefined, 10_002]);
  });

  test(`are given up after ${CATCH_UP_DAYS} days`, () => {
    const found = unclosed([opening(0), opening(100)], [], fivePast(100));
    expect(found.map(each => each.day)).toEqual(
      Array.from({ length: CATCH_UP_DAYS }, (_, i) => day(100 - CATCH_UP_DAYS + i)),
    );
  });

  test.each([
    [undefined, false],
    [-1, false],
    [0, false],
    [1, true],
  ])('can be closed when the monitor has reached minute %s after midnight: %s', (minutes, ready) => {
    const [only] = unclosed([opening(0)], [], fivePast(1));
    const monitoredMinute = minutes === undefined ? undefined : minutesAfter(day(1) as Minute, minutes);
    expect(only && isReady(only, aBook({ monitoredMinute }))).toBe(ready);
  });
});
