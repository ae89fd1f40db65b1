import { describe, expect, test } from 'vitest';
import { APART_MS, type Held, look, suspect } from '../../../lib/desk/guardian/look.ts';
import type { Sighting } from '../../../lib/desk/guardian/state.ts';
import { epochMs, price, qty, symbolId } from '../../../lib/desk/units.ts';
import { aRestingOrder, COIN, NOW } from '../../kit/builders.ts';

const aHeld = (overrides: Partial<Held> = {}): Held => ({
  symbol: COIN,
  side: 'long',
  qty: qty(10),
  entryPrice: price(100),
  markPrice: price(100),
  liquidationPrice: price(70),
  ...overrides,
});
const ago = (ms: number) => epochMs(NOW - ms);
const seen = (firstMs: number, lastMs = firstMs, overrides: Partial<Sighting> = {}): Sighting => ({
  symbol: COIN,
  side: 'long',
  firstAt: ago(firstMs),
  lastAt: ago(lastMs),
  ...overrides,
});

describe('I21 a bare position is acted upon', () => {
  test.each<[string, readonly Sighting[], number]>([
    ['not when it is seen so for the first time', [], 0],
    ['not when the first look was less than 20 s ago', [seen(APART_MS - 1)], 0],
    ['when the first look was 20 s ago', [seen(APART_MS)], 1],
    ['when it was seen so for long and never could be helped', [seen(3_600_000, 60_000)], 1],
    ['by a look of three minutes ago', [seen(180_000)], 1],
    ['not by a look of four minutes ago: it may have been covered since', [seen(240_000)], 0],
    ['not by a look at the other side', [seen(60_000, 60_000, { side: 'short' })], 0],
    ['not by a look at another coin', [seen(60_000, 60_000, { symbol: symbolId('OTHERUSDT') })], 0],
  ])('%s', (_when, before, due) => {
    expect(look([aHeld()], [], before, NOW).due).toHaveLength(due);
  });

  test('and the first look is kept for as long as it stays bare', () => {
    const [sighting] = look([aHeld()], [], [seen(100_000, 40_000)], NOW).sightings;
    expect(sighting).toEqual({ symbol: COIN, side: 'long', firstAt: ago(100_000), lastAt: NOW });
  });
});

test('a covered position is forgotten: losing its stop again begins anew', () => {
  expect(look([aHeld()], [aRestingOrder()], [seen(60_000)], NOW)).toEqual({
    unprotected: [],
    due: [],
    sightings: [],
  });
});

test('I58 a position that the answer leaves out is neither acted upon nor forgotten', () => {
  const before = [seen(60_000)];
  expect(look([], [], before, NOW)).toEqual({ unprotected: [], due: [], sightings: before });
});

test('one position’s sightings are not another’s', () => {
  const other = aHeld({ symbol: symbolId('OTHERUSDT'), side: 'short' });
  const { unprotected, due, sightings } = look([aHeld(), other], [], [seen(60_000)], NOW);
  expect(unprotected).toHaveLength(2);
  expect(due.map(({ symbol }) => symbol)).toEqual([COIN]);
  expect(sightings.map(({ firstAt }) => firstAt)).toEqual([ago(60_000), NOW]);
});

describe('an order that seems to be of no use', () => {
  test.each<[string, number | undefined, string[]]>([
    ['is only suspected at first', undefined, []],
    ['is only suspected for 20 s', APART_MS - 1, []],
    ['is certain to be after 20 s', APART_MS, ['a']],
  ])('%s', (_what, sinceMs, certain) => {
    const before = sinceMs === undefined ? [] : [{ clientId: 'a', since: ago(sinceMs) }];
    expect(suspect(['a'], before, NOW).certain).toEqual(certain);
  });

  test('is cleared of it by one look at which it does not seem so', () => {
    expect(suspect([], [{ clientId: 'a', since: ago(60_000) }], NOW).suspicions).toEqual([]);
  });
});
