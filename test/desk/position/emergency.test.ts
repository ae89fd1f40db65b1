import { describe, expect, test } from 'vitest';
import { emergencyProtection } from '../../../lib/desk/position/emergency.ts';
import { price, type Side } from '../../../lib/desk/units.ts';

const TICK = price(0.1);
const decide = (side: Side, entry: number, mark: number, liquidation: number) =>
  emergencyProtection(
    { side, entryPrice: price(entry), markPrice: price(mark), liquidationPrice: price(liquidation) },
    TICK,
  );

describe('a position without a plan', () => {
  test.each<[string, Side, number, number, number, number | 'flatten']>([
    ['gets a stop at 3 %', 'long', 100, 101, 0, 97],
    ['gets one at 3 % above when short', 'short', 100, 99, 0, 103],
    ['gets a nearer one where liquidation is near', 'long', 100, 100, 98, 99],
    ['the same when short', 'short', 100, 100, 102, 101],
    ['is closed when the price is past it already', 'long', 100, 96.9, 0, 'flatten'],
    ['is closed when the price stands on it', 'long', 100, 97, 0, 'flatten'],
    ['is closed when short and past it', 'short', 100, 103.5, 0, 'flatten'],
  ])('%s', (_name, side, entry, mark, liquidation, expected) => {
    const action = decide(side, entry, mark, liquidation);
    if (expected === 'flatten') expect(action).toEqual({ type: 'flatten' });
    else expect(action).toEqual({ type: 'stop', triggerPrice: expected });
  });
});
