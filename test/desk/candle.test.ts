import { expect, test } from 'vitest';
import { closedAt, fold, INTERVAL_MS } from '../../lib/desk/candle.ts';
import { MINUTE_MS } from '../../lib/desk/units.ts';
import { NOW } from '../kit/builders.ts';
import { candlesOf } from '../kit/candles.ts';
import { table } from '../kit/table.ts';

const QUARTER = INTERVAL_MS['15m'];
const minutes = candlesOf(
  table`
    open high low close volume
    100  101  99  100   1
    100  105  100 104   2
    104  104  98  99    3
    99   100  97  98    4`,
  NOW - 2 * MINUTE_MS,
  MINUTE_MS,
);

test('bars fold into longer ones aligned to the clock: first open, extremes, last close, volume added up', () => {
  expect(fold(minutes, QUARTER)).toEqual([
    { at: NOW - QUARTER, open: 100, high: 105, low: 99, close: 104, volume: 3 },
    { at: NOW, open: 104, high: 104, low: 97, close: 98, volume: 7 },
  ]);
});

test('folding leaves its input as it was and folds twice to the same', () => {
  const before = structuredClone(minutes);
  const folded = fold(minutes, QUARTER);
  expect(minutes).toEqual(before);
  expect(fold(folded, QUARTER)).toEqual(folded);
});

test('a gap makes a bar of what is there, and never one out of nothing', () => {
  const [first, , , last] = minutes;
  if (first === undefined || last === undefined) throw new Error('no bars');
  const later = { ...last, at: (last.at + 3 * QUARTER) as typeof last.at };
  expect(fold([first, later], QUARTER).map(bar => bar.at)).toEqual([NOW - QUARTER, NOW + 3 * QUARTER]);
  expect(fold([], QUARTER)).toEqual([]);
});

test('a bar is read only once it has closed, to the millisecond', () => {
  const bars = fold(minutes, QUARTER);
  expect(closedAt(bars, '15m', NOW - 1)).toEqual([]);
  expect(closedAt(bars, '15m', NOW)).toHaveLength(1);
  expect(closedAt(bars, '15m', NOW + QUARTER)).toHaveLength(2);
});
