import { expect, test } from 'vitest';
import { linkTo, placeOf } from '../../lib/page/route.ts';

test.each([
  ['', '', ''],
  ['#/', '', ''],
  ['#/log', 'log', ''],
  ['#/trade/SOLUSDT-20250527T1430', 'trade', 'SOLUSDT-20250527T1430'],
  ['#/not-taken/SOLUSDT-29460885-1974', 'not-taken', 'SOLUSDT-29460885-1974'],
  ['#nonsense', '', ''],
])('%j is the section %j and the name %j', (hash, section, name) => {
  expect(placeOf(hash)).toEqual({ section, name });
});

test('a link leads back to what it was made of', () => {
  for (const name of ['SOLUSDT-20250527T1430', 'a/b c', '100 %'])
    expect(placeOf(linkTo('trade', name))).toEqual({ section: 'trade', name });
});
