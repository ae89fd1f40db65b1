import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WilderState, wilderOf } from '../../../lib/models/features/wilder.ts';
import { walkingCoins } from '../kit/coins.ts';

describe('Wilder’s averages bar by bar', () => {
  test('are at each bar, bit for bit, those of all bars so far', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 40 }), (seed, from) => {
        const [coin] = walkingCoins({ seed, coins: 1, bars: 160 });
        if (coin === undefined) throw new Error('there is no coin');
        const state = new WilderState();
        for (let k = from; k < coin.at.length; k += 1) {
          state.push(coin.high[k] as number, coin.low[k] as number, coin.close[k] as number);
          expect(state.read()).toEqual(wilderOf(coin, from, k));
        }
      }),
      { numRuns: 20 },
    );
  });
});
