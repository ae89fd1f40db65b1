import { expect, test } from 'vitest';
import { Kept } from '../../../lib/operator/page/kept.ts';

test('what is dear is made once in a while, by its own key, and made again when it failed', async () => {
  let [now, made] = [0, 0];
  const kept = new Kept(1_000, () => now);
  const make = async () => {
    made += 1;
    return made;
  };
  expect(await Promise.all([kept.get('tags', make), kept.get('tags', make)])).toEqual([1, 1]);
  now = 999;
  expect(await kept.get('tags', make)).toBe(1);
  expect(await kept.get('models', make)).toBe(2);
  now = 1_000;
  expect(await kept.get('tags', make)).toBe(3);
  now = 3_000;
  const fail = async () => {
    throw new Error('silent');
  };
  await expect(kept.get('tags', fail)).rejects.toThrow('silent');
  expect(await kept.get('tags', make)).toBe(4);
});
