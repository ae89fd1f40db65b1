import { describe, expect, test } from 'vitest';
import { pairs, paragraph, screenFor } from '../../lib/operator/screen.ts';

describe('the screen', () => {
  test.each([
    ['80 columns where nobody knows', {}, 80],
    ['as wide as the terminal', { columns: 100 }, 100],
    ['never wider than is good to read', { columns: 300 }, 120],
    ['never too narrow for a table', { columns: 20 }, 80],
  ])('is %s', (_what, out, width) => {
    expect(screenFor({}, out).width).toBe(width);
  });

  test.each([
    ['a terminal', {}, true, true],
    ['a terminal with NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['a pipe', {}, false, false],
  ])('%s has colours: %s', (_what, env, isTTY, coloured) => {
    expect(screenFor(env, { isTTY }).paint.bold('x') !== 'x').toBe(coloured);
  });
});

test('a paragraph keeps its indent on every line', () => {
  expect(paragraph('one two three four', 12, '  ')).toEqual(['  one two', '  three four']);
});

test('names and figures are aligned, and a long figure goes on below its beginning', () => {
  expect(
    pairs(
      [
        ['a', 'one two'],
        ['long', 'x'],
      ],
      11,
    ),
  ).toEqual(['a     one', '      two', 'long  x']);
});
