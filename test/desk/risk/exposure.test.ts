import { expect, test } from 'vitest';
import { dayLossAtStops, exposureOf } from '../../../lib/desk/risk/exposure.ts';
import { fraction, notionalUsd, price, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import { aBook, COIN, NOW } from '../../kit/builders.ts';
import { aPosition } from '../../kit/positions.ts';

const reservation = (symbol: string, notional: number, loss = 0) => ({
  intentId: symbol,
  symbol: symbolId(symbol),
  minute: NOW,
  notionalUsd: notionalUsd(notional),
  lossAtStopUsd: usd(loss),
});

test('I09 exposure is what is open at the mark, what is reserved, and what another hand holds', () => {
  const exposure = exposureOf(
    [aPosition(), aPosition({ symbol: symbolId('AUSDT'), side: 'short', qty: qty(2) })],
    [reservation('BUSDT', 500), reservation('COINUSDT', 100)],
    [{ symbol: symbolId('CUSDT'), side: 'long', notionalUsd: notionalUsd(50) }],
    symbol => (symbol === COIN ? price(110) : undefined),
  );
  expect(Object.fromEntries(exposure.bySymbol)).toEqual({
    COINUSDT: 1200,
    AUSDT: 200,
    BUSDT: 500,
    CUSDT: 50,
  });
  expect(exposure.grossUsd).toBe(1950);
  // What is reserved for COINUSDT joins the position that is there: one place, not two.
  expect(exposure.positions).toBe(4);
});

test('two orders of one entry take one place', () => {
  const both = [reservation('BUSDT', 500), { ...reservation('BUSDT', 300), intentId: 'later' }];
  expect(exposureOf([], both, [], () => undefined)).toMatchObject({ grossUsd: 800, positions: 1 });
});

test('I09 entries under way in two coins take two places', () => {
  const both = [reservation('BUSDT', 500), reservation('CUSDT', 300)];
  expect(exposureOf([], both, [], () => undefined)).toMatchObject({ grossUsd: 800, positions: 2 });
});

test('I40 a closed position takes no capacity', () => {
  const closed = aPosition({ phase: 'closed', qty: qty(0) });
  expect(exposureOf([closed], [], [], () => undefined)).toMatchObject({ grossUsd: 0, positions: 0 });
  expect(dayLossAtStops(aBook(), [{ ...closed, qty: qty(10) }], fraction(0))).toBe(0);
});

test('I40 a position in doubt, or being closed, still does', () => {
  const some = (['open', 'protected', 'reducing', 'unknown'] as const).map(phase => aPosition({ phase }));
  expect(exposureOf(some, [], [], () => undefined).positions).toBe(4);
});

/** $15,000 at 00:00 UTC. A position of ten coins at 100 loses $10 at its stop, which lies a point away. */
test.each([
  ['nothing has happened', {}, [], 0],
  ['$120 of the wallet is lost', { walletUsd: usd(14_880) }, [], 120],
  ['$80 is won', { walletUsd: usd(15_080) }, [], -80],
  ['a long is open', {}, [aPosition()], 10],
  ['a short is open', {}, [aPosition({ side: 'short' })], 10],
  ['its stop has come to a point above the entry', {}, [aPosition({ stopPrice: price(101) })], -10],
  ['its stop lies half a point away', {}, [aPosition({ stopPrice: price(99.5) })], 5],
  ['7 of the 10 coins are left', {}, [aPosition({ qty: qty(7) })], 7],
  ['an intent is reserved', { reservations: [reservation('AUSDT', 900, 8.46)] }, [], 8.46],
  [
    '$1,000 was deposited and is in the wallet: no gain',
    { walletUsd: usd(16_000), day: { ...aBook().day, transfersUsd: usd(1_000) } },
    [],
    0,
  ],
  [
    '$1,000 was withdrawn: no loss',
    { walletUsd: usd(14_000), day: { ...aBook().day, transfersUsd: usd(-1_000) } },
    [],
    0,
  ],
  [
    'the day began with an open profit of $30, which the stop would not keep',
    { walletUsd: usd(15_000), day: { ...aBook().day, equityAtStartUsd: usd(15_030) } },
    [aPosition()],
    40,
  ],
] as const)('I38 the day’s loss at the stops, when %s', (_what, book, positions, loss) => {
  expect(dayLossAtStops(aBook(book), positions, fraction(0))).toBeCloseTo(loss, 9);
});

test('the cost of each stop-out is part of it, reckoned at the stop', () => {
  expect(dayLossAtStops(aBook(), [aPosition()], fraction(0.0007))).toBeCloseTo(10 + 10 * 99 * 0.0007, 9);
});
