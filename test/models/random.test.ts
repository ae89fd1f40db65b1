import { describe, expect, test } from 'vitest';
import { drawAt, streamKey } from '../../lib/models/random.ts';

const draws = (key: number, count: number) => Array.from({ length: count }, (_, i) => drawAt(key, i));

describe('counted chance', () => {
  test('is uniform: ten thousand draws fill ten boxes evenly', () => {
    const boxes = new Int32Array(10);
    for (const draw of draws(streamKey(7, 1), 10_000)) {
      const box = Math.floor(draw * 10);
      boxes[box] = (boxes[box] ?? 0) + 1;
    }
    for (const box of boxes) expect(Math.abs(box - 1000)).toBeLessThan(120);
  });

  test.each([
    ['neighbouring seeds', streamKey(1, 5), streamKey(2, 5)],
    ['neighbouring streams', streamKey(1, 5), streamKey(1, 6)],
    ['swapped names', streamKey(1, 2, 3), streamKey(1, 3, 2)],
    ['a seed above 32 bits', streamKey(1, 5), streamKey(1 + 2 ** 32, 5)],
  ])('shows no likeness between %s', (_, a, b) => {
    const [first, second] = [draws(a, 2000), draws(b, 2000)];
    const mean = first.reduce((sum, x, i) => sum + (x - 0.5) * ((second[i] ?? 0) - 0.5), 0) / 2000;
    expect(Math.abs(mean * 12)).toBeLessThan(0.1);
  });

  test('does not remember: a draw is the same whenever it is asked for', () => {
    const key = streamKey(3, 4);
    expect(drawAt(key, 100)).toBe(draws(key, 101)[100]);
  });
});
