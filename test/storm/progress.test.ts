import { expect, test } from 'vitest';
import type { SeedResult } from '../../lib/storm/one-seed.ts';
import { Progress } from '../../lib/storm/progress.ts';

const ended = (seed: number, broken?: SeedResult['broken']): SeedResult => ({
  seed,
  accountKind: 'usdt-isolated',
  hash: '0',
  struck: {},
  checked: {},
  requests: 1,
  opened: 0,
  bareMinutes: 0,
  ...(broken === undefined ? {} : { broken }),
});

test('a run says how far it is, and goes on from the first seed that is not done', () => {
  const progress = new Progress(101, 8);
  expect(progress.line(0)).toBe(
    '0 of 8 seeds · 0 broken · about some time left · to go on from here: --seed 101 --seeds 8',
  );
  for (const seed of [101, 103, 104]) progress.hear(ended(seed));
  progress.hear(ended(106, { invariant: 'no bug is thrown', because: 'it was' }));
  expect(progress.line(60)).toBe(
    '4 of 8 seeds · 1 broken · about 1 min 0 s left · to go on from here: --seed 102 --seeds 7',
  );
  progress.hear(ended(102));
  expect(progress.line(100)).toContain('to go on from here: --seed 105 --seeds 4');
});
