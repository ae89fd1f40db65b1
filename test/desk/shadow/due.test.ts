import { expect, test } from 'vitest';
import type { JournalRecord } from '../../../lib/desk/journal.ts';
import { positionIdOf } from '../../../lib/desk/position/open.ts';
import { dueSince, dueWishes, longestHorizon } from '../../../lib/desk/shadow/due.ts';
import { notionalUsd, price, qty, symbolId } from '../../../lib/desk/units.ts';
import { COIN, NOW } from '../../kit/builders.ts';
import { aNotTaken, aShadow, aWish, later } from '../../kit/shadows.ts';

const TWO_DAYS = 2 * 1_440;
const minutesOf = (records: readonly JournalRecord[], at: number) =>
  dueWishes(records, later(at)).map(({ record }) => (record.minute - NOW) / 60_000);

const anEntry: JournalRecord = {
  minute: later(2),
  role: 'entry',
  mode: 'embedded',
  type: 'entry',
  positionId: positionIdOf(COIN, NOW),
  symbol: COIN,
  side: 'long',
  source: 'ensemble',
  qty: qty(9),
  price: price(100),
  plannedUsd: notionalUsd(900),
  intendedUsd: notionalUsd(900),
  executedUsd: notionalUsd(900),
  stopPrice: price(99),
  trace: [],
};
const { wish: _none, ...unplanned } = aNotTaken();

test.each<[string, readonly JournalRecord[], number, readonly number[]]>([
  ['not before its horizon is over', [aNotTaken()], 9, []],
  ['as soon as it is over', [aNotTaken()], 10, [0]],
  ['once: what has a shadow is done', [aNotTaken(), aShadow(aNotTaken())], 20, []],
  [
    'the first of a signal that was refused in each of its minutes',
    [aNotTaken(0), aNotTaken(1), aNotTaken(2)],
    60,
    [0],
  ],
  ['and no later one where the first is done', [aNotTaken(0), aNotTaken(1), aShadow(aNotTaken(0))], 60, []],
  [
    'another bar, another side and another coin apart',
    [
      aNotTaken(0),
      aNotTaken(15, { wish: aWish({ signalAt: later(15) }) }),
      aNotTaken(16, { side: 'short' }),
      aNotTaken(17, { symbol: symbolId('HANDUSDT') }),
    ],
    60,
    [0, 15, 16, 17],
  ],
  ['not where the signal became a position after all', [aNotTaken(), anEntry], 60, []],
  ['not what was never planned', [unplanned], 60, []],
  ['two days late, and no later', [aNotTaken()], TWO_DAYS + 10, [0]],
  ['not a minute after that', [aNotTaken()], TWO_DAYS + 11, []],
])('a trade not taken is followed %s', (_when, records, at, followed) => {
  expect(minutesOf(records, at)).toEqual(followed);
});

test('the journal is read back as far as the longest horizon asks for', () => {
  const long = aNotTaken(0, { wish: aWish({ holdMinutesMax: 1_440 }) });
  expect(longestHorizon([aNotTaken(), long, anEntry])).toBe(1_440);
  expect(longestHorizon([])).toBe(0);
  expect(dueSince(later(0), 240)).toBe(later(-TWO_DAYS - 240));
});
