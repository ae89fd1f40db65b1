import { describe, expect, test } from 'vitest';
import { type ClosingOrder, onlyCloses } from '../../../lib/desk/guardian/closes.ts';
import { qty, symbolId } from '../../../lib/desk/units.ts';
import { COIN } from '../../kit/builders.ts';

const LONG = { symbol: COIN, side: 'long' } as const;
const order = (overrides: object = {}): ClosingOrder => ({
  symbol: COIN,
  side: 'sell',
  qty: qty(1),
  reduceOnly: true,
  ...overrides,
});

describe('an order of the guardian', () => {
  test('passes when all it can do is to close', () => {
    expect(onlyCloses(order(), LONG)).toEqual(order());
    expect(onlyCloses(order({ qty: 'all' }), LONG).qty).toBe('all');
    expect(onlyCloses(order({ side: 'buy' }), { ...LONG, side: 'short' }).side).toBe('buy');
  });

  test.each([
    ['may open', { reduceOnly: false }],
    ['does not say', { reduceOnly: undefined }],
    ['adds to the position', { side: 'buy' }],
    ['is of another market', { symbol: symbolId('OTHERUSDT') }],
    ['has no size', { qty: qty(0) }],
    ['has a size that is no number', { qty: qty(Number.NaN) }],
  ])('is not sent when it %s', (_what, overrides) => {
    expect(() => onlyCloses(order(overrides), LONG)).toThrow(
      'the guardian may only close its long in COINUSDT',
    );
  });
});
