import { describe, expect, test } from 'vitest';
import type { Position } from '../../../lib/desk/position/position.ts';
import { sizeOf } from '../../../lib/desk/truth/difference.ts';
import { compareFills } from '../../../lib/desk/truth/fills.ts';
import type { LedgerTrade } from '../../../lib/desk/truth/ledger.ts';
import { ownershipOf } from '../../../lib/desk/truth/ownership.ts';
import { epochMs, minutesAfter, price, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import { COIN, NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';

const DAY = { from: epochMs(NOW - 60_000), to: epochMs(NOW + 86_400_000) };

const aTrade = (changes: Partial<LedgerTrade> = {}): LedgerTrade => ({
  tradeId: 'entry-1',
  orderId: '1',
  symbol: COIN,
  side: 'buy',
  price: price(100),
  qty: qty(10),
  realisedUsd: usd(0),
  commissionUsd: usd(0.5),
  at: epochMs(NOW + 5_000),
  ...changes,
});

function compare(trades: readonly LedgerTrade[], positions: readonly Position[], entries: string[] = []) {
  const isDesks = ownershipOf(positions, trades, new Set(entries));
  const { differences, foreign } = compareFills(DAY, trades, positions, isDesks);
  return {
    sizeUsd: Number(sizeOf(differences).toFixed(6)),
    count: differences.length,
    foreign: foreign.length,
  };
}

describe('fills of the book and trades of the venue', () => {
  const closed = aPosition({ phase: 'closed', closedAt: minutesAfter(NOW, 10) });
  const after = epochMs(NOW + 12 * 60_000);

  test.each<[string, readonly LedgerTrade[], readonly Position[], string[], ReturnType<typeof compare>]>([
    ['agree', [aTrade()], [aPosition()], [], { sizeUsd: 0, count: 0, foreign: 0 }],
    [
      'differ in the commission',
      [aTrade({ commissionUsd: usd(0.4) })],
      [aPosition()],
      [],
      { sizeUsd: 0.1, count: 1, foreign: 0 },
    ],
    [
      'differ by as much in profit as in commission, which does not cancel out',
      [aTrade({ realisedUsd: usd(0.1), commissionUsd: usd(0.6) })],
      [aPosition()],
      [],
      { sizeUsd: 0.2, count: 1, foreign: 0 },
    ],
    [
      'differ by the noise of binary fractions, which is nothing',
      [aTrade({ commissionUsd: usd(0.1 + 0.4 + 1e-12) })],
      [aPosition()],
      [],
      { sizeUsd: 0, count: 0, foreign: 0 },
    ],
    [
      'a trade in a symbol that the book holds is the desk’s',
      [aTrade(), aTrade({ tradeId: '2' })],
      [aPosition()],
      [],
      { sizeUsd: 0.5, count: 1, foreign: 0 },
    ],
    [
      'a trade in another symbol is another hand’s',
      [aTrade(), aTrade({ tradeId: '2', symbol: symbolId('HANDUSDT') })],
      [aPosition()],
      [],
      { sizeUsd: 0, count: 0, foreign: 1 },
    ],
    [
      'a trade after the position was closed is another hand’s',
      [aTrade(), aTrade({ tradeId: '2', at: after })],
      [closed],
      [],
      { sizeUsd: 0, count: 0, foreign: 1 },
    ],
    [
      'unless the desk sent its order to open something, and then all that follows is its own',
      [aTrade(), aTrade({ tradeId: '2', orderId: '9', at: after }), aTrade({ tradeId: '3', at: after })],
      [closed],
      ['9'],
      { sizeUsd: 1, count: 2, foreign: 0 },
    ],
    [
      'the same number in another symbol is another trade',
      [aTrade({ symbol: symbolId('OTHERUSDT') })],
      [aPosition()],
      [],
      { sizeUsd: 0.5, count: 1, foreign: 1 },
    ],
    [
      'a fill of another day is not asked for',
      [aTrade()],
      [aPosition({ fills: [aFill(), aFill({ tradeId: 'old', at: epochMs(NOW - 60_001) })] })],
      [],
      { sizeUsd: 0, count: 0, foreign: 0 },
    ],
  ])('%s', (_what, trades, positions, entries, expected) => {
    expect(compare(trades, positions, entries)).toEqual(expected);
  });
});
