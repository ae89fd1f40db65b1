import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Minute, minutesAfter } from '../../lib/desk/units.ts';
import { at, DAY_0, DAY_1, EVENING } from '../kit/nights.ts';
import { aPairing, type Pairing } from '../kit/twins.ts';

let two: Pairing;
beforeEach(async () => {
  two = await aPairing({ original: 'paper' });
});
afterEach(() => two.close());

/** Both close the evening, of which the one was a twin from some minute on, and a desk of its own before. */
async function comparedSince(minute: Minute): Promise<void> {
  await two.until('24:05');
  await two.closeOriginal();
  const { store } = two.twin.closing;
  const load = async () => {
    const state = await store.load();
    return { ...state, book: state.book && { ...state.book, twinSince: minute } };
  };
  await two.closeTwin({ store: { ...store, load } });
}

describe('a desk that became a twin', () => {
  test('in the day is compared from that minute on, without the day’s money', async () => {
    await comparedSince(minutesAfter(DAY_0 as Minute, at('23:45')));
    const [found, ...more] = await two.divergences();
    expect(more).toEqual([]);
    expect(found).toMatchObject({ entries: { both: 1, originalAlone: 0, twinAlone: 0 }, apart: [] });
    expect(found).not.toHaveProperty('money');
  });

  test('after the day is not compared on it: it was a desk of its own then', async () => {
    await comparedSince(DAY_1 as Minute);
    expect(await two.divergences()).toEqual([]);
    expect(two.emitted()).toEqual([]);
    expect(await two.twin.records('trouble')).toEqual([]);
  });

  test('keeps in its book since when, which a desk that is none has not', async () => {
    await two.until('23:30');
    const { book } = await two.twin.store.load();
    expect(book).toMatchObject({
      twinOf: 'main',
      twinSince: minutesAfter(DAY_0 as Minute, at(EVENING.from)),
    });
    expect((await two.original.store.load()).book).not.toHaveProperty('twinSince');
  });
});
