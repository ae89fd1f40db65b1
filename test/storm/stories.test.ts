import { describe, expect, test } from 'vitest';
import { tell } from '../../lib/storm/storm.ts';
import { sentenceOf } from '../../lib/storm/telling.ts';
import { REGRESSIONS } from './stories.ts';

// That each of them breaks again without what was mended for it is held in planted.long.ts.
describe('a story that broke something once breaks nothing any more', () => {
  test.each(REGRESSIONS.map(({ name, story }) => [name, story] as const))('%s', async (_name, story) => {
    const { failure, opened } = await tell(story);
    expect(failure).toBeUndefined();
    expect(opened).toBeGreaterThan(0);
  });
});

test('its events can be read', () => {
  const lines = REGRESSIONS.flatMap(({ story }) => story.events.map(sentenceOf));
  expect(lines).toContain('+1d 00:00  monitor, call 2 of table.savePosition: DynamoDB throttles');
  expect(lines).toContain('12:56  a person rests a reduce-only limit');
});
