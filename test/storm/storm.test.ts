import { describe, expect, test } from 'vitest';
import { tell } from '../../lib/storm/storm.ts';
import { forecast } from '../../lib/storm/weather.ts';

/** A few hours of a seed: enough to see that a run repeats itself. */
const hours = (seed: number, n: number) => {
  const { story, weather } = forecast(seed, 1);
  return { story: { ...story, minutes: 60 * n }, weather };
};

describe('a story', () => {
  test.each([7, 11])('of seed %i goes the same way each time it is told', async seed => {
    const { story, weather } = hours(seed, 2);
    const [once, twice] = [await tell(story, { weather }), await tell(story, { weather })];
    expect(twice).toEqual(once);
    expect(once.requests).toBeGreaterThan(2_000);
  });

  test('of another seed goes another way', async () => {
    const [a, b] = [hours(7, 1), hours(8, 1)];
    expect((await tell(a.story, a)).hash).not.toBe((await tell(b.story, b)).hash);
  });

  test('can be told again without chance, from what struck', async () => {
    const { story, weather } = hours(11, 3);
    const drawn = await tell(story, { weather });
    expect(drawn.drawn.length).toBeGreaterThan(20);
    const told = await tell({ ...story, events: [...story.events, ...drawn.drawn] });
    expect(told.hash).toBe(drawn.hash);
    expect(told.struck).toEqual(drawn.struck);
  });

  test('without any trouble breaks nothing, and trades', async () => {
    const { story } = hours(3, 4);
    const calm = { ...story, events: story.events.filter(({ type }) => type === 'signal') };
    const { failure, opened, struck, bareMinutes } = await tell(calm);
    expect(failure).toBeUndefined();
    expect(opened).toBeGreaterThan(3);
    expect([...struck]).toEqual([]);
    expect(bareMinutes).toBe(0);
  });
});
