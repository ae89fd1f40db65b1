import { expect, test } from 'vitest';
import { memoryStore } from '../../lib/adapters/memory/store.ts';
import type { ModelWord } from '../../lib/desk/journal.ts';
import { DAY_MS, epochMs, fraction, minuteOf } from '../../lib/desk/units.ts';
import { type DayWeight, weightsByDay } from '../../lib/operator/weights.ts';

const TODAY = epochMs(Date.UTC(2026, 0, 8));
const UNTIL = minuteOf(TODAY + 14.6 * 3_600_000);

const at = (daysAgo: number, time: string) =>
  minuteOf(Date.parse(`2026-01-${String(8 - daysAgo).padStart(2, '0')}T${time}Z`));
const word = (kind: string, weight: number | undefined, licensed = true): ModelWord => ({
  kind,
  version: `${kind}-1`,
  licensed,
  ...(weight === undefined ? {} : { weight: fraction(weight) }),
  ...(licensed ? {} : { because: 'its win rate is 50 %' }),
});

/** A journal in which these models stood at these signal bars. */
async function journal(votes: readonly (readonly [minute: number, models: readonly ModelWord[]])[]) {
  const store = memoryStore();
  for (const [minute, models] of votes) {
    const bar = minuteOf(minute);
    const base = { minute: bar, role: 'entry', mode: 'embedded' } as const;
    await store.write(bar, 'entry', [{ ...base, type: 'votes', at: bar, licensed: true, models, coins: [] }]);
  }
  return store;
}

const shown = ({ version, licensed, weight }: DayWeight) =>
  version === null ? 'untrained' : licensed ? weight : 'no vote';

test('each day’s weights are those of its last votes, the newest day first', async () => {
  const store = await journal([
    [at(1, '10:00'), [word('xgboost', 1)]],
    [at(1, '23:45'), [word('xgboost', 0.75), word('lightgbm', 0.25)]],
    [at(0, '14:15'), [word('xgboost', 0, false), word('lightgbm', 1)]],
    [at(0, '14:30'), [word('xgboost', 0.6), word('lightgbm', 0.4), word('xgboost', 0, false)]],
  ]);
  const days = await weightsByDay(store, UNTIL, 2);
  expect(days.map(day => [day.day, day.at])).toEqual([
    [TODAY, at(0, '14:30')],
    [TODAY - DAY_MS, at(1, '23:45')],
  ]);
  expect(days.map(({ weights }) => [weights.xgboost, weights.lightgbm, weights.nhits].map(shown))).toEqual([
    [0.6, 0.4, 'untrained'],
    [0.75, 0.25, 'untrained'],
  ]);
});

test('a day that the desk ended early is looked at further back, and one without votes is empty', async () => {
  const store = await journal([[at(1, '17:45'), [word('nhits', 1)]]]);
  const [today, yesterday] = await weightsByDay(store, UNTIL, 2);
  expect(today?.at).toBeNull();
  expect(yesterday).toMatchObject({
    at: at(1, '17:45'),
    weights: { nhits: { version: 'nhits-1', weight: 1 } },
  });
});

test('a record from before shares were kept tells the share of one that voted alone, and of no other', async () => {
  const store = await journal([
    [at(1, '23:45'), [word('xgboost', undefined), word('lightgbm', undefined, false)]],
    [at(0, '14:30'), [word('xgboost', undefined), word('lightgbm', undefined)]],
  ]);
  const [both, alone] = await weightsByDay(store, UNTIL, 2);
  expect(alone?.weights).toMatchObject({ xgboost: { weight: 1 }, lightgbm: { licensed: false, weight: 0 } });
  expect(both?.weights).toMatchObject({
    xgboost: { licensed: true, weight: null },
    lightgbm: { licensed: true, weight: null },
  });
});

test('the first record of a bar counts, and nothing after the minute that is asked for', async () => {
  const store = await journal([[at(0, '14:30'), [word('xgboost', 1)]]]);
  const late = minuteOf(at(0, '14:30') + 120_000);
  await store.write(late, 'entry', [
    {
      minute: late,
      role: 'entry',
      mode: 'embedded',
      type: 'votes',
      at: at(0, '14:30'),
      licensed: true,
      models: [],
      coins: [],
    },
  ]);
  const [today] = await weightsByDay(store, UNTIL, 1);
  expect(today?.weights.xgboost.weight).toBe(1);
  const [earlier] = await weightsByDay(store, at(0, '14:00'), 1);
  expect(earlier?.at).toBeNull();
});
