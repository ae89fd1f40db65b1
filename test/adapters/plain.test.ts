import { expect, test } from 'vitest';
import { plain } from '../../lib/adapters/plain.ts';

test('a copy, without absent members, and with one zero', () => {
  const value = { a: undefined, b: [1, -0, 'x', null, true], c: { d: {} } };
  const copy = plain(value, 'it');
  expect(copy).toStrictEqual({ b: [1, 0, 'x', null, true], c: { d: {} } });
  expect(copy).not.toBe(value);
});

test.each([
  ['NaN', { a: [{ b: Number.NaN }] }, 'it.a[0].b'],
  ['infinity', { a: Number.NEGATIVE_INFINITY }, 'it.a'],
  ['a big whole number', { a: 2 ** 53 }, 'it.a'],
  ['less than the table can hold', { a: 1e-131 }, 'it.a'],
  ['a date', { at: new Date(0) }, 'it.at cannot be stored: it is a Date'],
  ['a map', { m: new Map() }, 'it.m cannot be stored: it is a Map'],
  ['a gap in a list', { l: [1, undefined] }, 'it.l[1] cannot be stored: it is undefined'],
  ['a function', { f: () => 1 }, 'it.f cannot be stored: it is function'],
])('%s is refused by its path', (_, value, message) => {
  expect(() => plain(value, 'it')).toThrow(message);
});
