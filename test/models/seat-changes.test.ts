import { describe, expect, test } from 'vitest';
import { DAY_MS, type EpochMs, epochMs } from '../../lib/desk/units.ts';
import type { Contender } from '../../lib/models/promotion.ts';
import type { DayRecord } from '../../lib/models/record.ts';
import type { Held, RosterSeat } from '../../lib/models/roster.ts';
import { afterRefit, isFitted, lined, promoted, settled } from '../../lib/models/seat-changes.ts';
import { aDay, days } from './kit/days.ts';

const NOW = epochMs(100 * DAY_MS);
const held = (version: string, sinceDay = 50): Held => ({
  version,
  file: `xgboost/${version}/model.json`,
  manifest: `xgboost/${version}/manifest-1.json`,
  since: epochMs(sinceDay * DAY_MS),
});
const shown = (version: string, record: readonly DayRecord[]): Contender => ({
  version,
  record,
  trainedTo: 0 as EpochMs,
});
const seat = (more: Partial<RosterSeat>): RosterSeat => ({ kind: 'xgboost', line: [], changes: [], ...more });
const who = ({ champion, previous, challenger }: RosterSeat) => [
  champion?.version,
  previous?.version,
  challenger?.version,
];

describe('a seat after a day', () => {
  test('stays as it was where nothing was shown', () => {
    const before = seat({ champion: held('a'), challenger: held('b') });
    const known = { champion: shown('a', days(60, 80, 0.68)), challenger: shown('b', days(60, 80, 0.68)) };
    expect(settled(before, known, NOW)).toBe(before);
    expect(settled(seat({}), {}, NOW)).toEqual(seat({}));
  });

  test('is the challenger’s where it was better, with the old champion on trial beside it', () => {
    const before = seat({ champion: held('a'), challenger: held('b') });
    const known = { champion: shown('a', days(60, 80, 0.69)), challenger: shown('b', days(60, 80, 0.66)) };
    const after = settled(before, known, NOW);
    expect(who(after)).toEqual(['b', 'a', undefined]);
    expect(after.champion?.since).toBe(NOW);
    expect(after.changes).toMatchObject([{ at: NOW, version: 'b', what: 'promoted' }]);
  });

  test('goes back to the one before where that was better than what followed', () => {
    const before = seat({ champion: held('b'), previous: held('a'), line: days(60, 80, 0.7) });
    const known = { champion: shown('b', days(60, 80, 0.1)), previous: shown('a', days(60, 80, 0.68)) };
    const after = settled(before, known, NOW);
    expect(who(after)).toEqual(['a', undefined, undefined]);
    expect(after).toMatchObject({ line: [], changes: [{ version: 'a', what: 'rolled-back' }] });
  });

  test('I51 goes back to the one before where the champion cannot be used', () => {
    const before = seat({ champion: held('b'), previous: held('a') });
    const after = settled(before, { previous: shown('a', days(60, 80, 0.68)) }, NOW);
    expect(who(after)).toEqual(['a', undefined, undefined]);
    expect(after.changes[0]?.because).toBe('the champion cannot be used');
  });

  test('is rid of the one before once the trial is over', () => {
    const before = seat({ champion: held('b'), previous: held('a'), line: days(60, 90, 0.68) });
    const known = { champion: shown('b', days(60, 90, 0.68)), previous: shown('a', days(60, 90, 0.68)) };
    const after = settled(before, known, NOW);
    expect(who(after)).toEqual(['b', undefined, undefined]);
    expect(after.changes).toMatchObject([{ version: 'a', what: 'retired' }]);
    expect(who(settled({ ...before, line: days(60, 89, 0.68) }, known, NOW))).toEqual(['b', 'a', undefined]);
  });
});

describe('a refit', () => {
  const refit = (record: readonly DayRecord[]) => ({ held: held('c', 100), contender: shown('c', record) });
  const lastOf = (after: RosterSeat) => after.changes.at(-1);

  test('takes an empty seat', () => {
    const after = afterRefit(seat({}), refit([]), undefined, NOW);
    expect(who(after)).toEqual(['c', undefined, undefined]);
    expect(lastOf(after)).toMatchObject({ what: 'promoted', because: 'the seat was empty' });
  });

  test('takes the seat of one that is no better, which predicts on', () => {
    const champion = shown('b', days(60, 90, 0.68));
    const after = afterRefit(seat({ champion: held('b') }), refit(days(60, 90, 0.68)), champion, NOW);
    expect(who(after)).toEqual(['c', 'b', undefined]);
  });

  test('does not take the seat of one that is better, and leaves the reason', () => {
    const champion = shown('b', days(60, 90, 0.68));
    const after = afterRefit(seat({ champion: held('b') }), refit(days(60, 90, 0.69)), champion, NOW);
    expect(who(after)).toEqual(['b', undefined, undefined]);
    expect(lastOf(after)).toMatchObject({
      version: 'c',
      what: 'withdrawn',
      because: expect.stringMatching(/above that of b/),
    });
  });

  test('has been for the day once it has left its word on the seat, taken or not', () => {
    const before = seat({ champion: held('b') });
    const champion = shown('b', days(60, 90, 0.68));
    expect(isFitted(before, NOW)).toBe(false);
    for (const loss of [0.67, 0.7]) {
      const after = afterRefit(before, refit(days(60, 90, loss)), champion, NOW);
      expect(isFitted(after, epochMs(NOW + DAY_MS - 1))).toBe(true);
      expect(isFitted(after, epochMs(NOW + DAY_MS))).toBe(false);
    }
  });

  test('continues a trial that is under way: daily refits are one line, judged from where it began', () => {
    const before = seat({ champion: held('b', 90), previous: held('a'), line: days(90, 95, 0.68) });
    const after = promoted(before, held('c', 100), 'no worse', NOW, 'refit');
    expect(who(after)).toEqual(['c', 'a', undefined]);
    expect(after.line).toHaveLength(5);
    expect(after.champion?.since).toBe(90 * DAY_MS);
  });
});

describe('the line of champions', () => {
  test('grows by what the champion has newly shown since the trial began', () => {
    const before = seat({ champion: held('b', 90), previous: held('a'), line: days(90, 92, 0.68) });
    const after = lined(before, [aDay(89, 0.6), aDay(91, 0.6), aDay(92, 0.6)]);
    expect(after.line.map(({ day, n }) => [day, n])).toEqual([
      [90, 100],
      [91, 200],
      [92, 100],
    ]);
  });

  test('is not kept where there is no trial', () => {
    const before = seat({ champion: held('b', 90) });
    expect(lined(before, days(91, 92, 0.6))).toBe(before);
  });
});
