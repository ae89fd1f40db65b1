import { expect, test } from 'vitest';
import { HOUR_MS, minuteOf } from '../../lib/desk/units.ts';
import { retrain } from '../../lib/retrain.ts';
import { learning, NOW } from '../kit/learning-desk.ts';

/** A run that waits for the roster until it is let go. */
async function atWork(more: { readonly mayTakeMs?: number }) {
  const it = learning();
  let letGo = () => {};
  const waiting = new Promise<void>(done => {
    letGo = done;
  });
  const roster = { ...it.desk.models.roster, read: () => waiting.then(() => it.desk.models.roster.read()) };
  const first = retrain({ ...it.desk, ...more, models: { ...it.desk.models, roster } }, NOW);
  return {
    secondAfter: (hours: number) => it.run(minuteOf(NOW + hours * HOUR_MS)),
    end: () => {
      letGo();
      return first;
    },
  };
}

test('a run that may take hours is alone for as long', async () => {
  const { secondAfter, end } = await atWork({ mayTakeMs: 3.8 * HOUR_MS });
  expect(await secondAfter(1)).toBe('held');
  expect(await secondAfter(3)).toBe('held');
  expect(await secondAfter(4)).toBe('done');
  await end();
});

test('one in a function is over by the next hour, come what may', async () => {
  const { secondAfter, end } = await atWork({});
  expect(await secondAfter(1)).toBe('done');
  await end();
});
