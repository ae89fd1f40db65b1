import { describe, expect, test } from 'vitest';
import type { LedgerIncome, LedgerTrade } from '../../../lib/desk/truth/ledger.ts';
import { roundTrips } from '../../../lib/desk/truth/round-trips.ts';
import { epochMs, price, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import { COIN, NOW } from '../../kit/builders.ts';

/** `+2` buys two, `-1` sells one; then the realised profit. Each costs a commission of 0.1 and comes a minute later. */
type Fill = readonly [signedQty: number, realisedUsd?: number];

const tradesOf = (fills: readonly Fill[], symbol = COIN): LedgerTrade[] =>
  fills.map(([amount, realised = 0], i) => ({
    tradeId: `${i}`,
    orderId: `${i}`,
    symbol,
    side: amount > 0 ? 'buy' : 'sell',
    price: price(100),
    qty: qty(Math.abs(amount)),
    realisedUsd: usd(realised),
    commissionUsd: usd(0.1),
    at: epochMs(NOW + i * 60_000),
  }));

const DAY = { from: epochMs(NOW), to: epochMs(NOW + 86_400_000) };

function trips(fills: readonly Fill[], held = 0, income: readonly LedgerIncome[] = []): number[] {
  const reading = {
    trades: tradesOf(fills),
    income,
    held: new Map([[COIN, held]]),
    known: new Set<string>(),
    isDesks: () => true,
  };
  return roundTrips(DAY, reading).map(({ netUsd }) => Number(netUsd.toFixed(6)));
}

describe('a round trip', () => {
  test.each<[string, readonly Fill[], number, number[]]>([
    ['is one entry and one exit', [[2], [-2, 5]], 0, [4.8]],
    ['takes every part of entry and exit', [[1], [1], [-0.5, 2], [-1.5, -1]], 0, [0.6]],
    ['of a short, the other way round', [[-2], [2, -3]], 0, [-3.2]],
    ['is not over while something is held', [[2], [-1, 5]], 1, []],
    ['that began before the first trade ends with what is seen of it', [[-2, 5]], 0, [4.9]],
    ['one after the other are two', [[1], [-1, 1], [-1], [1, 2]], 0, [0.8, 1.8]],
    ['ends where the side turns, and a new one begins there', [[1], [-3, 4], [2, -1]], 0, [3.8, -1.1]],
    ['is not kept open by the noise of binary fractions', [[0.1], [0.2], [-0.3, 1]], 0, [0.7]],
  ])('%s', (_what, fills, held, nets) => {
    expect(trips(fills, held)).toEqual(nets);
  });

  test('counts the funding of its own time alone', () => {
    const funding = (minutes: number, amount: number, symbol = COIN): LedgerIncome => ({
      kind: 'funding',
      symbol,
      amountUsd: usd(amount),
      at: epochMs(NOW + minutes * 60_000),
    });
    const paid = [funding(-1, -8), funding(0.5, -1), funding(0.6, -4, symbolId('XUSDT')), funding(2, -16)];
    expect(trips([[2], [-2, 5]], 0, paid)).toEqual([3.8]);
  });

  test('belongs to the day in which it ended', () => {
    const reading = {
      trades: tradesOf([[2], [-2, 5], [1], [-1, 1]]),
      income: [],
      held: new Map(),
      known: new Set<string>(),
      isDesks: () => true,
    };
    const from = epochMs(NOW + 90_000);
    expect(roundTrips({ ...DAY, from }, reading).map(({ closedAt }) => closedAt)).toEqual([NOW + 180_000]);
    expect(roundTrips({ ...DAY, to: from }, reading).map(({ closedAt }) => closedAt)).toEqual([NOW + 60_000]);
  });
});
