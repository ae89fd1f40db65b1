import { expect, test } from 'vitest';
import {
  basisPoints,
  dollars,
  minuteText,
  oneLine,
  percent,
  shown,
  times,
  trim,
} from '../../lib/desk/words.ts';

test.each([
  [1592.36, '$1,592.36'],
  [-7.2, '-$7.20'],
  [25_000_000, '$25,000,000.00'],
  [0, '$0.00'],
  [-0.001, '$0.00'],
  [-0.005, '-$0.01'],
  [999.999, '$1,000.00'],
])('%d dollars read %s', (amount, text) => expect(dollars(amount)).toBe(text));

test.each([
  [0.016, '1.6 %'],
  [0.00533, '0.533 %'],
  [0.02, '2 %'],
  [1, '100 %'],
  [0, '0 %'],
])('the fraction %d reads %s', (share, text) => expect(percent(share)).toBe(text));

test('leverage, basis points and instants read as people write them', () => {
  expect(times(3)).toBe('3x');
  expect(times(2.5)).toBe('2.5x');
  expect(basisPoints(12.5)).toBe('12.5 bps');
  expect(minuteText(Date.UTC(2025, 4, 27, 14, 30, 59))).toBe('2025-05-27 14:30');
});

test('only zeros after a point say nothing', () => {
  expect(['100', '1.50', '2.000', '0.10'].map(trim)).toEqual(['100', '1.5', '2', '0.1']);
});

test('somebody else’s text becomes one line, without codes for the terminal, and not too long', () => {
  expect(oneLine('as it is')).toBe('as it is');
  expect(oneLine('a\nb\r\nc\td\u2028e\u0085f\u001b[31mg\ud800h')).toBe('a b c d e f [31mg h');
  expect(oneLine('x'.repeat(200))).toBe('x'.repeat(200));
  expect(oneLine('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`);
  expect(oneLine('abcdef', 3)).toBe('abc…');
});

test.each<[unknown, string]>([
  [undefined, 'missing'],
  [null, 'null'],
  [Number.NaN, 'NaN'],
  [false, 'false'],
  ['a\nb', '"a b"'],
  ['x'.repeat(90), `"${'x'.repeat(80)}…"`],
  [[1, [2]], 'a list of 2'],
  [{ deep: {} }, 'an object'],
])('what stands where something else should, %j, is shown as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});
