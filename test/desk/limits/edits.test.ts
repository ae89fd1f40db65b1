import { describe, expect, test } from 'vitest';
import { editsBetween, editText } from '../../../lib/desk/limits/edits.ts';
import type { StoredLimit } from '../../../lib/desk/limits/limits.ts';
import { look } from '../../../lib/desk/limits/seen.ts';
import { epochMs, type Minute, minutesAfter } from '../../../lib/desk/units.ts';

const NAME = 'risk/symbol-notional-usd-max';
const one = (text: string, version = 1, name = NAME): StoredLimit => ({ name, text, version });

describe('edits between two readings of the limits', () => {
  test.each([
    ['a changed text', [one('500', 6)], [one('50000', 7)], [`${NAME} v7: 500 → 50000`]],
    ['a new parameter', [], [one('500')], [`${NAME} v1: (default) → 500`]],
    ['a deleted one', [one('500', 6)], [], [`${NAME}: 500 → (default)`]],
    ['a text that was stored again', [one('500', 6)], [one('500', 7)], []],
    ['nothing', [one('500')], [one('500')], []],
    [
      'several, by name',
      [one('1', 1, 'b'), one('1', 1, 'a')],
      [one('2', 2, 'b'), one('3', 2, 'a')],
      ['a v2: 1 → 3', 'b v2: 1 → 2'],
    ],
    ['whatever is stored, on one line', [one('500')], [one('5\n00', 2)], [`${NAME} v2: 500 → 5 00`]],
  ])('%s', (_, before, after, texts) => {
    expect(editsBetween(before, after).map(editText)).toEqual(texts);
  });

  test('a long text is shortened', () => {
    const [edit] = editsBetween([], [one('9'.repeat(4_000))]);
    expect(editText(edit ?? expect.fail('no edit')).length).toBeLessThan(150);
  });
});

describe('what is remembered of a look', () => {
  const M = epochMs(1_748_300_400_000) as Minute;
  const [a, b, c] = [[one('1', 1)], [one('2', 2)], [one('3', 3)]];

  test('the first look has nothing to hold the limits against', () => {
    expect(look(undefined, a, { minute: M, isGood: true })).toEqual({
      rev: 0,
      minute: M,
      before: a,
      now: a,
      good: a,
    });
  });

  test('a later look of the same minute is held against what stood before the minute', () => {
    const first = look(undefined, a, { minute: M, isGood: true });
    const second = look(first, b, { minute: minutesAfter(M, 1), isGood: true });
    const third = look(second, c, { minute: minutesAfter(M, 1), isGood: true });
    expect(third).toMatchObject({ before: a, now: c });
    expect(look(third, c, { minute: minutesAfter(M, 2), isGood: true })).toMatchObject({ before: c, now: c });
  });

  test('what was last good stays while the limits are not', () => {
    const good = look(undefined, a, { minute: M, isGood: true });
    const bad = look(good, b, { minute: minutesAfter(M, 1), isGood: false });
    const worse = look(bad, c, { minute: minutesAfter(M, 2), isGood: false });
    expect(worse.good).toEqual(a);
    expect(look(worse, b, { minute: minutesAfter(M, 3), isGood: true }).good).toEqual(b);
  });
});
