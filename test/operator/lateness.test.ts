import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../lib/desk/units.ts';
import { lateWords } from '../../lib/operator/lateness.ts';
import { NOW } from '../kit/builders.ts';

test.each([
  [0, undefined],
  [3.9, undefined],
  [4, 'no minute was finished for 4 min'],
  [150, 'no minute was finished for 2 h 30 min'],
])('I42 a desk whose last minute is %d minutes old: %s', (minutes, said) => {
  const words = lateWords(NOW, NOW + minutes * MINUTE_MS);
  if (said === undefined) expect(words).toBeUndefined();
  else expect(words).toContain(said);
});
